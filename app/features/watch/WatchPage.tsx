import { type ReactNode, useState } from 'react';
import { type Answers, type Chat, type StreamDetail } from '../../lib/api';
import { type FormAnswer } from '../../lib/form';
import { ChatPanel } from '../chat/ChatPanel';
import { createRoomFeed } from '../chat/room-feed';
import { About } from './About';
import { Door, doorOf } from './Door';
import { type Entry } from './entry';
import { type Past } from './past';
import { VideoStage } from './VideoStage';
import { WatchLayout } from './WatchLayout';

interface WatchPageProps {
  stream: StreamDetail;
  chat: Chat | null | Promise<Chat | null>;
  /** What whoever looks is told of themselves here. */
  standing: Answers['moderation']['standing'];
  signedIn: boolean;
  entry: Entry;
  answer: FormAnswer | undefined;
  /** What plays its past while it is live. */
  past: Past | null;
  /** What stands below it all: its recordings. */
  after?: ReactNode;
}

/** One stream: the picture, then everything about it, and the chat. */
export function WatchPage({ stream, chat, standing, signedIn, entry, answer, past, after }: WatchPageProps) {
  const [feed] = useState(createRoomFeed);
  const door = doorOf(stream, entry);
  return (
    <WatchLayout
      picture={
        door ? (
          <Door stream={stream} why={door} answer={answer} />
        ) : (
          <VideoStage key={stream.id} {...{ stream, feed, entry, past }} />
        )
      }
      about={
        <>
          <About stream={stream} standing={standing} signedIn={signedIn} />
          {after}
        </>
      }
      // behind a password the chat is for accounts
      chat={
        (stream.visibility !== 'password' || (signedIn && !door)) && (
          <ChatPanel chat={chat} stream={stream} feed={feed} />
        )
      }
    />
  );
}
