import { Hand, LayoutGrid, LogOut, Presentation } from 'lucide-react';
import { useState } from 'react';
import { type StreamDetail } from '../../lib/api';
import { Button } from '../../ui/Button';
import { Dialog } from '../../ui/Dialog';
import { CameraStage } from '../broadcast/CameraStage';
import { SourceControls } from '../broadcast/SourceControls';
import { type GuestHere } from './useGuest';
import { type StageHere } from './useStage';

interface StageBarProps {
  stream: StreamDetail;
  stage: StageHere;
  guest: GuestHere;
  /** Signed in, in the room of somebody else's stream. */
  mayRaise: boolean;
  equal: boolean;
  setEqual: (equal: boolean) => void;
}

/** Below the picture: who is on stage, one's own hand, and what a guest can do. */
export function StageBar({ stream, stage, guest, mayRaise, equal, setEqual }: StageBarProps) {
  const { guests, mine } = stage;
  if (guests.length === 0 && !mayRaise) return null;
  return (
    <section aria-label="The stage" className="flex flex-col gap-4 border-b px-4 py-3.5 sm:px-0">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p role="status" className="min-w-0 text-sm text-soft">
          {wordsOf(stage, stream)}
        </p>
        <div className="flex flex-wrap items-center gap-2">
          {guests.length > 0 && (
            <Button size="small" aria-pressed={equal} onClick={() => setEqual(!equal)}>
              {equal ? (
                <Presentation aria-hidden="true" className="size-4" />
              ) : (
                <LayoutGrid aria-hidden="true" className="size-4" />
              )}
              {equal ? 'Creator large' : 'Equal tiles'}
            </Button>
          )}
          {mayRaise && mine === null && (
            <Button size="small" busy={stage.busy} onClick={stage.raise}>
              <Hand aria-hidden="true" className="size-4" />
              Raise your hand
            </Button>
          )}
          {mine === 'raised' && (
            <Button size="small" busy={stage.busy} onClick={stage.leave}>
              Take your hand down
            </Button>
          )}
          {mine === 'invited' && <Invitation stream={stream} stage={stage} guest={guest} />}
          {mine === 'onStage' && (
            <Button size="small" variant="dangerPlain" busy={stage.busy} onClick={stage.leave}>
              <LogOut aria-hidden="true" className="size-4" />
              Leave the stage
            </Button>
          )}
        </div>
      </div>
      {mine === 'onStage' && (
        <section aria-label="What you send">
          <SourceControls sources={guest.sources} devices={guest.devices} />
        </section>
      )}
    </section>
  );
}

function wordsOf({ guests, mine, seat }: StageHere, { creator }: StreamDetail): string {
  if (mine === 'onStage') {
    const muted = guests.find((guest) => guest.seat === seat)?.muted ?? false;
    return `You are on stage. Everybody who watches sees and hears you, and you pay nothing.${
      muted ? ` ${creator.displayName} has turned your sound off.` : ''
    }`;
  }
  if (mine === 'invited') return `${creator.displayName} asks you on stage.`;
  if (mine === 'raised') return `Your hand is up: ${creator.displayName} sees it.`;
  if (guests.length === 0) return `Would you like to talk with ${creator.displayName}?`;
  return `On stage with ${creator.displayName}: ${guests.map(({ displayName }) => displayName).join(', ')}.`;
}

/** Devices are chosen and tried out here; nothing is sent before it is accepted. */
function Invitation({ stream, stage, guest }: Pick<StageBarProps, 'stream' | 'stage' | 'guest'>) {
  const [open, setOpen] = useState(true);
  const { tracks, opened, problems, withheld } = guest.devices;
  const something = tracks.camera !== null || tracks.microphone !== null;
  return (
    <>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        trigger={
          <Button size="small" variant="primary">
            Come on stage
          </Button>
        }
        title={`${stream.creator.displayName} asks you on stage`}
        description="Choose what you send. Nobody sees or hears you before you come on stage; there you pay nothing."
      >
        <div className="mt-5 flex flex-col gap-5">
          {withheld && <p className="text-sm text-danger">{withheld}</p>}
          {opened ? (
            <CameraStage tracks={tracks}>
              {!tracks.camera && (
                <p className="absolute inset-0 grid place-items-center text-sm text-soft">No picture.</p>
              )}
            </CameraStage>
          ) : (
            <Button className="self-start" onClick={() => void guest.sources.turnOn()}>
              Turn on camera and microphone
            </Button>
          )}
          {opened && <SourceControls sources={guest.sources} devices={guest.devices} />}
          {problems.map(({ device, title, advice }) => (
            <p key={device} role="alert" className="text-sm">
              {title} {advice}
            </p>
          ))}
          <div className="flex flex-wrap justify-end gap-3">
            <Button busy={stage.busy} onClick={stage.leave}>
              No, thanks
            </Button>
            <Button variant="primary" busy={stage.busy} disabled={!something} onClick={() => void stage.accept()}>
              Come on stage now
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
