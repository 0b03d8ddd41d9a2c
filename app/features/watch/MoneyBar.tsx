import { Trans, useLingui } from '@lingui/react/macro';
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
  const { t, i18n } = useLingui();
  const { view, tick, pause, watch, takeBack, agreed } = watching;
  const { wallet } = tick.snapshot;
  const noPreview = tick.joined?.noPreview ?? null;
  const { scene, cost } = view;
  const payer = wallet && !wallet.only ? walletName(wallet, i18n) : null;
  const paid = stream.ratePerSecond > 0n && !stream.isMine;
  return (
    <section aria-label={t`What it costs`} className="border-b px-4 py-3.5 sm:px-0">
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
                <Trans>Go on after it</Trans>
              </Button>
            )}
            {scene.kind === 'preview' && agreed && (
              <Button size="small" onClick={takeBack}>
                <Trans>Stop after it</Trans>
              </Button>
            )}
            {view.spending && (
              <Button size="small" onClick={pause}>
                <Trans>Stop paying</Trans>
              </Button>
            )}
          </div>
        )}
      </div>
      {noPreview && scene.kind === 'need' && (
        <p className="mt-2 text-sm text-soft">{i18n._(NO_PREVIEW_WORDS[noPreview])}</p>
      )}
      {view.spending && (
        <p className="mt-2 text-sm text-soft">
          {audible
            ? t`In the background you go on hearing it, and paying; what it costs is in the title of the tab.`
            : t`The sound is off: while this page is out of sight, nothing is paid.`}
          {payer && (
            <>
              {' '}
              <Trans>
                Paid from <bdi>{payer}</bdi>.
              </Trans>
            </>
          )}
        </p>
      )}
      {view.spending && <RunningLow covered={tick.snapshot.covered} />}
    </section>
  );
}

/** "0.0031 DOT, 42 s"; while it grows, its digits stay. */
export function Cost({ cost: { amount, seconds }, rate }: { cost: { amount: Amount; seconds: bigint }; rate: Amount }) {
  const { i18n } = useLingui();
  const time = duration(seconds, i18n);
  return (
    <>
      <Trans>
        <Money amount={amount} step={rate} />, {time}
      </Trans>
    </>
  );
}

function Price({ stream, scene }: { stream: StreamDetail; scene: View['scene'] }) {
  const { i18n } = useLingui();
  const { free, minute, exact } = speakPrice(stream.ratePerSecond, useMoney(), i18n);
  if (free) return <Trans>Free</Trans>;
  if (stream.isMine) return <Trans>Your own stream</Trans>;
  if (isOnStage(scene)) return <Trans>On stage</Trans>;
  if (scene.kind === 'preview') return <PreviewLeft until={scene.until} />;
  return (
    <span title={exact}>
      <Trans>{minute} a minute</Trans>
    </span>
  );
}

const isOnStage = (scene: View['scene']) => scene.kind === 'playing' && scene.how === 'onStage';

function PreviewLeft({ until }: { until: Date }) {
  const { i18n } = useLingui();
  const seconds = Math.max(0, Math.ceil((until.getTime() - useNow(1).getTime()) / 1000));
  const left = countdown(seconds, i18n);
  return (
    <span role="timer" aria-live="off" suppressHydrationWarning>
      <Trans>Free for {left}</Trans>
    </span>
  );
}

function Terms({ stream, view: { scene, cost } }: { stream: StreamDetail; view: View }) {
  const { i18n } = useLingui();
  const { free, minute, hour } = speakPrice(stream.ratePerSecond, useMoney(), i18n);
  if (free) return <Trans>Nothing to pay, and no deposit needed.</Trans>;
  if (stream.isMine) return <Trans>Others pay {minute} a minute. You pay nothing.</Trans>;
  if (isOnStage(scene)) return <Trans>You pay nothing while you are on stage.</Trans>;
  if (scene.kind === 'preview')
    return scene.agreed ? (
      <Trans>
        Then it goes on for {minute} a minute, {hour} an hour.
      </Trans>
    ) : (
      <Trans>
        After that {minute} a minute, {hour} an hour, only if you say so.
      </Trans>
    );
  if (cost)
    return (
      <Trans>
        {minute} a minute, {hour} an hour.
      </Trans>
    );
  return <Trans>You pay only while you watch: {hour} an hour. Stop any time.</Trans>;
}

/** How long the purse lasts; a warning, with the way to top up, when that is not long. */
export function RunningLow({ covered }: { covered: bigint | null }) {
  const { i18n } = useLingui();
  if (covered === null) return null;
  if (covered > LOW_SECONDS) {
    const told = duration(covered > 600n ? covered - (covered % 60n) : covered - (covered % 10n), i18n);
    return (
      <p className="mt-2 text-sm text-soft tabular-nums">
        <Trans>Your purse lasts for {told} of this stream.</Trans>
      </p>
    );
  }
  const left = duration(covered, i18n);
  return (
    <div className="mt-3 flex flex-wrap items-center gap-x-4 gap-y-2 text-sm">
      <p role="status" className="font-medium text-warning">
        <Trans>Your purse is running low.</Trans>
      </p>
      <span className="text-soft tabular-nums">
        <Trans>It lasts for {left} more; then the picture pauses.</Trans>
      </span>
      {/* In a tab of its own: the picture goes on meanwhile. */}
      <ButtonLink to="/wallet?do=topUp" target="_blank" size="small" prefetch="none">
        <Trans>Top up</Trans>
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
