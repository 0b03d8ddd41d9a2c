import { Trans, useLingui } from '@lingui/react/macro';
import { Hand, LayoutGrid, LogOut, Presentation } from 'lucide-react';
import { useState } from 'react';
import { type StreamDetail } from '../../lib/api';
import { useSay } from '../../lib/texts';
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
  const { t } = useLingui();
  const { guests, mine } = stage;
  if (guests.length === 0 && !mayRaise) return null;
  return (
    <section aria-label={t`The stage`} className="flex flex-col gap-4 border-b px-4 py-3.5 sm:px-0">
      <div className="flex flex-wrap items-center justify-between gap-x-6 gap-y-3">
        <p role="status" className="min-w-0 text-sm text-soft">
          <StageWords stage={stage} creator={stream.creator} />
        </p>
        <div className="flex flex-wrap items-center gap-2">
          {guests.length > 0 && (
            <Button size="small" aria-pressed={equal} onClick={() => setEqual(!equal)}>
              {equal ? (
                <Presentation aria-hidden="true" className="size-4" />
              ) : (
                <LayoutGrid aria-hidden="true" className="size-4" />
              )}
              {equal ? t`Creator large` : t`Equal tiles`}
            </Button>
          )}
          {mayRaise && mine === null && (
            <Button size="small" busy={stage.busy} onClick={stage.raise}>
              <Hand aria-hidden="true" className="size-4" />
              <Trans>Raise your hand</Trans>
            </Button>
          )}
          {mine === 'raised' && (
            <Button size="small" busy={stage.busy} onClick={stage.leave}>
              <Trans>Take your hand down</Trans>
            </Button>
          )}
          {mine === 'invited' && <Invitation stream={stream} stage={stage} guest={guest} />}
          {mine === 'onStage' && (
            <Button size="small" variant="dangerPlain" busy={stage.busy} onClick={stage.leave}>
              <LogOut aria-hidden="true" className="size-4" />
              <Trans>Leave the stage</Trans>
            </Button>
          )}
        </div>
      </div>
      {mine === 'onStage' && (
        <section aria-label={t`What you send`}>
          <SourceControls sources={guest.sources} devices={guest.devices} />
        </section>
      )}
    </section>
  );
}

/** What there is to say of the stage just now. */
function StageWords({
  stage: { guests, mine, seat },
  creator,
}: {
  stage: StageHere;
  creator: StreamDetail['creator'];
}) {
  const { i18n } = useLingui();
  const name = <bdi>{creator.displayName}</bdi>;
  if (mine === 'onStage') {
    const muted = guests.find((guest) => guest.seat === seat)?.muted ?? false;
    return muted ? (
      <Trans>
        You are on stage. Everybody who watches sees and hears you, and you pay nothing. {name} has turned your sound
        off.
      </Trans>
    ) : (
      <Trans>You are on stage. Everybody who watches sees and hears you, and you pay nothing.</Trans>
    );
  }
  if (mine === 'invited') return <Trans>{name} asks you on stage.</Trans>;
  if (mine === 'raised') return <Trans>Your hand is up: {name} sees it.</Trans>;
  if (guests.length === 0) return <Trans>Would you like to talk with {name}?</Trans>;
  const parts = new Intl.ListFormat(i18n.locale, { type: 'unit' }).formatToParts(
    guests.map((guest) => guest.displayName),
  );
  const others = parts.map(({ type, value }, at) => (type === 'element' ? <bdi key={at}>{value}</bdi> : value));
  return (
    <Trans>
      On stage with {name}: <span>{others}</span>.
    </Trans>
  );
}

/** Devices are chosen and tried out here; nothing is sent before it is accepted. */
function Invitation({ stream, stage, guest }: Pick<StageBarProps, 'stream' | 'stage' | 'guest'>) {
  const { t } = useLingui();
  const say = useSay();
  const [open, setOpen] = useState(true);
  const { tracks, opened, problems, withheld } = guest.devices;
  const name = stream.creator.displayName;
  const something = tracks.camera !== null || tracks.microphone !== null;
  return (
    <>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        trigger={
          <Button size="small" variant="primary">
            <Trans>Come on stage</Trans>
          </Button>
        }
        title={t`${name} asks you on stage`}
        description={t`Choose what you send. Nobody sees or hears you before you come on stage; there you pay nothing.`}
      >
        <div className="mt-5 flex flex-col gap-5">
          {withheld && <p className="text-sm text-danger">{say(withheld)}</p>}
          {opened ? (
            <CameraStage tracks={tracks}>
              {!tracks.camera && (
                <p className="absolute inset-0 grid place-items-center text-sm text-soft">
                  <Trans>No picture.</Trans>
                </p>
              )}
            </CameraStage>
          ) : (
            <Button className="self-start" onClick={() => void guest.sources.turnOn()}>
              <Trans>Turn on camera and microphone</Trans>
            </Button>
          )}
          {opened && <SourceControls sources={guest.sources} devices={guest.devices} />}
          {problems.map(({ device, title, advice }) => (
            <p key={device} role="alert" className="text-sm">
              {say(title)} {say(advice)}
            </p>
          ))}
          <div className="flex flex-wrap justify-end gap-3">
            <Button busy={stage.busy} onClick={stage.leave}>
              <Trans>No, thanks</Trans>
            </Button>
            <Button variant="primary" busy={stage.busy} disabled={!something} onClick={() => void stage.accept()}>
              <Trans>Come on stage now</Trans>
            </Button>
          </div>
        </div>
      </Dialog>
    </>
  );
}
