import { Trans, useLingui } from '@lingui/react/macro';
import { ArrowUp, Pause } from 'lucide-react';
import { type ReactNode, type RefObject } from 'react';
import { type StreamDetail } from '../../lib/api';
import { Button, IconButton } from '../../ui/Button';
import { cx } from '../../ui/cx';
import { SecondHand } from '../../ui/SecondHand';
import { Cost } from './MoneyBar';
import { sceneWords, useWatchPrice } from './scene-words';
import { type WatchingHere } from './useWatching';
import { type Scene } from './view';

/**
 * Where the player is: in its place, or small in the window with what it costs and the way to stop,
 * because its place is out of sight. On a phone it lies under the page's head, elsewhere in the
 * corner.
 */
export function Dock({
  docked,
  said,
  stream,
  watching,
  place,
  children,
}: {
  docked: boolean;
  said: Scene;
  stream: StreamDetail;
  watching: WatchingHere;
  place: RefObject<HTMLDivElement>;
  children: ReactNode;
}) {
  return (
    <div
      className={cx(
        docked &&
          'fixed z-30 flex overflow-hidden border bg-raised shadow-float max-sm:inset-x-0 max-sm:top-15 max-sm:border-x-0 sm:end-4 sm:bottom-4 sm:w-80 sm:flex-col sm:rounded-base',
      )}
    >
      <div className={cx(docked && 'max-sm:w-40 max-sm:shrink-0')}>{children}</div>
      {docked && <DockBar said={said} stream={stream} watching={watching} place={place} />}
    </div>
  );
}

function DockBar({
  said,
  stream,
  watching: { view, pause },
  place,
}: {
  said: Scene;
  stream: StreamDetail;
  watching: WatchingHere;
  place: RefObject<HTMLDivElement>;
}) {
  const { t, i18n } = useLingui();
  const { cost, spending, counting } = view;
  const price = useWatchPrice(stream);
  const words = sceneWords(said, price, i18n);
  const back = () => {
    place.current?.scrollIntoView({ block: 'center' });
    place.current?.querySelector<HTMLElement>('[data-player]')?.focus({ preventScroll: true });
  };
  return (
    <section
      aria-label={t`The player, in small`}
      className="flex min-w-0 grow items-center gap-2 py-1.5 ps-3 pe-1 text-sm max-sm:flex-wrap max-sm:content-center"
    >
      <div className="flex min-w-0 grow items-center gap-2.5 max-sm:basis-full">
        <SecondHand running={counting} className="size-5" {...(cost ? { seconds: Number(cost.seconds) } : {})} />
        <p className="min-w-0 truncate tabular-nums">
          {words ? (
            words.title
          ) : cost ? (
            <Cost cost={cost} rate={stream.ratePerSecond} />
          ) : spending ? (
            price
          ) : (
            <bdi>{stream.title}</bdi>
          )}
        </p>
      </div>
      {spending && (
        <Button size="small" onClick={pause}>
          <Pause aria-hidden="true" className="size-4" />
          <Trans>Stop paying</Trans>
        </Button>
      )}
      <IconButton label={t`Back to the player`} onClick={back}>
        <ArrowUp aria-hidden="true" />
      </IconButton>
    </section>
  );
}
