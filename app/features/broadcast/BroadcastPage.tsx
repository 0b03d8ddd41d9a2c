import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useRevalidator } from '@remix-run/react';
import { useEffect, useMemo, useState } from 'react';
import { type BroadcastState } from '../../../server/broadcast/types';
import { type Answers, type Chat } from '../../lib/api';
import { type FormAnswer } from '../../lib/form';
import { LeaveGuard } from '../../ui/LeaveGuard';
import { PageTitle, Section } from '../../ui/Section';
import { PayeeLine, type PayeeNow } from '../security/PayeeWords';
import { ChatPanel } from '../chat/ChatPanel';
import { FeedHealth } from '../feeds/FeedHealth';
import { FeedPicture } from '../feeds/FeedPicture';
import { RecordPanel } from '../recorder/RecordPanel';
import { type RecorderState } from '../recorder/recorder-state';
import { recordsOnServer } from '../recorder/server-recording';
import { ServerRecordPanel } from '../recorder/ServerRecordPanel';
import { RestreamLine } from '../restream/RestreamLine';
import { type ToRecord, useRecording } from '../recorder/useRecording';
import { BroadcastSummary } from './BroadcastSummary';
import { HealthPanel } from './HealthPanel';
import { LiveFigures } from './LiveFigures';
import { GoLiveButton } from './GoLiveButton';
import { FeedLabels, OnStage } from './OnStage';
import { SourceControls } from './SourceControls';
import { CameraStage } from './CameraStage';
import { TermsForm, TermsLine } from './StreamTerms';
import { statusWords } from './studio-words';
import { StagePanel } from './StagePanel';
import { StudioNotices } from './StudioNotices';
import { useMoments } from './useMoments';
import { type StudioInUse, useStudio } from './useStudio';

interface BroadcastPageProps {
  stream: Answers['streams']['forEdit'];
  state: BroadcastState;
  chat: Chat | null;
  /** Whom it would pay. */
  payee: PayeeNow;
  answer: FormAnswer | undefined;
}

/**
 * Where a creator goes live: the picture large, one button, how it goes in one row, the chat beside
 * it.
 */
