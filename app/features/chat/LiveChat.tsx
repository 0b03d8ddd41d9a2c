import { useMemo, useState } from 'react';
import { type Chat, type ChatLine } from '../../lib/api';
import { useMe } from '../../lib/me';
import { readRefusal } from '../../lib/page-refusal';
import { useToast } from '../../ui/Toast';
import { usePersonActions } from '../moderation/PersonActions';
import { ChatList } from './ChatList';
import { type ChatOn, NothingSaid } from './ChatPanel';
import { Composer } from './Composer';
import { withoutBlocked } from './fold';
import { Pinned } from './Pinned';
import { type RoomFeed } from './room-feed';
import { useChat } from './useChat';

/** The chat as it goes on. */
export function LiveChat({ chat, stream, feed }: { chat: Chat; stream: ChatOn; feed: RoomFeed | null }) {
  const session = useChat(stream.id, chat, feed);
  const me = useMe();
  const say = useToast();
  const [replyTo, setReplyTo] = useState<ChatLine | null>(null);
  const { state } = session;
  // read anew with the page whenever somebody was blocked or unblocked
  const blocked = useMemo(() => new Set(chat.blocked), [chat.blocked]);
  const { items, dialogs } = usePersonActions({
    channelId: stream.creator?.id ?? me?.id ?? '',
    streamId: stream.id,
    keepsOrder: state.keepsOrder,
  });
  const attempt = (work: Promise<unknown>) =>
    void work.catch((thrown: unknown) => say({ message: readRefusal(thrown).message, tone: 'problem' }));
  return (
    <>
      <Pinned
        line={state.pinned}
        blocked={blocked}
        onUnpin={state.keepsOrder ? () => attempt(session.pin(null)) : null}
      />
      {state.lines.length + state.outgoing.length === 0 ? (
        <NothingSaid open={state.open} status={stream.status} />
      ) : (
        <ChatList
          session={session}
          me={me?.id ?? null}
          onReply={me && state.open ? setReplyTo : null}
          onDelete={(id) => attempt(session.delete(id))}
          onPin={state.keepsOrder ? (id) => attempt(session.pin(id)) : null}
          people={me && { items, dialogs }}
          blocked={blocked}
        />
      )}
      <Composer
        streamId={stream.id}
        signedIn={me !== null}
        open={state.open}
        status={stream.status}
        people={peopleIn(withoutBlocked(state.lines, blocked), stream)}
        replyTo={replyTo}
        onReplyEnd={() => setReplyTo(null)}
        onSend={(body) => {
          session.send(body, replyTo);
          setReplyTo(null);
        }}
      />
      {dialogs}
    </>
  );
}

const PEOPLE = 50;
/** Only whoever wrote in so many of the newest lines is offered. */
const LATELY = 500;

/** Who can be mentioned: the creator, then whoever wrote lately. */
function peopleIn(lines: readonly ChatLine[], { creator }: ChatOn) {
  const people = new Map(creator ? [[creator.handle, creator]] : []);
  const oldest = Math.max(0, lines.length - LATELY);
  for (let at = lines.length - 1; at >= oldest && people.size < PEOPLE; at -= 1) {
    const author = lines[at]?.author;
    if (author) people.set(author.handle, author);
  }
  return [...people.values()];
}
