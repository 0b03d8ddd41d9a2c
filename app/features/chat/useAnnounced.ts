import { plural } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { useEffect, useRef, useState } from 'react';
import { type ChatLine } from '../../lib/api';

/** A screen reader is told so often at most: a lively chat would talk over everything else. */
const EVERY_MS = 10_000;

/** What a screen reader is told of new lines: one as it is, several as their number. */
export function useAnnounced(lines: readonly ChatLine[], me: string | null): string {
  const { t } = useLingui();
  const newest = useRef(lines);
  const told = useRef(lines.at(-1)?.id);
  const [words, setWords] = useState('');
  useEffect(() => {
    newest.current = lines;
  }, [lines]);
  useEffect(() => {
    const timer = setInterval(() => {
      const all = newest.current;
      const at = all.findLastIndex(({ id }) => id === told.current);
      told.current = all.at(-1)?.id;
      const others = all.slice(at + 1).filter(({ author, deleted }) => author.id !== me && !deleted);
      const last = others.at(-1);
      if (!last) return;
      const messages = others.length;
      const { body } = last;
      const name = last.author.displayName;
      setWords(
        messages === 1
          ? `${name}: ${body}`
          : t`${plural(messages, {
              one: `# new message. The last: ${name}: ${body}`,
              other: `# new messages. The last: ${name}: ${body}`,
            })}`,
      );
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [me, t]);
  return words;
}
