import { Trans, useLingui } from '@lingui/react/macro';
import { count } from '../../lib/format';
import { Badge, LiveBadge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { sendsSound } from './studio-words';
import { type StudioInUse } from './useStudio';

/** What lies on the picture of what a program sends. */
export function FeedLabels({ state }: { state: StudioInUse['show']['state'] }) {
  return (
    <div className="absolute start-3 top-3 flex gap-2">
      <LiveBadge />
      <WatchingBadge now={state.viewers} />
    </div>
  );
}

/** What lies on the picture: the state while live, the first step before. */
export function OnStage({ inUse: { show, devices, sources } }: { inUse: StudioInUse }) {
  const { t } = useLingui();
  const { camera, screen } = devices.tracks;
  return (
    <>
      {show.at === 'onAir' && (
        <div className="absolute start-3 top-3 flex gap-2">
          <LiveBadge />
          <WatchingBadge now={show.state.viewers} />
          {devices.muted && (
            <Badge tone="onPicture">
              <Trans>Muted</Trans>
            </Badge>
          )}
        </div>
      )}
      {!camera && !screen && (
        <div className="absolute inset-0 grid place-items-center p-6 text-center">
          {show.at === 'elsewhere' ? (
            <p className="text-sm text-soft">
              <Trans>You are live from another page.</Trans>
            </p>
          ) : devices.opened || devices.withheld ? (
            <p className="text-sm text-soft">{sendsSound(devices) ? t`Sound alone, no picture.` : t`No picture.`}</p>
          ) : (
            <div className="flex flex-col items-center gap-4">
              <p className="max-w-[40ch] text-sm text-soft max-sm:hidden">
                <Trans>Your browser will ask whether this site may use them. Nobody sees you before you go live.</Trans>
              </p>
              <Button onClick={() => void sources.turnOn()}>
                <Trans>Turn on camera and microphone</Trans>
              </Button>
            </div>
          )}
        </div>
      )}
    </>
  );
}

function WatchingBadge({ now }: { now: number }) {
  const { i18n } = useLingui();
  const viewers = count(now, i18n);
  return (
    <Badge tone="onPicture">
      <Trans>{viewers} watching</Trans>
    </Badge>
  );
}
