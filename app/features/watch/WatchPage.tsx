import { Link } from '@remix-run/react';
import { type ChatLine, type StreamDetail } from '../../lib/api';
import { duration, plural } from '../../lib/format';
import { languageName } from '../../lib/languages';
import { type FormAnswer } from '../../lib/form';
import { useNow } from '../../lib/time';
import { Avatar } from '../../ui/Avatar';
import { ButtonLink } from '../../ui/Button';
import { FollowButton } from '../follows/FollowButton';
import { ChatPanel } from '../chat/ChatPanel';
import { Door, doorOf } from './Door';
import { type Entry } from './entry';
import { PriceNote } from './PriceNote';
import { ShareDialog } from './ShareDialog';
import { VideoStage } from './VideoStage';
import { WatchLayout } from './WatchLayout';

interface WatchPageProps {
  stream: StreamDetail;
  chat: ChatLine[] | null | Promise<ChatLine[] | null>;
  signedIn: boolean;
  entry: Entry;
  answer: FormAnswer | undefined;
}

/** One stream: the picture, then everything about it, and the chat. */
export function WatchPage({ stream, chat, signedIn, entry, answer }: WatchPageProps) {
  const door = doorOf(stream, entry);
  return (
    <WatchLayout
      picture={
        door ? <Door stream={stream} why={door} answer={answer} /> : <VideoStage stream={stream} entry={entry} />
      }
      about={<About stream={stream} signedIn={signedIn} />}
      // behind a password the chat is for accounts
      chat={
        (stream.visibility !== 'password' || (signedIn && !door)) && <ChatPanel chat={chat} status={stream.status} />
      }
    />
  );
}

function About({ stream, signedIn }: Pick<WatchPageProps, 'stream' | 'signedIn'>) {
  return (
    <>
      <div className="flex flex-col gap-5 lg:flex-row lg:items-start lg:justify-between lg:gap-10">
        <div className="min-w-0">
          <h1 className="text-2xl display sm:text-3xl">
            <bdi>{stream.title}</bdi>
          </h1>
          <Facts stream={stream} />
        </div>
        {stream.status !== 'live' && <PriceNote stream={stream} />}
      </div>
      <Creator stream={stream} signedIn={signedIn} />
      {stream.description && (
        <p className="mt-6 max-w-[68ch] whitespace-pre-line" dir="auto">
          {stream.description}
        </p>
      )}
      {stream.tags.length > 0 && (
        <ul aria-label="Tags" className="mt-5 flex flex-wrap gap-2">
          {stream.tags.map((tag) => (
            <li key={tag} className="rounded-full border px-2.5 py-0.5 text-xs text-soft">
              {tag}
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function Facts({ stream }: { stream: StreamDetail }) {
  const limit = stream.viewerLimit === null ? null : `room for ${plural(stream.viewerLimit, 'viewer')}`;
  const facts = [
    languageName(stream.language),
    stream.mature ? 'for adults' : null,
    VISIBILITY[stream.visibility],
    limit,
  ];
  return (
    <p className="mt-2 text-sm text-soft">
      {stream.status === 'live' && stream.startedAt && <LiveSince at={stream.startedAt} />}
      <Link to={`/c/${stream.category.slug}`} className="underline decoration-edge underline-offset-4 hover:text-ink">
        {stream.category.name}
      </Link>
      {facts.filter(Boolean).map((fact) => ` · ${fact ?? ''}`)}
    </p>
  );
}

function LiveSince({ at }: { at: Date }) {
  const now = useNow(30);
  const seconds = Math.max(0, Math.floor((now.getTime() - at.getTime()) / 1000));
  return (
    <span className="tabular-nums" suppressHydrationWarning>
      Live for {duration(seconds < 60 ? seconds : seconds - (seconds % 60))} ·{' '}
    </span>
  );
}

const VISIBILITY: Record<StreamDetail['visibility'], string | null> = {
  public: null,
  unlisted: 'unlisted',
  followers: 'for followers',
  password: 'with a password',
  private: 'private',
};

function Creator({ stream, signedIn }: { stream: StreamDetail; signedIn: boolean }) {
  const { creator } = stream;
  return (
    <div className="mt-6 flex items-center justify-between gap-4 border-y py-4">
      <Link to={`/@${creator.handle}`} className="group flex min-w-0 items-center gap-3 rounded-base">
        <Avatar name={creator.displayName} handle={creator.handle} src={creator.avatarUrl} className="size-11" />
        <span className="min-w-0">
          <span className="block truncate font-medium group-hover:underline">
            <bdi>{creator.displayName}</bdi>
          </span>
          <span className="block truncate text-sm text-soft tabular-nums">{plural(stream.followers, 'follower')}</span>
        </span>
      </Link>
      <div className="flex shrink-0 items-center gap-2">
        <ShareDialog stream={stream} />
        {stream.isMine ? (
          <ButtonLink to={`/dashboard/streams/${stream.id}`} size="small">
            Edit stream
          </ButtonLink>
        ) : (
          <FollowButton creator={creator} following={stream.following} signedIn={signedIn} />
        )}
      </div>
    </div>
  );
}
