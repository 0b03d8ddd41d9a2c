import { type ReactNode } from 'react';
import { type Amount } from '../../../sdk/money';
import { type StreamDetail } from '../../lib/api';
import { countdown, duration } from '../../lib/format';
import { useMoney } from '../../lib/money';
import { speakPrice } from '../../lib/price';
import { useNow } from '../../lib/time';
import { Button, ButtonLink } from '../../ui/Button';
import { Money } from '../../ui/Money';
import { SecondHand } from '../../ui/SecondHand';
import { NO_PREVIEW_WORDS } from './preview-words';
import { walletName } from '../../ui/WalletName';
import { type View } from './view';
import { type WatchingHere } from './useWatching';

/** From here on the viewer is told that the money is running out. */
export const LOW_SECONDS = 120n;

/**
 * What it costs: before, the price in words; while seconds are paid, the ring and what they came
 * to.
 */
export function MoneyBar({
  stream,
  watching,
  limit,
  ahead,
  audible,
}: {
  stream: StreamDetail;
  watching: WatchingHere;
  limit: ReactNode;
  /** The step that paying needs, while nothing is due yet. */
  ahead: ReactNode;
  audible: boolean;
}) {
  const { view, tick, pause, watch, takeBack, agreed } = watching;
  const { wallet } = tick.snapshot;
  const noPreview = tick.joined?.noPreview ?? null;
  const { scene, cost } = view;
  const paid = stream.ratePerSecond > 0n && !stream.isMine;
  return (
    <section aria-label="What it costs" className="border-b px-4 py-3.5 sm:px-0">
      <div className="flex flex-wrap items-center gap-x-6 gap-y-3">
        <div className="flex min-w-0 grow items-center gap-3.5">
          <SecondHand running={view.counting} className="size-8" {...(cost ? { seconds: Number(cost.seconds) } : {})} />
          <div className="min-w-0">
            <p className="text-lg font-medium tabular-nums">
              {cost ? <Cost cost={cost} rate={stream.ratePerSecond} /> : <Price stream={stream} scene={scene} />}
            </p>
            <p className="text-sm text-soft tabular-nums">
              <Terms stream={stream} view={view} />
            </p>
          </div>
        </div>
        {paid && (
          <div className="flex flex-wrap items-center gap-2">
            {limit}
            {ahead}
            {scene.kind === 'preview' && !scene.needs && !agreed && (
              <Button size="small" onClick={watch}>
                Go on after it
              </Button>
            )}
            {scene.kind === 'preview' && agreed && (
              <Button size="small" onClick={takeBack}>
                Stop after it
              </Button>
            )}
            {view.spending && (
              <Button size="small" onClick={pause}>
                Stop paying
              </Button>
            )}
          </div>
        )}
      </div>
      {noPreview && scene.kind === 'need' && <p className="mt-2 text-sm text-soft">{NO_PREVIEW_WORDS[noPreview]}</p>}
      {view.spending && (
        <p className="mt-2 text-sm text-soft">
          {audible
            ? 'In the background you go on hearing it, and paying; what it costs is in the title of the tab.'
            : 'The sound is off: while this page is out of sight, nothing is paid.'}
          {wallet && !wallet.only && ` Paid from ${walletName(wallet)}.`}
        </p>
      )}
      {view.spending && <RunningLow covered={tick.snapshot.covered} />}
    </section>
  );
}

/** "0.0031 DOT, 42 s"; while it grows, its digits stay. */
export function Cost({ cost: { amount, seconds }, rate }: { cost: { amount: Amount; seconds: bigint }; rate: Amount }) {
  return (
    <>
      <Money amount={amount} step={rate} />, {duration(seconds)}
    </>
  );
}

function Price({ stream, scene }: { stream: StreamDetail; scene: View['scene'] }) {
  const price = speakPrice(stream.ratePerSecond, useMoney());
  if (price.free) return <>Free</>;
  if (stream.isMine) return <>Your own stream</>;
  if (isOnStage(scene)) return <>On stage</>;
  if (scene.kind === 'preview') return <PreviewLeft until={scene.until} />;
  return <span title={price.exact}>{price.minute} a minute</span>;
}

const isOnStage = (scene: View['scene']) => scene.kind === 'playing' && scene.how === 'onStage';

function PreviewLeft({ until }: { until: Date }) {
  const left = Math.max(0, Math.ceil((until.getTime() - useNow(1).getTime()) / 1000));
  return (
    <span role="timer" aria-live="off" suppressHydrationWarning>
      Free for {countdown(left)}
    </span>
  );
}

function Terms({ stream, view: { scene, cost } }: { stream: StreamDetail; view: View }) {
  const { free, minute, hour } = speakPrice(stream.ratePerSecond, useMoney());
  if (free) return <>Nothing to pay, and no deposit needed.</>;
  if (stream.isMine) return <>Others pay {minute} a minute. You pay nothing.</>;
  if (isOnStage(scene)) return <>You pay nothing while you are on stage.</>;
  if (scene.kind === 'preview') {
    const after = `${minute} a minute, ${hour} an hour`;
    return <>{scene.agreed ? `Then it goes on for ${after}.` : `After that ${after}, only if you say so.`}</>;
  }
  if (cost) return <>{`${minute} a minute, ${hour} an hour.`}</>;
  return <>You pay only while you watch: {hour} an hour. Stop any time.</>;
}

/** How long the purse lasts; a warning, with the way to top up, when that is not long. */
function RunningLow({ covered }: { covered: bigint | null }) {
  if (covered === null) return null;
  if (covered > LOW_SECONDS) {
    const told = covered > 600n ? covered - (covered % 60n) : covered - (covered % 10n);
    return <p className="mt-2 text-sm text-soft tabular-nums">Your purse lasts for {duration(told)} of this stream.</p>;
  }
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
      <p role="status" className="font-medium text-warning">
        Your purse is running low.
      </p>
      <span className="text-soft tabular-nums">It lasts for {duration(covered)} more; then the picture pauses.</span>
      {/* In a tab of its own: the picture goes on meanwhile. */}
      <ButtonLink to="/wallet?do=topUp" target="_blank" size="small" prefetch="none">
        Top up
      </ButtonLink>
    </div>
  );
}

/** The same in small, on the picture. */
export function MoneyOnPicture({ view, rate }: { view: View; rate: Amount }) {
  const { cost, scene } = view;
  if (cost) {
    return (
      <span className="flex items-center gap-2 whitespace-nowrap tabular-nums">
        <SecondHand running={view.counting} seconds={Number(cost.seconds)} className="size-4" />
        {/* The bar below says it with all that belongs to it. */}
        <span className="truncate [&_span]:text-inherit">
          <Cost cost={cost} rate={rate} />
        </span>
      </span>
    );
  }
  if (scene.kind === 'preview')
    return (
      <span className="whitespace-nowrap tabular-nums">
        <PreviewLeft until={scene.until} />
      </span>
    );
  return null;
}
