import { duration } from '../../lib/format';
import { useMoney } from '../../lib/money';
import { Money } from '../../ui/Money';
import { StatCard } from '../../ui/StatCard';
import { type PurseView } from '../transactions/purse-types';
import { boundsWords, copiedKeyWords } from '../transactions/purse-words';

/** The one number that matters, and what bounds it. */
export function PurseNumber({ purse, until }: { purse: PurseView; until: string }) {
  const money = useMoney();
  return (
    <div>
      <p className="text-sm text-soft">{purse.status === 'closing' ? 'Left, and yours' : 'Left to spend'}</p>
      <p className="mt-1 text-[clamp(2.6rem,9vw,3.6rem)] leading-[1.1] display tabular-nums [&_span_span]:text-[0.4em]">
        <Money amount={purse.available} />
      </p>
      {purse.status === 'open' && !purse.expired && (
        <>
          <p className="mt-3 max-w-[60ch] text-soft">
            {boundsWords(purse, until, money)} Only for seconds that you really see.
          </p>
          <p className="mt-2 max-w-[60ch] text-sm text-soft">{copiedKeyWords(purse, money)}</p>
        </>
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