export function BroadcastPage({ stream, state, chat, payee, answer }: BroadcastPageProps) {
  const { t, i18n } = useLingui();
  const inUse = useStudio(stream.id, state, payee.wallet?.address ?? null);
  useMoments(inUse, stream);
  const [automatic, setAutomatic] = useState(stream.records);
  const [trouble, setTrouble] = useState<RecorderState['trouble']>(null);
  const onServer = recordsOnServer(inUse.show.state, { fromProgram: inUse.fed !== null, trouble });
  const recording = useRecording(toRecord(inUse, stream.id, automatic, onServer));
  const found = recording.state.trouble;
  if (found !== trouble) setTrouble(found);
  const { studio, sources, show, fed, feedView } = inUse;
  const { revalidate } = useRevalidator();
  const { at } = show;
  const free = stream.ratePerSecond === 0n;
  const swapped = show.problem?.code === 'payeeChanged';
  const fromProgram = fed !== null;
  useEffect(() => {
    if (at === 'elsewhere' || at === 'over' || fromProgram) sources.close();
    if (at === 'over') revalidate();
  }, [at, fromProgram, sources, revalidate]);
  useEffect(() => {
    if (swapped) revalidate(); // whom it would pay now
  }, [swapped, revalidate]);

  // The same element as long as its lines are the same: the chat is still waking up while devices
  // already tell of themselves.
  const { feed } = inUse;
  const beside = useMemo(
    () => <ChatPanel chat={chat} stream={{ ...stream, status: 'live' }} feed={feed} />,
    [chat, stream, feed],
  );
  if (at === 'over' || state.status === 'ended')
    return (
      <BroadcastSummary stream={stream} state={state.status === 'ended' ? state : show.state} recording={recording} />
    );
  const live = show.state.status === 'live';
  return (
    <div className="frame grid gap-x-8 gap-y-10 xl:grid-cols-[minmax(0,1fr)_22rem]">
      <LeaveGuard
        on={at === 'onAir' || at === 'mending' || at === 'starting'}
        title={t`Leave while you are live?`}
        description={t`Nothing goes out any more, and nobody pays. Come back within a minute and the stream goes on; otherwise it ends.`}
      />
      <div className="flex min-w-0 flex-col gap-6">
        <div>
          <nav aria-label={t`Studio`} className="flex flex-wrap gap-x-6 text-sm text-soft">
            <Link to="/dashboard" className="hover:text-ink hover:underline">
              <Trans>Dashboard</Trans>
            </Link>
            <Link to="/dashboard/obs" className="hover:text-ink hover:underline">
              <Trans>Send with OBS</Trans>
            </Link>
            <Link to="/dashboard/videos" className="hover:text-ink hover:underline">
              <Trans>Videos</Trans>
            </Link>
          </nav>
          <PageTitle title={stream.title} className="mt-2" />
          {live && (
            <div className="mt-2">
              <TermsLine stream={stream} />
            </div>
          )}
        </div>
        {!fed && <StudioNotices studio={inUse} stream={stream} payee={payee} />}
        {fed ? (
          <FeedPicture view={feedView}>
            <FeedLabels state={show.state} />
          </FeedPicture>
        ) : (
          <CameraStage tracks={inUse.devices.tracks}>
            <OnStage inUse={inUse} />
          </CameraStage>
        )}
        <div className="flex flex-wrap items-center justify-between gap-4">
          <div className="min-w-0 space-y-1">
            <p role="status" className="text-sm text-soft">
              {statusWords(inUse, i18n)}
            </p>
            {!free && <PayeeLine payee={payee} live={live ? show.state.payee : null} />}
          </div>
          <GoLiveButton streamId={stream.id} inUse={inUse} payee={free ? null : payee} onEnd={() => studio.end()} />
        </div>
        {live && at !== 'elsewhere' && <LiveFigures state={show.state} rate={stream.ratePerSecond} />}
        {!inUse.devices.withheld && at !== 'elsewhere' && !fed && (
          <section aria-label={t`What you send`} className="border-t pt-8">
            <SourceControls sources={sources} devices={inUse.devices} />
          </section>
        )}
        {at !== 'elsewhere' && onServer && (
          <ServerRecordPanel
            recording={show.state.serverRecording}
            streamId={stream.id}
            automatic={automatic}
            onAutomatic={setAutomatic}
            live={live}
          />
        )}
        {at !== 'elsewhere' && !onServer && (
          <RecordPanel
            recording={recording}
            streamId={stream.id}
            automatic={automatic}
            onAutomatic={setAutomatic}
            live={live}
            received={fromProgram}
          />
        )}
        {live && <RestreamLine />}
        {live && at !== 'elsewhere' && <StagePanel streamId={stream.id} guests={inUse.guests} />}
        {fed ? (
          <Section title={t`Health`} className="border-t pt-8">
            <FeedHealth view={feedView} />
          </Section>
        ) : (
          live && at !== 'elsewhere' && <HealthPanel health={show.health} />
        )}
      </div>
      {live ? (
        beside
      ) : (
        <aside aria-label={t`About this stream`} className="min-w-0 xl:border-s xl:ps-8">
          <TermsForm stream={stream} answer={answer} />
        </aside>
      )}
    </div>
  );
}

/**
 * What of a studio its page records: what it sends, or what arrives of a program that sends for it.
 */
function toRecord(
  { show: { at, state }, devices: { tracks }, fed, feedView }: StudioInUse,
  stream: string,
  automatic: boolean,
  onServer: boolean,
): ToRecord {
  const sent = !onServer && (at === 'onAir' || at === 'mending');
  return {
    stream,
    automatic: automatic && !onServer,
    startedAt: state.startedAt,
    over: at === 'over' || state.status === 'ended',
    live: fed ? !onServer && feedView.at === 'watching' : sent,
    received: fed !== null,
    picture: fed ? feedView.picture : (tracks.screen ?? tracks.camera),
    sounds: fed ? [feedView.sound] : [tracks.microphone, tracks.screenSound],
  };
}
