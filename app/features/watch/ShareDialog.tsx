import { useLingui } from '@lingui/react/macro';
import { Check, Copy, Share2 } from 'lucide-react';
import { useEffect, useId, useState } from 'react';
import { type StreamDetail } from '../../lib/api';
import { useHydrated } from '../../lib/hydrated';
import { IconButton } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { controlLook } from '../../ui/Field';
import { cx } from '../../ui/cx';
import { embedSnippet } from './embed-snippet';

/** The stream's address, and the few lines that show it on another site. */
export function ShareDialog({ stream }: { stream: StreamDetail }) {
  const { t } = useLingui();
  const hydrated = useHydrated();
  if (stream.visibility === 'private') return null;
  const origin = hydrated ? location.origin : '';
  return (
    <Dialog
      title={t`Share`}
      description={t`Whoever opens it sees the picture, the price and the chat; watching is theirs to begin.`}
      trigger={
        <IconButton label={t`Share`} disabled={!hydrated}>
          <Share2 aria-hidden="true" />
        </IconButton>
      }
    >
      <div className="mt-5 flex flex-col gap-5">
        <Copyable label={t`Link`} copy={t`Copy: link`} text={`${origin}/watch/${stream.id}`} />
        {stream.visibility !== 'followers' && (
          <Copyable
            label={t`Player for another site`}
            copy={t`Copy: player for another site`}
            text={embedSnippet(origin, stream)}
            hint={t`Free streams and previews play there; paid ones show their price and lead here.`}
            tall
          />
        )}
      </div>
    </Dialog>
  );
}

interface CopyableProps {
  label: string;
  /** What the button does. */
  copy: string;
  text: string;
  hint?: string;
  tall?: boolean;
}

function Copyable({ label, copy, text, hint, tall = false }: CopyableProps) {
  const { t } = useLingui();
  const id = useId();
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return;
    const timer = setTimeout(() => setCopied(false), 3_000);
    return () => clearTimeout(timer);
  }, [copied]);
  const write = () => navigator.clipboard.writeText(text).then(() => setCopied(true), select);
  const select = () => document.querySelector<HTMLTextAreaElement>(`[data-copy="${id}"]`)?.select();
  return (
    <div>
      <label htmlFor={id} className="text-sm font-medium">
        {label}
      </label>
      <div className="mt-1.5 flex items-start gap-1">
        <textarea
          id={id}
          data-copy={id}
          dir="ltr"
          readOnly
          rows={tall ? 5 : 1}
          value={text}
          onFocus={(event) => event.target.select()}
          className={cx(
            controlLook,
            'resize-none py-2 text-sm',
            tall ? 'font-mono text-xs' : 'h-10 overflow-hidden whitespace-nowrap',
          )}
        />
        <IconButton label={copied ? t`Copied` : copy} onClick={() => void write()}>
          {copied ? <Check aria-hidden="true" className="text-received" /> : <Copy aria-hidden="true" />}
        </IconButton>
      </div>
      {hint && <p className="mt-1.5 text-xs text-soft">{hint}</p>}
      <p role="status" className="sr-only">
        {copied && t`Copied.`}
      </p>
    </div>
  );
}
