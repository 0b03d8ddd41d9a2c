import { Trans } from '@lingui/react/macro';
import { Check } from 'lucide-react';
import { type ReactNode } from 'react';
import { cx } from './cx';
import { SecondHand } from './SecondHand';

/** One stage of something that takes a while. */
export interface Stage {
  label: string;
  note?: ReactNode;
}

/** Stages one after the other: done, under way with the ring, still to come. */
export function Steps({ label, stages, current }: { label: string; stages: Stage[]; current: number }) {
  return (
    <ol aria-label={label} className="flex flex-col gap-4">
      {stages.map(({ label: name, note }, index) => (
        <li key={name} aria-current={index === current ? 'step' : undefined} className="flex items-start gap-3">
          {index < current ? (
            <Check aria-hidden="true" className="mt-px size-5 shrink-0 text-received" />
          ) : (
            <SecondHand running={index === current} className="mt-px size-5" />
          )}
          <span className={cx('min-w-0 text-sm', index > current && 'text-soft')}>
            <span className={cx(index === current && 'font-medium')}>
              {name}
              {index < current && (
                <span className="sr-only">
                  {', '}
                  <Trans>done</Trans>
                </span>
              )}
            </span>
            {note && <span className="block text-xs text-soft">{note}</span>}
          </span>
        </li>
      ))}
    </ol>
  );
}
