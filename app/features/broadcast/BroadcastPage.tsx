import { Link, useRevalidator } from '@remix-run/react';
import { useEffect, useMemo } from 'react';
import { type BroadcastState } from '../../../server/broadcast/types';
import { type Answers, type ChatLine } from '../../lib/api';
import { type FormAnswer } from '../../lib/answer';
import { count } from '../../lib/format';
import { Badge, LiveBadge } from '../../ui/Badge';
import { Button } from '../../ui/Button';
import { PageTitle } from '../../ui/Section';
import { ChatPanel } from '../watch/ChatPanel';
import { Afterwards } from './Afterwards';
import { EndButton } from './EndButton';
import { HealthPanel } from './HealthPanel';
import { LeaveGuard } from './LeaveGuard';
import { LiveFigures } from './LiveFigures';
import { SourceControls } from './SourceControls';
import { Stage } from './Stage';
import { type TypedTerms, TermsForm, TermsLine } from './StreamTerms';
import { StudioNotices } from './StudioNotices';
import { type StudioInUse, useStudio } from './useStudio';

interface BroadcastPageProps {
  stream: Answers['streams']['forEdit'];
  state: BroadcastState;
  chat: ChatLine[] | null;
  /** A wallet is linked that a paid stream can pay. */
  payable: boolean;
  answer: FormAnswer<TypedTerms> | undefined;
}

/** Where a creator goes live: the picture large, one button, how it goes in one row, the chat beside it. */
export function BroadcastPage({ stream, state, chat, payable, answer }: BroadcastPageProps) {
  const inUse = useStudio(stream.id, state);
  const { studio, sources, show } = inUse;
  const { revalidate } = useRevalidator();
  const { at } = show;
  useEffect(() => {
    if (at === 'elsewhere' || at === 'over') sources.close();
    if (at === 'over') revalidate();
  }, [at, sources, revalidate]);

  // The same element as long as its lines are the same: the chat is still waking up while devices already tell of themselves.
  const beside = useMemo(() => <ChatPanel chat={chat} status="live" />, [chat]);
  if (at === 'over' || state.status === 'ended')
    return <Afterwards stream={stream} state={state.status === 'ended' ? state : show.state} />;
  const live = show.state.status === 'live';
  return (
    <div className="frame grid gap-x-8 gap-y-10 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <LeaveGuard live={at === 'onAir' || at === 'mending' || at === 'starting'} />
      <div className="flex min-w-0 flex-col gap-6">
        <div>
          <Link to="/dashboard" className="text-sm text-soft hover:text-ink hover:underline">
            Dashboard
          </Link>
          <PageTitle title={stream.title} className="mt-2" />
          {live && (
            <div className="mt-2">
              <TermsLine stream={stream} />
            </div>
          )}
        </div>
        <StudioNotices studio={inUse} stream={stream} payable={payable} />
        <Stage tracks={inUse.devices.tracks}>
          <OnStage inUse={inUse} />
        </Stage>
        <div className="flex flex-wrap items-center justify-between gap-4">
          <p role="status" className="min-w-0 text-sm text-soft">
            {statusWords(inUse)}
          </p>
          <MainButton inUse={inUse} payable={payable || stream.ratePerSecond === 0n} onEnd={() => studio.end()} />
        </div>
        {live && at !== 'elsewhere' && <LiveFigures state={show.state} free={stream.ratePerSecond === 0n} />}
        {!inUse.devices.withheld && at !== 'elsewhere' && (
          <section aria-label="What you send" className="border-t pt-8">
            <SourceControls sources={sources} devices={inUse.devices} />
          </section>
        )}
        {live && at !== 'elsewhere' && <HealthPanel health={show.health} />}
      </div>
      {live ? (
        beside
      ) : (
        <aside aria-label="About this stream" className="min-w-0 xl:border-s xl:ps-8">
          <TermsForm stream={stream} answer={answer} />
        </aside>
      )}
    </div>
  );
}

/** What lies on the picture: the state while live, the first step before. */
function OnStage({ inUse: { show, devices, sources } }: { inUse: StudioInUse }) {
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
          {devices.opened || devices.withheld || show.at === 'elsewhere' ? (
            <p className="text-sm text-soft">
              {devices.tracks.microphone ? 'Sound alone, no picture.' : 'No picture.'}
            </p>
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

function MainButton({
  inUse: { studio, sources, show, devices },
  payable,
  onEnd,
}: {
  inUse: StudioInUse;
  payable: boolean;
  onEnd: () => Promise<void>;
}) {
  const live = show.state.status === 'live';
  if (show.at === 'onAir' || show.at === 'mending') return <EndButton viewers={show.state.viewers} onEnd={onEnd} />;
  const goOnHere = async () => {
    await sources.turnOn();
    await studio.goLive();
  };
  if (show.at === 'elsewhere') {
    return (
      <Button variant="primary" size="large" className="max-sm:w-full" onClick={() => void goOnHere()}>
        Go on from here
      </Button>
    );
  }
  return (
    <div className="flex flex-wrap gap-3 max-sm:w-full">
      {live && <EndButton viewers={show.state.viewers} onEnd={onEnd} />}
      <Button
        variant="primary"
        size="large"
        className="max-sm:w-full"
        busy={show.at === 'starting'}
        disabled={!sendsSomething(devices) || (!payable && !live)}
        onClick={() => void studio.goLive()}
      >
        {live ? 'Go on' : 'Go live'}
      </Button>
    </div>
  );
}

function sendsSomething({ tracks }: StudioInUse['devices']): boolean {
  return Object.values(tracks).some((track) => track !== null);
}

function hears({ tracks, muted }: StudioInUse['devices']): boolean {
  return tracks.screenSound !== null || (tracks.microphone !== null && !muted);
}

function reachWords(devices: StudioInUse['devices']): string {
  const { camera, screen } = devices.tracks;
  if (!camera && !screen) return 'Viewers hear you, without a picture.';
  return hears(devices) ? 'Viewers see and hear this.' : 'Viewers see this, without sound.';
}

function statusWords({ show, devices }: StudioInUse): string {
  switch (show.at) {
    case 'starting':
      return 'Opening the room.';
    case 'onAir':
      return show.flowing || !show.health
        ? `You are live. ${reachWords(devices)}`
        : 'You are live, but nothing goes out.';
    case 'mending':
      return 'Connecting again.';
    case 'elsewhere':
      return 'This page sends nothing.';
    case 'off':
    case 'over':
      if (show.state.status === 'live') return 'Your stream is live, and nothing goes out from here yet.';
      return sendsSomething(devices)
        ? 'This is what viewers will see. Nobody sees it yet.'
        : 'Turn on a camera, a microphone or your screen to go live.';
  }
}
