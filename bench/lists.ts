// npm run bench:lists: what lists and search cost where there is much, against reading the same
// rows by their primary keys. STREAMS, MESSAGES and ROUNDS in the environment make it smaller.
import { pino } from 'pino';
import { systemTimers } from '../sdk/timers';
import { browseInput, searchInput } from '../schemas/discovery';
import { seedMany } from '../prisma/seed/many';
import { markdownTable, measuredBlock } from '../scripts/measured';
import { readOlder } from '../server/chat/read';
import { systemClock } from '../server/clock';
import { type Deps } from '../server/deps';
import { browse } from '../server/discovery/browse';
import { readHome } from '../server/discovery/home';
import { readProfile } from '../server/discovery/profile';
import { search } from '../server/discovery/search';
import { createDb } from '../server/gateways/db';
import { type AccountId, type MessageId, type StreamId } from '../server/ids';
import { personSelect } from '../server/names/person';
import { cardSelect } from '../server/streams/cards';
import { LiveList } from '../server/streams/live-list';
import { p95, startDatabase } from './engines';

type Reading = Pick<Deps, 'db' | 'clock' | 'timers' | 'liveList'>;

/** Reads something, and says which rows were in it. */
interface Subject {
  name: string;
  read(round: number): Promise<Rows>;
}

interface Rows {
  streams?: string[];
  accounts?: string[];
  messages?: string[];
}

const setting = (name: string, usual: number) => Number(process.env[name] ?? usual);
const [streams, messages, rounds] = [
  setting('STREAMS', 100_000),
  setting('MESSAGES', 1_000_000),
  setting('ROUNDS', 200),
] as const;
const measured = measuredBlock('bench:lists');
const database = await startDatabase();
console.log(`Seeding ${streams} streams and ${messages} messages…`);
await seedMany(database.url, { streams, messages });
const { db, close } = createDb(database.url, pino({ level: 'silent' }));
try {
  measured.publish(await measure({ db, clock: systemClock, timers: systemTimers, liveList: new LiveList() }));
} finally {
  await close();
  await database.stop();
}

async function measure(deps: Reading): Promise<string> {
  const rows: string[][] = [];
  for (const { name, read } of await subjects(deps)) {
    const [ours, bare]: [number[], number[]] = [[], []];
    // the first ones are for caches and plans, here as there
    for (let round = -10; round < rounds; round += 1) {
      const [found, took] = await timed(() => read(round + 10));
      const [, tookBare] = await timed(() => readByKey(deps, found));
      if (round >= 0) {
        ours.push(took);
        bare.push(tookBare);
      }
    }
    const [a, b] = [p95(ours), p95(bare)];
    rows.push([name, `${b.toFixed(1)} ms`, `${a.toFixed(1)} ms`, `${(a / b).toFixed(1)} x`]);
  }
  const head = `p95 of ${rounds}, ${streams} streams, ${messages} messages`;
  return markdownTable([head, 'by primary key', 'as asked', 'ratio'], rows);
}

async function subjects(deps: Reading): Promise<Subject[]> {
  const words = await deps.db.$queryRaw<{ word: string }[]>`
    SELECT word FROM search_words WHERE NOT tag AND word ~ '^[a-z]{6}$' ORDER BY word`;
  const creators = await deps.db.account.findMany({ select: { id: true, handle: true }, orderBy: { id: 'asc' } });
  const talked = await deps.db.$queryRaw<{ stream_id: StreamId; id: string }[]>`
    SELECT DISTINCT ON (stream_id) stream_id, id FROM (SELECT * FROM chat_messages ORDER BY sent_at DESC LIMIT 20000) m ORDER BY stream_id, sent_at`;
  const some = <Of>(list: Of[], round: number): Of => list[(round * 7919) % list.length] as Of;
  const word = (round: number) => some(words, round).word;
  // each round from a network of its own, for how often one may ask is limited
  const asks = (q: string, show: string, round: number) =>
    search(
      deps,
      { signedIn: null, origin: { ipAddress: `10.0.${round >> 8}.${round & 255}`, userAgent: '' } },
      searchInput.parse({ q, show }),
    );
  const found = async (q: string, show: string, round: number): Promise<Rows> => {
    const { live, soon, past, creators: people } = await asks(q, show, round);
    return { streams: ids([...live.items, ...soon.items, ...past.items]), accounts: ids(people.items) };
  };
  const list = async (wanted: Record<string, unknown>) => {
    const { items } = await browse(deps, null, browseInput.parse(wanted));
    return { streams: ids(items) };
  };
  return [
    {
      name: 'home, nothing kept from before',
      async read() {
        deps.liveList.forget();
        const { featured, live, trending, soon } = await readHome(deps, null);
        return { streams: ids([...(featured ? [featured] : []), ...live, ...trending, ...soon]) };
      },
    },
    { name: 'browse, live by viewers', read: () => list({}) },
    { name: 'browse, live and trending', read: () => list({ sort: 'trending' }) },
    { name: 'browse, soon', read: () => list({ show: 'soon' }) },
    { name: 'browse, past', read: () => list({ show: 'past' }) },
    {
      name: 'browse, past of a category',
      read: (round) => list({ show: 'past', category: `many-${1 + (round % 12)}` }),
    },
    { name: 'browse, past with a tag', read: (round) => list({ show: 'past', tags: [word(round)] }) },
    { name: 'search, everything', read: (round) => found(word(round), 'all', round) },
    { name: 'search, two words', read: (round) => found(`${word(round)} ${word(round + 1)}`, 'all', round) },
    { name: 'search, past by the beginning of a word', read: (round) => found(word(round).slice(0, 4), 'past', round) },
    { name: 'search, mistyped', read: (round) => found(mistype(word(round)), 'all', round) },
    {
      name: 'profile',
      async read(round) {
        const { creator, live, soon, past } = await readProfile(deps, null, some(creators, round).handle);
        return { accounts: [creator.id], streams: ids([...(live ? [live] : []), ...soon, ...past]) };
      },
    },
    {
      name: 'chat, a page of what was said before',
      async read(round) {
        const { stream_id: stream, id } = some(talked, round);
        const { lines } = await readOlder(deps, null, stream, id as MessageId);
        return { messages: ids(lines), streams: [stream] };
      },
    },
  ];
}

function ids(rows: { id: string | AccountId | StreamId }[]): string[] {
  return rows.map(({ id }) => id);
}

/** The second and third letter change places. */
function mistype([a = '', b = '', c = '', ...rest]: string): string {
  return [a, c, b, ...rest].join('');
}

/** The same rows, with the same people beside them, as fast as there is a way to them. */
async function readByKey({ db }: Reading, { streams: of = [], accounts = [], messages: lines = [] }: Rows) {
  await Promise.all([
    db.stream.findMany({ where: { id: { in: of } }, select: cardSelect }),
    accounts.length > 0 ? db.account.findMany({ where: { id: { in: accounts } }, select: personSelect }) : [],
    lines.length > 0
      ? db.chatMessage.findMany({
          where: { id: { in: lines } },
          select: { id: true, body: true, sentAt: true, author: { select: personSelect } },
        })
      : [],
  ]);
}

async function timed<Result>(work: () => Promise<Result>): Promise<[Result, number]> {
  const began = performance.now();
  return [await work(), performance.now() - began];
}
