import { expect, test } from 'vitest';
import { CREATOR_SEAT, type RoomHint } from '../deps';
import { expectNothingWritten, makeCreator, makeStream } from '../testing/harness';
import { serve } from '../testing/serve';

const STRANGER = '0190aaaa-0000-7000-8000-00000000cafe';

type Hook = { body: string; authorization?: string };
const post = (url: string, { body, authorization }: Hook, headers: Record<string, string> = {}) =>
  fetch(`${url}/livekit/webhook`, {
    method: 'POST',
    headers: {
      'content-type': 'application/webhook+json',
      ...(authorization === undefined ? {} : { authorization }),
      ...headers,
    },
    body,
  });

/**
 * A room with somebody in it who has no business there: whoever looks at the room puts them out.
 */
async function withStranger() {
  const served = await serve();
  const { rooms } = served.deps;
  const creator = await makeCreator(served.deps);
  const { id: room } = await makeStream(served.deps, { creatorId: creator.id, status: 'live' });
  await rooms.open(room);
  rooms.join(room, STRANGER, await rooms.viewerToken(room, STRANGER, true));
  const hint: RoomHint = rooms.hint('joined', room, STRANGER);
  return { ...served, room, hint, there: () => rooms.sees(room, STRANGER) };
}

test('what LiveKit signed is taken, from no page of ours, and the room is looked at', async () => {
  const { url, deps, hint, there } = await withStranger();
  expect(there()).toBe(true);
  expect((await post(url, deps.rooms.signed(hint))).status).toBe(204);
  expect(there()).toBe(false);
});

test('the same told twice is taken once', async () => {
  const { url, deps, hint } = await withStranger();
  await post(url, deps.rooms.signed(hint));
  const { participants } = deps.rooms.calls;
  expect((await post(url, deps.rooms.signed(hint))).status).toBe(204);
  expect(deps.rooms.calls.participants).toBe(participants);
});

test.each([
  ['with no signature', ({ body }: Hook) => ({ body })],
  ['with an empty one', ({ body }: Hook) => ({ body, authorization: '' })],
  ['with that of another body', ({ body, authorization }: Hook) => ({ body: `${body} `, authorization })],
  ['with no body', ({ authorization }: Hook) => ({ body: '', authorization })],
])('a webhook %s is refused: no room is asked, nothing is written', async (_name, spoil) => {
  const { url, deps, hint, there } = await withStranger();
  const { participants } = deps.rooms.calls;
  await expectNothingWritten(deps.db, async () => {
    const answer = await post(url, spoil(deps.rooms.signed(hint)));
    expect(answer.status).toBe(401);
    expect(await answer.text()).not.toContain(hint.room ?? 'no room');
  });
  expect(deps.rooms.calls.participants).toBe(participants);
  expect(there()).toBe(true);
});

test('a webhook that is too large is refused before it is read, however well it is signed', async () => {
  const { url, deps, room, there } = await withStranger();
  const hint = { ...deps.rooms.hint('joined', room, STRANGER), padding: 'x'.repeat(64 * 1024) };
  expect((await post(url, deps.rooms.signed(hint))).status).toBe(413);
  expect(there()).toBe(true);
});

test('a page that posts to it from another site gets no further than anybody', async () => {
  const { url, deps, hint } = await withStranger();
  const { body } = deps.rooms.signed(hint);
  expect((await post(url, { body }, { origin: 'https://evil.example' })).status).toBe(401);
  expect((await fetch(`${url}/livekit/webhook`)).headers.get('content-type')).not.toContain('webhook');
});

test('a hint of a room that is none of ours, and one while LiveKit does not answer, are taken and change nothing', async () => {
  const { url, deps, room } = await withStranger();
  await expectNothingWritten(deps.db, async () => {
    expect((await post(url, deps.rooms.signed(deps.rooms.hint('joined', null, 'somebody')))).status).toBe(204);
    deps.rooms.setReachable(false);
    expect((await post(url, deps.rooms.signed(deps.rooms.hint('joined', room, CREATOR_SEAT)))).status).toBe(204);
  });
});
