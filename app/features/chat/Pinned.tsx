import { useLingui } from '@lingui/react/macro';
import { Pin, X } from 'lucide-react';
import { type ChatLine } from '../../lib/api';
import { IconButton } from '../../ui/Button';
import { type Blocked } from './fold';
import { FoldedLines } from './FoldedLines';
import { Words } from './Words';

/** What the creator put above the chat. */
export function Pinned({
  line,
  blocked,
  onUnpin,
}: {
  line: ChatLine | null;
  blocked: Blocked;
  onUnpin: (() => void) | null;
}) {
  const { t } = useLingui();
  if (!line || line.deleted) return null;
  const said = ({ author, body, mentions }: ChatLine) => (
    <>
      <p className="text-2xs text-soft">
        <bdi>{author.displayName}</bdi>
      </p>
      <p dir="auto" className="wrap-anywhere rtl:text-right">
        <Words body={body} mentions={mentions} />
      </p>
    </>
  );
  return (
    <aside aria-label={t`Pinned message`} className="mb-2 flex gap-2 rounded-base bg-sunken p-2.5 text-sm">
      <Pin aria-hidden="true" className="mt-0.5 size-3.5 shrink-0 text-accent-ink" />
      <div className="max-h-24 min-w-0 grow overflow-y-auto">
        {blocked.has(line.author.id) ? <FoldedLines lines={[line]}>{said}</FoldedLines> : said(line)}
      </div>
      {onUnpin && (
        <IconButton label={t`Take the pinned message down`} onClick={onUnpin} className="-m-1 size-8">
          <X aria-hidden="true" />
        </IconButton>
      )}
    </aside>
  );
}
