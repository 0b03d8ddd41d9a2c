import { duration } from '../../lib/format';
import { Money } from '../../ui/Money';
import { StatCard } from '../../ui/StatCard';
import { type PurseView } from './purse-types';
import { boundsWords } from './purse-words';

/** The one number that matters, and what bounds it. */
export function PurseNumber({ purse, until }: { purse: PurseView; until: string }) {
  return (
    <div>
      <p className="text-sm text-soft">{purse.status === 'closing' ? 'Left, and yours' : 'Left to spend'}</p>
      <p className="mt-1 text-[clamp(2.6rem,9vw,3.6rem)] leading-[1.1] display tabular-nums [&_span_span]:text-[0.4em]">
        <Money amount={purse.available} />
      </p>
      {purse.status === 'open' && !purse.expired && (
        <p className="mt-3 max-w-[60ch] text-soft">{boundsWords(purse, until)} Only for seconds that you really see.</p>
      )}
    </div>
  );
}

/** The purse's money in parts: what the chain holds, what is signed for, what creators have. */
export function PurseFigures({ purse }: { purse: PurseView }) {
  return (
    <dl className="grid grid-cols-2 gap-x-6 gap-y-6 sm:grid-cols-4">
      <StatCard label="In the purse" value={<Money amount={purse.deposit} />} hint="As the chain has it" />
      <StatCard label="Promised" value={<Money amount={purse.promised} />} hint="Seen or reserved, not settled yet" />
      <StatCard label="Settled" value={<Money amount={purse.settled} />} hint="Paid to creators" />
      <StatCard label="Watched" value={duration(purse.seconds)} hint="Over all creators" />
    </dl>
  );
}
