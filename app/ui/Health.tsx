import { msg } from '@lingui/core/macro';
import { type ReactNode } from 'react';
import { type I18n } from '../../texts/i18n';
import { useSay } from '../lib/texts';
import { cx } from './cx';

/** How well something goes, in plain words: marked by `says`, or said already. */
export interface HealthRating {
  tone: 'good' | 'fair' | 'bad' | 'resting';
  /** One or two words. */
  word: string;
  /** What it means, and what to do. */
  advice: string;
}

const DOT: Record<HealthRating['tone'], string> = {
  good: 'bg-received',
  fair: 'bg-warning',
  bad: 'bg-danger',
  resting: 'bg-edge',
};

/** A rating, said aloud when it changes. */
export function Rating({ tone, word, advice }: HealthRating) {
  const say = useSay();
  return (
    <div role="status" className="flex items-start gap-3">
      <span aria-hidden="true" className={cx('mt-1.5 size-2.5 shrink-0 rounded-full', DOT[tone])} />
      <p className="max-w-[65ch] min-w-0 text-sm wrap-anywhere">
        <strong className="font-medium">{say(word)}</strong>
        <span className="block text-soft">{say(advice)}</span>
      </p>
    </div>
  );
}

/** The figures that a rating rests on. */
export function Measured({ children }: { children: ReactNode }) {
  return <dl className="mt-5 grid grid-cols-2 gap-x-6 gap-y-4 text-sm sm:grid-cols-3 xl:grid-cols-6">{children}</dl>;
}

/** What stands for a figure that is not known. */
export const noFigure = '–';

/** One of them. */
export function Figure({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-xs text-soft">{label}</dt>
      <dd className="mt-0.5 tabular-nums">{children}</dd>
    </div>
  );
}

/** So many bits a second, as people read them. */
export function bitRate(bits: number, i18n: I18n): string {
  const mega = (bits / 1_000_000).toFixed(1);
  const kilo = Math.round(bits / 1000);
  return bits >= 1_000_000 ? i18n._(msg`${mega} Mbit/s`) : i18n._(msg`${kilo} kbit/s`);
}

/** A share, in percent. */
export function percent(share: number, i18n: I18n): string {
  const hundredths = (share * 100).toFixed(1);
  return i18n._(msg`${hundredths} %`);
}
