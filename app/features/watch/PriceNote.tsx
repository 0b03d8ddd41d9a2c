import { type StreamDetail } from '../../lib/api';
import { useMoney } from '../../lib/money';
import { speakPrice } from '../../lib/price';
import { SecondHand } from '../../ui/SecondHand';
import { previewFor } from './preview-words';

/**
 * The price in words, beside the ring that will count it. The ring stands still: nothing is being
 * paid.
 */
export function PriceNote({ stream }: { stream: StreamDetail }) {
  const price = speakPrice(stream.ratePerSecond, useMoney());
  const past = stream.status === 'ended';
  return (
    <section aria-label="Price" className="flex shrink-0 items-start gap-3.5 lg:max-w-80">
      <SecondHand running={false} className="mt-1 size-7" />
      <div className="min-w-0 text-sm">
        {price.free ? (
          <>
            <p className="text-lg font-medium">{past ? 'Was free' : 'Free'}</p>
            <p className="text-soft">
              {past ? 'Nobody paid for this stream.' : 'Nothing to pay, and no deposit needed.'}
            </p>
          </>
        ) : (
          <>
            <p className="text-lg font-medium tabular-nums" title={price.exact}>
              {price.minute} a minute
            </p>
            <p className="text-soft tabular-nums">
              {past ? `It was ${price.hour} an hour, paid by the second.` : terms(stream, price.hour)}
            </p>
          </>
        )}
      </div>
    </section>
  );
}

function terms(stream: StreamDetail, hour: string): string {
  const preview = previewFor(stream);
  return `${preview ? `${preview} ` : ''}You pay only while you watch: ${hour} an hour. Stop any time.`;
}
