import pg from 'pg';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { seedMany } from '../../prisma/seed/many';
import { browseInput, searchInput } from '../../schemas/discovery';
import { readChat } from '../chat/read';
import { readReplay } from '../chat/replay';
import { type Deps } from '../deps';
import { createDb, type Database } from '../gateways/db';
import { type AccountId, type StreamId } from '../ids';
import { LiveList } from '../streams/live-list';
import { makeDatabase, testClock } from '../testing/harness';
import { browse } from './browse';
import { readHome } from './home';
import { readLiveCounts } from './live-counts';
import { readProfile } from './profile';
import { search } from './search';

let database: Database;
let explainer: pg.Client;
let deps: Pick<Deps, 'db' | 'clock' | 'timers' | 'liveList'>;

beforeAll(async () => {
  const url = await makeDatabase();
  await seedMany(url, { streams: 6_000, messages: 20_000 });
  database = createDb(url, pino({ level: 'silent' }), { connections: 2 });
  explainer = new pg.Client(url);
  await explainer.connect();
  await explainer.query(FORMER_VIDEOS);
  await explainer.query(PLAYBACKS);
  await explainer.query('VACUUM ANALYZE');
  const clock = testClock(new Date());
  deps = { db: database.db, clock, timers: clock.timers, liveList: new LiveList() };
}, 120_000);

afterAll(async () => {
  await Promise.all([database.close(), explainer.end()]);
});

/** Videos that were deleted: so many that nobody would read all of the table. */
const FORMER_VIDEOS = `
  WITH made AS (
    INSERT INTO streams (id, creator_id, title, category_slug, visibility, status, rate_per_second, started_at, created_at, updated_at)
    SELECT uuidv7(-n * interval '2 minutes'), s.creator_id, 'A former video', s.category_slug, 'private', 'recorded', 0, now(), now(), now()
    FROM generate_series(1, 3) n, streams s
    RETURNING id
  )
  INSERT INTO videos (stream_id, kind, status, folder, created_at, changed_at, deleted_at)
  SELECT id, 'upload', 'deleted', replace(id::text, '-', ''), now(), now(), now() FROM made`;

/** Everybody left some videos. */
const PLAYBACKS = `
  INSERT INTO playbacks (account_id, video_id, position_ms, updated_at)
  SELECT a.id, v.stream_id, 60000, now() FROM accounts a, (SELECT stream_id FROM videos WHERE status = 'ready' LIMIT 20) v`;

interface Statement {
  text: string;
  values?: unknown[];
}

/** What the work asks the database, each statement as it went over the wire, and its plan. */
async function plansOf(work: () => Promise<unknown>): Promise<string> {
  const asked = vi.spyOn(pg.Client.prototype, 'query');
  await work();
  const statements = asked.mock.calls.map(([first, values]) => {
    const { text, values: own } = first as unknown as Statement;
    return { text, values: own ?? (values as unknown as unknown[] | undefined) ?? [] };
  });
  asked.mockRestore();
  const plans: string[] = [];
  for (const { text, values } of statements) {
    if (!/^\s*(SELECT|WITH)\b/i.test(text) || text.includes('INSERT INTO rate_limits')) continue;
    const { rows } = await explainer.query<{ 'QUERY PLAN': string }>(`EXPLAIN (COSTS OFF) ${text}`, values);
    plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'));
  }
  expect(plans.length).toBeGreaterThan(0);
  return plans.join('\n\n');
}

/** Here are 300 creators, whom the planner rightly reads whole; of these tables it may not. */
const GROWING = /Seq Scan on (streams|videos|playbacks|stream_search|search_words|chat_messages)\b/g;

const someHandle = 'many_7';
const nobody = { signedIn: null, origin: { ipAddress: '192.0.2.9', userAgent: '' } };

const cases: Record<string, { work: () => Promise<unknown>; by: string[] }> = {
  home: {
    work: () => (deps.liveList.forget(), readHome(deps, null)),
    by: ['streams_status_visibility_', 'streams_status_visibility_scheduled_at_idx'],
  },
  'what is live': {
    work: () => browse(deps, null, browseInput.parse({})),
    by: ['streams_status_visibility_'],
  },
  'what is over, newest first': {
    work: () => browse(deps, null, browseInput.parse({ show: 'past' })),
    by: ['streams_status_visibility_ended_at_id_idx'],
  },
  'what is over in a category': {
    work: () => browse(deps, null, browseInput.parse({ show: 'past', category: 'many-12' })),
    by: ['streams_category_slug_status_visibility_ended_at_id_idx'],
  },
  'videos, newest first': {
    work: () => browse(deps, null, browseInput.parse({ show: 'videos' })),
    by: ['streams_status_visibility_ended_at_id_idx', 'videos_pkey'],
  },
  'a later page of the videos in a category': {
    work: async () => {
      const { more } = await browse(deps, null, browseInput.parse({ show: 'videos', category: 'many-1' }));
      await browse(deps, null, browseInput.parse({ show: 'videos', category: 'many-1', cursor: more }));
    },
    by: ['streams_category_slug_status_visibility_ended_at_id_idx', 'videos_pkey'],
  },
  'home of somebody who left a video': {
    work: async () => (deps.liveList.forget(), readHome(deps, await somebody())),
    by: ['playbacks_', 'videos_pkey'],
  },
  'a search': {
    work: async () => search(deps, nobody, searchInput.parse({ q: await rareWord() })),
    by: ['stream_search_words_idx', 'search_words_pkey'],
  },
  'a mistyped search': {
    work: () => search(deps, nobody, searchInput.parse({ q: 'qxwvqy' })),
    by: ['search_words_word_idx'],
  },
  'counts on screen': {
    work: async () => readLiveCounts(deps, null, await someStreams()),
    by: ['streams_pkey'],
  },
  'a profile': {
    work: () => readProfile(deps, null, someHandle),
    by: ['streams_creator_id_created_at_idx'],
  },
  'a chat in the time of its stream': {
    work: async () => readReplay(deps, null, await talkedStream(), { atMs: 60_000, after: null }),
    by: ['chat_messages_stream_id_sent_at_id_idx'],
  },
  'a page of chat': {
    work: async () => readChat(deps, null, await talkedStream()),
    by: ['chat_messages_stream_id_sent_at_id_idx'],
  },
};

test.each(Object.entries(cases))('%s is read by its indexes, and no growing table whole', async (_, { work, by }) => {
  const plans = await plansOf(work);
  expect(plans.match(GROWING)).toBeNull();
  const scans = plans.match(/\w+ Scan .*/g)?.join('\n');
  for (const index of by) expect(scans).toContain(index);
});

async function rareWord(): Promise<string> {
  const { rows } = await explainer.query<{ word: string }>(
    'SELECT word FROM search_words WHERE NOT tag ORDER BY word DESC LIMIT 1',
  );
  return rows[0]?.word ?? '';
}

async function somebody(): Promise<AccountId> {
  const { rows } = await explainer.query<{ id: AccountId }>("SELECT id FROM accounts WHERE handle = 'many_7'");
  return rows[0]!.id;
}

async function someStreams(): Promise<StreamId[]> {
  const { rows } = await explainer.query<{ id: StreamId }>('SELECT id FROM streams ORDER BY id LIMIT 24');
  return rows.map(({ id }) => id);
}

async function talkedStream(): Promise<StreamId> {
  const { rows } = await explainer.query<{ id: StreamId }>(
    'SELECT stream_id AS id FROM chat_messages GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1',
  );
  return rows[0]!.id;
}
