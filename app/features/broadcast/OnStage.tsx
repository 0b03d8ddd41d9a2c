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
      <Badge tone="onPicture">{count(state.viewers)} watching</Badge>
    </div>
  );
}

/** What lies on the picture: the state while live, the first step before. */
export function OnStage({ inUse: { show, devices, sources } }: { inUse: StudioInUse }) {
  const { camera, screen } = devices.tracks;
  return (
    <>
      {show.at === 'onAir' && (
        <div className="absolute start-3 top-3 flex gap-2">
          <LiveBadge />
          <Badge tone="onPicture">{count(show.state.viewers)} watching</Badge>
          {devices.muted && <Badge tone="onPicture">Muted</Badge>}
        </div>
      )}
      {!camera && !screen && (
        <div className="absolute inset-0 grid place-items-center p-6 text-center">
          {show.at === 'elsewhere' ? (
            <p className="text-sm text-soft">You are live from another page.</p>
          ) : devices.opened || devices.withheld ? (
            <p className="text-sm text-soft">{sendsSound(devices) ? 'Sound alone, no picture.' : 'No picture.'}</p>
          ) : (
            <div className="flex flex-col items-center gap-4">
              <p className="max-w-[40ch] text-sm text-soft max-sm:hidden">
                Your browser will ask whether this site may use them. Nobody sees you before you go live.
              </p>
              <Button onClick={() => void sources.turnOn()}>Turn on camera and microphone</Button>
            </div>
          )}
        </div>
      )}
    </>
  );
}
