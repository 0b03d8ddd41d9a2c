import { Trans, useLingui } from '@lingui/react/macro';
import { lazy, Suspense, useState } from 'react';
import { type Answers, type StreamDetail, type StreamSummary } from '../../lib/api';
import { type FormAnswer } from '../../lib/form';
import { useHydrated } from '../../lib/hydrated';
import { Section } from '../../ui/Section';
import { StreamCard } from '../../ui/StreamCard';
import { About } from '../watch/About';
import { Door, doorOf } from '../watch/Door';
import { type Entry } from '../watch/entry';
import { Poster } from '../watch/Poster';
import { PriceNote } from '../watch/PriceNote';
import { WatchLayout } from '../watch/WatchLayout';
import { ChatReplay } from './ChatReplay';
import { type VideoDescription } from './description';
import { createVideoTime } from './video-time';

/** The player comes with the media library, which no other page needs. */
const VideoStagePlayer = lazy(() =>
  import('./VideoStagePlayer').then(({ VideoStagePlayer: component }) => ({ default: component })),
);

interface VideoPageProps {
  stream: StreamDetail;
  /** Null where it is not to be shown yet: behind its door, or not ready. */
  description: VideoDescription | null;
  /** Others by the same creator. */
  more: readonly StreamSummary[];
  standing: Answers['moderation']['standing'];
  signedIn: boolean;
  entry: Entry;
  answer: FormAnswer | undefined;
}

/** One video: the picture, then everything about it, and what was said when it was live. */
export function VideoPage({ stream, description, more, standing, signedIn, entry, answer }: VideoPageProps) {
  const hydrated = useHydrated();
  const door = doorOf(stream, entry);
  const [time] = useState(createVideoTime);
  const source = door ? null : (description?.source ?? null);
  const poster = <Poster stream={stream} />;
  const picture = door ? (
    <Door stream={stream} why={door} answer={answer} />
  ) : !description || !hydrated ? (
    <>
      {poster}
      <noscript>
        <p className="py-3 text-sm text-soft">
          <Trans>Watching needs scripts. Nothing is charged.</Trans>
        </p>
      </noscript>
    </>
  ) : (
    <Suspense fallback={poster}>
      <VideoStagePlayer key={stream.id} {...{ stream, description, entry, time }} />
    </Suspense>
  );
  return (
    <WatchLayout
      picture={picture}
      about={
        <>
          <About stream={stream} standing={standing} signedIn={signedIn} />
          {(door || !description) && (
            <div className="mt-6">
              <PriceNote stream={stream} />
            </div>
          )}
          {source && <More videos={more} />}
        </>
      }
      chat={
        source ? (
          <ChatReplay key={source.id} source={source} time={time} />
        ) : (
          more.length > 0 && <More videos={more} aside />
        )
      }
    />
  );
}

/**
 * Other videos of the same creator: below what is about it, or beside it where nothing was said.
 */
function More({ videos, aside = false }: { videos: readonly StreamSummary[]; aside?: boolean }) {
  const { t } = useLingui();
  if (videos.length === 0) return null;
  return (
    <Section
      title={t`More videos`}
      className={aside ? 'max-xl:overflow-y-auto max-xl:pt-4 xl:sticky xl:top-20 xl:border-s xl:ps-8' : 'mt-10'}
    >
      <ul
        className={
          aside ? 'grid gap-6 max-xl:grid-cols-2 max-xl:gap-x-4' : 'grid gap-x-6 gap-y-9 sm:grid-cols-2 lg:grid-cols-3'
        }
      >
        {videos.slice(0, aside ? 4 : 6).map((video) => (
          <li key={video.id} className="min-w-0">
            <StreamCard stream={video} showCreator={false} />
          </li>
        ))}
      </ul>
    </Section>
  );
}
