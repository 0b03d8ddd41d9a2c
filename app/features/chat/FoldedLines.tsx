import { Plural } from '@lingui/react/macro';
import { type ReactNode } from 'react';
import { type ChatLine } from '../../lib/api';

/** What blocked people said, to be unfolded by whoever wants to read it all the same. */
export function FoldedLines({
  lines,
  children,
}: {
  lines: readonly ChatLine[];
  children: (line: ChatLine) => ReactNode;
}) {
  const messages = lines.length;
  return (
    <details className="px-1 py-1.5">
      <summary className="cursor-pointer rounded-base text-xs text-soft hover:text-ink">
        <Plural value={messages} one="# message of somebody you blocked" other="# messages of somebody you blocked" />
      </summary>
      {lines.map((line) => (
        <div key={line.id}>{children(line)}</div>
      ))}
    </details>
  );
}
