import { type MessageDescriptor } from '@lingui/core';
import { msg } from '@lingui/core/macro';
import { useEffect, useState } from 'react';
import { type Answers } from '../../lib/api';
import { tagPath } from '../../lib/paths';

/** One line under the search field. */
export interface Suggestion {
  to: string;
  text: string;
  kind: MessageDescriptor | string;
  creator?: Answers['discovery']['suggest']['creators'][number];
}

/** So long nobody types before the server is asked. */
const QUIET_MS = 150;

const NONE: Suggestion[] = [];

/** What the text so far may be the beginning of; the newest answer stays until the next one. */
export function useSuggestions(text: string): Suggestion[] {
  const [found, setFound] = useState(NONE);
  const typed = text.trim();
  useEffect(() => {
    if (typed.length < 2) return;
    const leaving = new AbortController();
    const timer = setTimeout(() => void ask(typed, leaving.signal).then(setFound, () => undefined), QUIET_MS);
    return () => {
      clearTimeout(timer);
      leaving.abort();
    };
  }, [typed]);
  return typed.length < 2 ? NONE : found;
}

/** Suggestions are a help: whoever gets none goes on typing. The client comes when it is needed. */
async function ask(q: string, signal: AbortSignal): Promise<Suggestion[]> {
  const { apiClient } = await import('../../lib/api-client');
  const { creators, streams, tags } = await apiClient().trpc.discovery.suggest.query({ q }, { signal });
  return [
    ...creators.map((creator) => ({
      to: `/@${creator.handle}`,
      text: creator.displayName,
      kind: creator.live ? msg`Live` : `@${creator.handle}`,
      creator,
    })),
    ...streams.map(({ id, title, status }) => ({
      to: `/watch/${id}`,
      text: title,
      kind: status === 'live' ? msg`Live` : status === 'recorded' ? msg`Video` : msg`Soon`,
    })),
    ...tags.map((tag) => ({ to: tagPath(tag), text: tag, kind: msg`Tag` })),
  ];
}
