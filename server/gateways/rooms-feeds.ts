import { CREATOR_SEAT, type Deps, type FeedAnswer, type Rooms } from '../deps';
import { type StreamId } from '../ids';

const PATH = '/whip/v1';
/** Somebody presses a button and waits for the answer. */
const PATIENCE_MS = 10_000;

interface Options {
  /** LiveKit's address for HTTP. */
  url: string;
  iceServers: Rooms['iceServers'];
  creatorToken: Rooms['creatorToken'];
  remove: Rooms['remove'];
  timers: Deps['timers'];
}

/**
 * LiveKit's own WHIP (RFC 9725). The token is made here and goes no further; of the answer goes on
 * what the standard names.
 */
export function createFeeds({ url, iceServers, creatorToken, remove, timers }: Options) {
  async function ask(room: StreamId, name: string, path: string, request: RequestInit): Promise<Response> {
    const token = await creatorToken(room, name);
    const patience = new AbortController();
    const cancel = timers.setTimeout(() => patience.abort(), PATIENCE_MS);
    try {
      const answer = await fetch(new URL(path, url), {
        ...request,
        headers: { ...request.headers, authorization: `Bearer ${token}` },
        redirect: 'error',
        signal: patience.signal,
      });
      const body = await answer.text();
      return new Response(body || null, { status: answer.status, headers: answer.headers });
    } finally {
      cancel();
    }
  }

  return {
    async startFeed(room, name, sdp) {
      const headers = { 'content-type': 'application/sdp' };
      const answer = await ask(room, name, PATH, { method: 'POST', headers, body: sdp });
      // an offer that it cannot read is 400, one that it cannot answer 503
      if (answer.status === 400 || answer.status === 503) {
        await remove(room, CREATOR_SEAT); // it has let in whom it could not answer
        return null;
      }
      const participant = answer.headers.get('location')?.split('/').at(-1);
      if (answer.status !== 201 || !participant) throw new Error(`the media server answers ${answer.status}`);
      return {
        participant,
        sdp: await answer.text(),
        etag: answer.headers.get('etag'),
        iceServers: [...iceServers, ...serversOf(answer.headers.get('link'))],
      };
    },
    async changeFeed(room, participant, { ifMatch, fragment }) {
      const headers = { 'content-type': 'application/trickle-ice-sdpfrag', 'if-match': ifMatch };
      const answer = await ask(room, '', `${PATH}/${participant}`, { method: 'PATCH', headers, body: fragment });
      if (!answer.ok) return null;
      return { fragment: await answer.text(), etag: answer.headers.get('etag') };
    },
    async endFeed(room, participant) {
      const answer = await ask(room, '', `${PATH}/${participant}`, { method: 'DELETE' });
      // 404: it has left already
      if (!answer.ok && answer.status !== 404) throw new Error(`the media server answers ${answer.status}`);
    },
  } satisfies Pick<Rooms, 'startFeed' | 'changeFeed' | 'endFeed'>;
}

/** LiveKit tells its own TURN as links whose addresses are escaped. */
function serversOf(links: string | null): FeedAnswer['iceServers'] {
  return [...(links ?? '').matchAll(/<([^>]+)>([^<]*)/g)].flatMap(([, address = '', params = '']) => {
    const param = (name: string) => new RegExp(`(?:^|;)\\s*${name}="([^"]*)"`).exec(params)?.[1];
    if (param('rel') !== 'ice-server') return [];
    const [username, credential] = [param('username'), param('credential')];
    return [{ urls: [decodeURIComponent(address)], ...(username && { username }), ...(credential && { credential }) }];
  });
}
