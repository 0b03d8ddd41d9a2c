import { Trans } from '@lingui/react/macro';
import { type Amount } from '../../../sdk/money';
import { Money } from '../../ui/Money';

/** On a card: how long somebody watched, and what it cost. */
export function WatchedFor({ watched, amount }: { watched: string; amount: Amount }) {
  return (
    <p className="mt-1 text-sm tabular-nums">
      <Trans>
        You watched {watched} for <Money amount={amount} />.
      </Trans>
    </p>
  );
}
