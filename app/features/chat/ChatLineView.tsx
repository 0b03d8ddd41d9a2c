import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { CornerUpRight, ShieldCheck, Star, Video } from 'lucide-react';
import { type ReactNode } from 'react';
import { type I18n } from '../../../texts/i18n';
import { type ChatLine } from '../../lib/api';
import { duration } from '../../lib/format';
import { useSay } from '../../lib/texts';
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
  const { i18n } = useLingui();
  const say = useSay();
  if (line.kind === 'notice') return <p className="px-1 py-1.5 text-xs text-soft">{say(line.body)}</p>;
  const { author, replyTo } = line;
  return (
    <div className={cx('group relative flex gap-2.5 rounded-base px-1 py-1.5', mine && 'bg-sunken')}>
      <Avatar name={author.displayName} handle={author.handle} src={author.avatarUrl} size="small" className="mt-0.5" />
      <div className="min-w-0 grow">
        {replyTo && (
          <p className="flex min-w-0 items-center gap-1 text-2xs text-soft">
            <CornerUpRight aria-hidden="true" className="size-3 shrink-0 rtl:-scale-x-100" />
            <span className="truncate">
              <ReplyWords to={replyTo} blocked={blocked} />
            </span>
          </p>
        )}
        <p className="flex flex-wrap items-center gap-x-1.5">
          <Badges line={line} />
          <span title={`@${author.handle}`} className="max-w-40 truncate font-medium">
            <bdi>{author.displayName}</bdi>
          </span>
          <span title={inStream(line.offset, i18n)} className="text-2xs text-soft tabular-nums">
            <When at={line.sentAt} style="time" />
          </span>
        </p>
        {line.deleted ? (
          <p className="text-soft italic">
            <Trans>This message was deleted.</Trans>
          </p>
        ) : (
          <p
            dir="auto"
            className={cx('wrap-anywhere rtl:text-right', line.kind === 'tip' && 'font-medium text-received')}
          >
            <Words body={line.body} mentions={line.mentions} />
          </p>
        )}
      </div>
      {actions}
    </div>
  );
}

function ReplyWords({ to: { author, excerpt }, blocked }: { to: NonNullable<ChatLine['replyTo']>; blocked: Blocked }) {
  const { displayName } = author;
  if (blocked.has(author.id))
    return (
      <Trans>
        <span className="sr-only">In reply to </span>a message of somebody you blocked
      </Trans>
    );
  return excerpt === '' ? (
    <Trans>
      <span className="sr-only">In reply to </span>
      <bdi>{displayName}</bdi>: <bdi>a deleted message</bdi>
    </Trans>
  ) : (
    <Trans>
      <span className="sr-only">In reply to </span>
      <bdi>{displayName}</bdi>: <bdi>{excerpt}</bdi>
    </Trans>
  );
}

function inStream(offset: number | null, i18n: I18n): string | undefined {
  if (offset === null) return undefined;
  const time = duration(Math.floor(Math.abs(offset) / 1_000), i18n);
  return offset < 0 ? i18n._(msg`${time} before the stream`) : i18n._(msg`${time} into the stream`);
}

/** What the mark of each kind of supporter says. */
const SUPPORT: Record<Exclude<ChatLine['supporter'], 0>, MessageDescriptor> = {
  1: msg`Supporter: paid for 10 minutes or more`,
  2: msg`Supporter: paid for 2 hours or more`,
  3: msg`Supporter: paid for 10 hours or more`,
};

function Badges({ line: { role, supporter } }: { line: Pick<ChatLine, 'role' | 'supporter'> }) {
  const { t } = useLingui();
  return (
    <>
      {role === 'creator' && <Mark label={t`Creator of this stream`} icon={<Video />} />}
      {role === 'moderator' && <Mark label={t`Moderator`} icon={<ShieldCheck />} />}
      {supporter !== 0 && role !== 'creator' && (
        <Mark
          label={t(SUPPORT[supporter])}
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
