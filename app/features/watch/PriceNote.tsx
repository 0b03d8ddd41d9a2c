import { Trans, useLingui } from '@lingui/react/macro';
import { type I18n } from '../../../texts/i18n';
import { type StreamDetail } from '../../lib/api';
import { previewWords } from '../../lib/format';
import { useMoney } from '../../lib/money';
import { speakPrice } from '../../lib/price';
import { SecondHand } from '../../ui/SecondHand';
import { previewFor } from './preview-words';
import { sentences } from './scene-words';

/** What costs nothing: of a video its first seconds, for everybody. */
const freePart = (stream: StreamDetail, i18n: I18n) =>
  stream.video && stream.previewSeconds > 0 ? previewWords(stream.previewSeconds, i18n) : previewFor(stream, i18n);

/**
 * The price in words, beside the ring that will count it. The ring stands still: nothing is being
 * paid.
 */
export function PriceNote({ stream }: { stream: StreamDetail }) {
  const { t, i18n } = useLingui();
  const { free, minute, hour, exact } = speakPrice(stream.ratePerSecond, useMoney(), i18n);
  const past = stream.status === 'ended';
  return (
    <section aria-label={t`Price`} className="flex shrink-0 items-start gap-3.5 lg:max-w-80">
      <SecondHand running={false} className="mt-1 size-7" />
      <div className="min-w-0 text-sm">
        {free ? (
          <>
            <p className="text-lg font-medium">{past ? t`Was free` : t`Free`}</p>
            <p className="text-soft">
              {past ? t`Nobody paid for this stream.` : t`Nothing to pay, and no deposit needed.`}
            </p>
          </>
        ) : (
          <>
            <p className="text-lg font-medium tabular-nums" title={exact}>
              <Trans>{minute} a minute</Trans>
            </p>
            <p className="text-soft tabular-nums">
              {past
                ? t`It was ${hour} an hour, paid by the second.`
                : sentences(freePart(stream, i18n), t`You pay only while you watch: ${hour} an hour. Stop any time.`)}
            </p>
          </>
        )}
      </div>
    </section>
  );
}
