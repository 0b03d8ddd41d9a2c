import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { IconButton } from '../../ui/Button';

/** A key, as it is named there, and what it does. */
export type HelpLine = readonly [key: string | MessageDescriptor, does: MessageDescriptor];

const FIRST: readonly HelpLine[] = [
  [msg`Space, K`, msg`Pause, or go on`],
  ['M', msg`Mute, or unmute`],
  ['F', msg`Full screen`],
  ['T', msg`Wide picture`],
];
const LAST: readonly HelpLine[] = [
  ['↑ ↓', msg`Louder, quieter, while the player has the focus`],
  ['?', msg`This list`],
];
const KEYS: readonly HelpLine[] = [...FIRST, ['← →', msg`Quieter, louder`], ...LAST];
/** Of what is live and recorded. */
export const REWIND_KEYS: readonly HelpLine[] = [
  ...FIRST,
  ['← J', msg`10 seconds back, out of the live picture`],
  ...LAST,
];

/** The keys of the player, over the picture, so that full screen has them, too. */
export function KeyHelp({ close, keys = KEYS }: { close: () => void; keys?: readonly HelpLine[] }) {
  const { t } = useLingui();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    box.current?.focus();
    return () => {
      if (before instanceof HTMLElement && before.isConnected) before.focus();
    };
  }, []);
  return (
    <div
      ref={box}
      role="dialog"
      aria-label={t`Keys`}
      tabIndex={-1}
      data-theme="dark"
      onKeyDown={(event) => {
        if (event.key !== 'Escape' && event.key !== '?') return;
        event.stopPropagation();
        close();
      }}
      className="absolute inset-0 z-3 overflow-auto bg-scrim p-5 text-on-picture sm:p-8"
    >
      <div className="mx-auto max-w-md">
        <div className="mb-3 flex items-center justify-between">
          <p className="text-base font-medium">
            <Trans>Keys</Trans>
          </p>
          <IconButton label={t`Close the list of keys`} onPicture onClick={close}>
            <X aria-hidden="true" />
          </IconButton>
        </div>
        <dl className="grid grid-cols-[auto_1fr] gap-x-6 gap-y-1.5 text-sm">
          {keys.map(([key, does]) => (
            <div key={does.id} className="contents">
              <dt className="font-medium tabular-nums">{typeof key === 'string' ? key : t(key)}</dt>
              <dd className="text-soft">{t(does)}</dd>
            </div>
          ))}
        </dl>
      </div>
    </div>
  );
}
