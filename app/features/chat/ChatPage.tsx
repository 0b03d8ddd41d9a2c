import { Trans } from '@lingui/react/macro';
import { useSearchParams } from '@remix-run/react';
import { type Chat, type StreamDetail } from '../../lib/api';
import { ChatPanel } from './ChatPanel';

/** The chat alone in its window. `?clear` leaves its ground out, for a dock over a picture. */
export function ChatPage({ stream, chat }: { stream: StreamDetail; chat: Chat | null }) {
  const [asked] = useSearchParams();
  const { title } = stream;
  return (
    <main data-clear={asked.has('clear') || undefined}>
      <h1 className="sr-only">
        <Trans>
          Chat of <bdi>{title}</bdi>
        </Trans>
      </h1>
      <ChatPanel chat={chat} stream={stream} feed={null} alone />
    </main>
  );
}
