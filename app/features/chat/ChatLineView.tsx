import { CornerUpRight, ShieldCheck, Star, Video } from 'lucide-react';
import { type ReactNode } from 'react';
import { type ChatLine } from '../../lib/api';
import { duration } from '../../lib/format';
import { Avatar } from '../../ui/Avatar';
import { cx } from '../../ui/cx';
import { When } from '../../ui/When';
import { type Blocked } from './fold';
import { Words } from './Words';

/** One line of a chat, with what can be done about it. */
export function ChatLineView({
  line,
  mine = false,
  blocked,
  actions,
}: {
  line: ChatLine;
  mine?: boolean;
  /** Whose words are not shown in what others say either. */
  blocked: Blocked;
  actions?: ReactNode;
}) {
  if (line.kind === 'notice') return <p className="px-1 py-1.5 text-xs text-soft">{line.body}</p>;
  const { author } = line;
  return (
    <div className={cx('group relative flex gap-2.5 rounded-base px-1 py-1.5', mine && 'bg-sunken')}>
      <Avatar name={author.displayName} handle={author.handle} src={author.avatarUrl} size="small" className="mt-0.5" />
      <div className="min-w-0 grow">
        {line.replyTo && (
          <p className="flex min-w-0 items-center gap-1 text-2xs text-soft">
            <CornerUpRight aria-hidden="true" className="size-3 shrink-0" />
            <span className="sr-only">In reply to </span>
            <span className="truncate">
              {blocked.has(line.replyTo.author.id) ? (
                'a message of somebody you blocked'
              ) : (
                <>
                  <bdi>{line.replyTo.author.displayName}</bdi>: <bdi>{line.replyTo.excerpt || 'a deleted message'}</bdi>
                </>
              )}
            </span>
          </p>
        )}
        <p className="flex flex-wrap items-center gap-x-1.5">
          <Badges line={line} />
          <span title={`@${author.handle}`} className="max-w-40 truncate font-medium">
            <bdi>{author.displayName}</bdi>
          </span>
          <span title={inStream(line.offset)} className="text-2xs text-soft tabular-nums">
            <When at={line.sentAt} style="time" />
          </span>
        </p>
        {line.deleted ? (
          <p className="text-soft italic">This message was deleted.</p>
        ) : (
          <p dir="auto" className={cx('wrap-anywhere', line.kind === 'tip' && 'font-medium text-received')}>
            <Words body={line.body} mentions={line.mentions} />
          </p>
        )}
      </div>
      {actions}
    </div>
  );
}

function inStream(offset: number | null): string | undefined {
  if (offset === null) return undefined;
  const seconds = Math.floor(Math.abs(offset) / 1_000);
  return offset < 0 ? `${duration(seconds)} before the stream` : `${duration(seconds)} into the stream`;
}

const SUPPORT = ['', '10 minutes', '2 hours', '10 hours'] as const;

function Badges({ line: { role, supporter } }: { line: Pick<ChatLine, 'role' | 'supporter'> }) {
  return (
    <>
      {role === 'creator' && <Mark label="Creator of this stream" icon={<Video />} />}
      {role === 'moderator' && <Mark label="Moderator" icon={<ShieldCheck />} />}
      {supporter > 0 && role !== 'creator' && (
        <Mark
          label={`Supporter: paid for ${SUPPORT[supporter]} or more`}
          icon={<Star fill={supporter > 1 ? 'currentColor' : 'none'} />}
          strong={supporter > 2}
        />
      )}
    </>
  );
}

function Mark({ label, icon, strong = false }: { label: string; icon: ReactNode; strong?: boolean }) {
  return (
    <span
      role="img"
      aria-label={label}
      title={label}
      className={cx('[&>svg]:size-3.5', strong ? 'text-received' : 'text-accent-ink')}
    >
      {icon}
    </span>
  );
}
