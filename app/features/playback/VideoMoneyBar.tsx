import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode } from 'react';
import { type PlaySnapshot } from '../../../sdk/playing';
import { type StreamDetail } from '../../lib/api';
import { duration, previewWords } from '../../lib/format';
import { useMoney } from '../../lib/money';
import { speakPrice } from '../../lib/price';
import { Button } from '../../ui/Button';
import { SecondHand } from '../../ui/SecondHand';
import { walletName } from '../../ui/WalletName';
import { Cost, RunningLow } from '../watch/MoneyBar';
import { sentences } from '../watch/scene-words';
import { type View } from '../watch/view';
import { lengthOf } from './ranges';
import { type VideoScene } from './video-scene';

interface VideoMoneyBarProps {
  stream: StreamDetail;
  snapshot: PlaySnapshot | null;
  scene: VideoScene;
  cost: View['cost'];
  /** Seconds are being paid as they play. */
  counting: boolean;
  limit: ReactNode;
  /** The step that paying needs, while nothing is due yet. */
  ahead: ReactNode;
  pay: () => void;
  stopPaying: () => void;
}

/**
 * What a video costs: before, the price in words; then what it came to, and what is owned of it.
 */
export function VideoMoneyBar(props: VideoMoneyBarProps) {
  const { stream, snapshot, scene, cost, counting, limit, ahead, pay, stopPaying } = props;
  const { t, i18n } = useLingui();
  const { free, minute, exact } = speakPrice(stream.ratePerSecond, useMoney(), i18n);
  const paid = !free && !stream.isMine && !snapshot?.free;
  const spending = snapshot?.pays === true && paid && scene.kind !== 'taken';
  const wallet = snapshot?.wallet;
  const payer = wallet && !wallet.only ? walletName(wallet, i18n) : null;
  const freely = scene.kind === 'playing' && scene.how === 'free';
  return (
    <section aria-label={t`What it costs`} className="border-b px-4 py-3.5 sm:px-0">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <div className="flex min-w-0 grow items-center gap-3.5">
          <SecondHand running={counting} className="size-8" {...(cost ? { seconds: Number(cost.seconds) } : {})} />
          <div className="min-w-0">
            <p className="text-lg font-medium tabular-nums">
              {cost ? (
                <Cost cost={cost} rate={stream.ratePerSecond} />
              ) : free ? (
                t`Free`
              ) : stream.isMine ? (
                t`Your own video`
              ) : (
                <span title={exact}>
                  <Trans>{minute} a minute</Trans>
                </span>
              )}
            </p>
            <p className="text-sm text-soft tabular-nums">
              <Terms stream={stream} cost={cost} />
            </p>
          </div>
        </div>
        {paid && (
          <div className="flex flex-wrap items-center gap-2">
            {limit}
            {ahead}
            {freely && !spending && !snapshot?.needs && (
              <Button size="small" onClick={pay}>
                <Trans>Go on after it</Trans>
              </Button>
            )}
            {spending && (
              <Button size="small" onClick={stopPaying}>
                {freely ? <Trans>Stop after it</Trans> : <Trans>Stop paying</Trans>}
              </Button>
            )}
          </div>
        )}
      </div>
      {paid && snapshot && <Owned snapshot={snapshot} payer={spending ? payer : null} />}
      {spending && snapshot && <RunningLow covered={snapshot.covered} />}
    </section>
  );
}

function Terms({ stream, cost }: { stream: StreamDetail; cost: View['cost'] }) {
  const { t, i18n } = useLingui();
  const { free, minute, hour } = speakPrice(stream.ratePerSecond, useMoney(), i18n);
  if (free) return <Trans>Nothing to pay, and no deposit needed.</Trans>;
  if (stream.isMine) return <Trans>Others pay {minute} a minute. You pay nothing.</Trans>;
  if (cost)
    return (
      <Trans>
        {minute} a minute, {hour} an hour.
      </Trans>
    );
  const first = stream.previewSeconds > 0 ? previewWords(stream.previewSeconds, i18n) : null;
  return <>{sentences(first, t`You pay for the seconds that you play, each once: ${hour} an hour.`)}</>;
}

function Owned({ snapshot: { owned }, payer }: { snapshot: PlaySnapshot; payer: string | null }) {
  const { i18n } = useLingui();
  const seconds = lengthOf(owned);
  const time = duration(seconds, i18n);
  if (seconds === 0 && !payer) return null;
  return (
    <p className="mt-2 text-sm text-soft tabular-nums">
      {seconds > 0 && (
        <span data-owned={seconds}>
          <Trans>{time} of it are yours, marked under the bar: they play again for nothing.</Trans>
        </span>
      )}
      {payer && (
        <>
          {' '}
          <Trans>
            Paid from <bdi>{payer}</bdi>.
          </Trans>
        </>
      )}
    </p>
  );
}
