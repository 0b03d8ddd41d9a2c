import { expect, test } from 'vitest';
import { HOUR, later } from '../clock';
import { type StreamVisibility } from '../generated/prisma/enums';
import { makeCreator, makeStream } from '../testing/harness';
import { serve } from '../testing/serve';

const NASTY = ']]><script>alert(1)</script>\r\nBEGIN:VEVENT & "quotes"';

/** The lines of a calendar file with what was folded put together again. */
const linesOf = (text: string) => text.replace(/\r\n[ \t]/g, '').split('\r\n');

async function world() {
  const { deps, url } = await serve();
  const creator = await makeCreator(deps, { handle: 'asha', displayName: 'Asha <b>&' });
  const read = async (path: string) => {
    const answer = await fetch(`${url}${path}`);
    return { status: answer.status, type: answer.headers.get('content-type'), text: await answer.text() };
  };
  return { deps, creator, read };
}

test('a calendar has public streams alone, each by a name that stays, and those that are cancelled as cancelled', async () => {
  const { deps, creator, read } = await world();
  const scheduledAt = later(deps.clock.now(), HOUR);
  const open = await makeStream(deps, { creatorId: creator.id, title: NASTY, description: NASTY, scheduledAt });
  const off = await makeStream(deps, {
    creatorId: creator.id,
    status: 'ended',
    scheduledAt,
    startedAt: null,
    endReason: 'cancelled',
  });
  for (const visibility of ['unlisted', 'followers', 'password', 'private'] satisfies StreamVisibility[]) {
    const hidden = await makeStream(deps, { creatorId: creator.id, visibility, title: `Hidden ${visibility}` });
    expect((await read(`/watch/${hidden.id}/calendar.ics`)).status).toBe(404);
  }
  const { status, type, text } = await read('/@asha/calendar.ics');
  expect([status, type]).toEqual([200, 'text/calendar; charset=utf-8']);
  expect(text).not.toContain('Hidden');
  const lines = linesOf(text);
  expect(lines.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(2);
  expect(lines.filter((line) => line === 'END:VEVENT')).toHaveLength(2);
  for (const { id } of [open, off]) expect(lines).toContain(`UID:${id}@localhost:3000`);
  expect(lines.filter((line) => line.startsWith('STATUS:'))).toEqual(
    expect.arrayContaining(['STATUS:CONFIRMED', 'STATUS:CANCELLED']),
  );
  for (const line of text.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
  const one = linesOf((await read(`/watch/${open.id}/calendar.ics`)).text);
  expect(one.filter((line) => line === 'BEGIN:VEVENT')).toHaveLength(1);
  expect(one).toContain(`DTSTART:${scheduledAt.toISOString().replace(/[-:]|\.\d+/g, '')}`);
});

test.each(['rss', 'atom'] as const)(
  'a feed by %s has public streams alone, and what was typed stays text in it',
  async (kind) => {
    const { deps, creator, read } = await world();
    const { id } = await makeStream(deps, { creatorId: creator.id, title: NASTY, description: NASTY });
    await makeStream(deps, { creatorId: creator.id, title: 'Hidden', visibility: 'unlisted' });
    await makeStream(deps, {
      creatorId: creator.id,
      status: 'ended',
      startedAt: null,
      endReason: 'cancelled',
      title: 'Off',
    });
    const { status, type, text } = await read(`/@Asha/feed.${kind}`);
    expect([status, type]).toEqual([200, `application/${kind}+xml; charset=utf-8`]);
    expect(text).toContain(`/watch/${id}`);
    expect(text).not.toMatch(/<script|Hidden|>Off</);
    expect(text).not.toContain(']]><script');
    expect(text.match(kind === 'rss' ? /<item>/g : /<entry>/g)).toHaveLength(1);
  },
);

test('a feed speaks the language of its creator', async () => {
  const { deps, creator, read } = await world();
  await makeStream(deps, { creatorId: creator.id, status: 'live' });
  expect((await read('/@asha/feed.rss')).text).toContain('Live now.');
  await deps.db.account.update({ where: { id: creator.id }, data: { language: 'ar' } });
  const { text } = await read('/@asha/feed.rss');
  expect(text).toContain('<language>ar</language>');
  expect(text).toContain('مباشر الآن.');
});

test('there is no calendar or feed of nobody, and none by another name', async () => {
  const { read } = await world();
  for (const path of ['/@nobody/calendar.ics', '/@nobody/feed.rss', '/watch/1/calendar.ics', "/@a'--/feed.atom"])
    expect((await read(path)).status).toBe(404);
});
