// npm run bench:adversary: who wants to watch without paying, by the best ways that are known, with
// real media clients against the product, in one process and in two. Seen is how long pictures
// moved at any of an adversary's clients; signed is what the server counted. ADVERSARY_SECONDS: how
// long each tries (180).
import { enter, openPurse, planStream, unit, type Actor } from '../e2e/actor';
import { startParts } from '../e2e/engines';
import { goLive } from '../e2e/on-air';
import { build } from '../scripts/build.mjs';
import { markdownTable, measuredBlock } from '../scripts/measured';
import { type Client } from '../sdk/client';
import { type Media, type MediaEvents } from '../sdk/media';
import { createNodeMedia } from '../sdk/node-media';
import { type Joined } from '../sdk/protocol';
import { pause } from './engines';

const SECONDS = Number(process.env.ADVERSARY_SECONDS ?? 180);
const LOOK_MS = 50;
/** Pictures come 12 times a second: between two that are further apart, nothing moved. */
const GONE_MS = 400;
const RATE = unit('0.001');
const PREVIEW_SECONDS = 20;
const AT_ONCE = 3;
const quietly: MediaEvents = {
  reconnected: () => undefined,
  reconnecting: () => undefined,
  disconnected: () => undefined,
};

/** One of several, counted round and round. */
function at<One>(all: readonly One[], place: number): One {
  const one = all[place % all.length];
  if (one === undefined) throw new Error('there is none');
  return one;
}

/**
 * One account of an adversary: a place in the stream, and a media client that counts what it is
 * sent.
 */
class Account {
  readonly media: Media = createNodeMedia();
  signed = 0n;
  private joined: Joined | null = null;
  private clients: Client[];

  constructor(
    private readonly actor: Actor,
    urls: string[],
  ) {
    this.clients = urls.map((url) => actor.clientAt(url));
  }

  private line(process: number) {
    return at(this.clients, process).trpc.viewing;
  }

  get inside(): boolean {
    return this.joined !== null;
  }

  async join(streamId: string, process = 0): Promise<void> {
    this.joined = await this.line(process).join.mutate({ streamId });
    this.signed = 0n;
    await this.media.connect(this.joined.room, quietly);
    await this.enter(process);
  }

  async enter(process = 0): Promise<void> {
    if (this.joined) await this.line(process).enter.mutate({ viewing: this.joined.viewing });
  }

  async pause(): Promise<void> {
    if (this.joined) await this.line(0).pause.mutate({ viewing: this.joined.viewing });
  }

  async resume(process = 0): Promise<void> {
    if (this.joined) await this.line(process).resume.mutate({ viewing: this.joined.viewing });
  }

  async leave(): Promise<void> {
    const { joined } = this;
    this.joined = null;
    if (joined) await this.line(0).leave.mutate({ viewing: joined.viewing });
    await this.media.close();
  }

  /** Signs for one more second. Returns how many more the server counts. */
  async sign(process = 0): Promise<number> {
    const { joined } = this;
    if (!joined?.payment || !('agreed' in joined.payment)) return 0;
    const { domain, base, rate, sessionKey, viewer, purseNonce, key: number, creator } = joined.payment.agreed;
    const key = await this.actor.keys.find({ ...domain, viewer }, sessionKey);
    const second = this.signed + 1n;
    const value = (base.amount + rate * second) as typeof rate;
    const said = { seconds: base.seconds + second, amount: value, extras: base.extras };
    const voucher = await key?.signVoucher(domain, { viewer, purseNonce, key: number, creator, ...said });
    if (!voucher) return 0;
    const { signature } = voucher;
    const counted = await this.line(process).pay.mutate({ viewing: joined.viewing, ...said, signature });
    const more = counted.seconds - this.signed;
    this.signed = counted.seconds;
    return Number(more);
  }
}

interface Adversary {
  accounts: Account[];
  streamId: string;
  /** A picture moved at one of its clients just now. */
  sees(): boolean;
  /** Adds what was counted. */
  signs(account: Account, process?: number): Promise<void>;
  /** How many rounds there were. */
  round: number;
}

interface Strategy {
  name: string;
  accounts: number;
  processes: 1 | 2;
  preview?: boolean;
  begin?(it: Adversary): Promise<void>;
  /** Done again and again. */
  move(it: Adversary): Promise<void>;
}

const joinFirst = async (it: Adversary) => at(it.accounts, 0).join(it.streamId);

/** One account after the other, each until its picture is gone. */
function takingTurns(leaves: boolean) {
  let who = 0;
  return async (it: Adversary) => {
    if (it.sees()) return;
    if (leaves) await at(it.accounts, who).leave();
    who = (who + 1) % it.accounts.length;
    const account = at(it.accounts, who);
    if (!account.inside) await account.join(it.streamId);
    await account.resume();
    await it.signs(account);
    await pause(400);
  };
}

/** Everybody is let in, pays a second and pauses, before anybody owes anything. */
async function loadAll(it: Adversary) {
  for (const account of it.accounts) {
    await account.join(it.streamId);
    await it.signs(account);
    await account.pause();
  }
}

const STRATEGIES: Strategy[] = [
  ...([1, 2] as const).map((processes): Strategy => ({
    name: 'never pays',
    accounts: 1,
    processes,
    begin: joinFirst,
    move: (it) => at(it.accounts, 0).enter(it.round),
  })),
  ...([1, 2] as const).map((processes): Strategy => ({
    name: 'signs only when the picture is gone',
    accounts: 1,
    processes,
    begin: joinFirst,
    async move(it) {
      if (it.sees()) return;
      await it.signs(at(it.accounts, 0), it.round);
      await pause(400);
    },
  })),
  {
    name: 'enters and signs at alternating processes',
    accounts: 1,
    processes: 2,
    begin: joinFirst,
    async move(it) {
      await at(it.accounts, 0).enter(it.round);
      await at(it.accounts, 0).resume(it.round);
      if (it.sees()) return pause(900);
      await it.signs(at(it.accounts, 0), it.round);
      await pause(400);
    },
  },
  { name: 'leaves and joins', accounts: 1, processes: 1, move: takingTurns(true) },
  { name: 'two accounts in turns, leaving', accounts: 2, processes: 1, move: takingTurns(true) },
  { name: 'two accounts, both inside', accounts: 2, processes: 1, begin: loadAll, move: takingTurns(false) },
  { name: 'ten accounts in turns, leaving', accounts: 10, processes: 1, move: takingTurns(true) },
  { name: 'ten accounts, all inside', accounts: 10, processes: 1, begin: loadAll, move: takingTurns(false) },
  {
    name: 'pauses and resumes for what is left',
    accounts: 1,
    processes: 1,
    begin: joinFirst,
    async move(it) {
      const account = at(it.accounts, 0);
      await account.pause();
      await account.resume();
      if (!it.sees()) await it.signs(account);
      await pause(700);
    },
  },
  {
    name: `previews of ${PREVIEW_SECONDS} s with ten accounts`,
    accounts: 10,
    processes: 1,
    preview: true,
    move: takingTurns(true),
  },
];

async function measure(...urls: string[]): Promise<string> {
  const [creator, other] = await Promise.all([enter(at(urls, 0)), enter(at(urls, 0))]);
  const paid = await planStream(creator, { title: 'Nobody sees without paying', rate: RATE });
  const previewed = await planStream(other, { title: 'A look', rate: RATE, previewSeconds: PREVIEW_SECONDS });
  const shows = await Promise.all([goLive(creator, paid), goLive(other, previewed)]);
  const rows: string[][] = [];
  for (let from = 0; from < STRATEGIES.length; from += AT_ONCE) {
    const some = STRATEGIES.slice(from, from + AT_ONCE);
    const results = await Promise.all(some.map((one) => tryOut(one, one.preview ? previewed : paid, urls)));
    for (const [index, { name, processes }] of some.entries()) {
      rows.push([name, String(processes), ...at(results, index)]);
      console.error(`  ${name}, processes: ${processes}`);
    }
  }
  await Promise.all(shows.map((show) => show.end()));
  const head = ['strategy', 'processes', 'seen, s', 'signed, s'];
  const table = markdownTable([...head, 'unpaid in the first minute, s', 'unpaid a minute after it, s'], rows);
  return `Each tried for ${SECONDS} s.\n\n${table}`;
}

/**
 * One adversary, whose accounts all come from one network, with purses in which there is enough.
 */
async function tryOut(strategy: Strategy, streamId: string, urls: string[]): Promise<string[]> {
  const actors: Actor[] = [];
  while (actors.length < strategy.accounts) actors.push(await enter(at(urls, 0), actors[0]?.from));
  if (!strategy.preview) for (const actor of actors) await openPurse(actor, { deposit: unit('1') });
  const accounts = actors.map((actor) => new Account(actor, urls.slice(0, strategy.processes)));
  const told = { seen: 0, signed: 0, first: null as number | null };
  let movedAt = 0;
  let watching = true;
  const it: Adversary = {
    accounts,
    streamId,
    round: 0,
    sees: () => performance.now() - movedAt < GONE_MS,
    async signs(account, process) {
      told.signed += await account.sign(process).catch(() => 0);
    },
  };
  const looking = (async () => {
    let frames = 0;
    for (; watching; await pause(LOOK_MS)) {
      const counts = await Promise.all(accounts.map(({ media }) => media.progress()));
      const all = counts.reduce((sum, one) => sum + one.frames, 0);
      if (all <= frames) continue;
      const now = performance.now();
      told.seen += now - movedAt < GONE_MS ? (now - movedAt) / 1_000 : 0;
      [frames, movedAt] = [all, now];
      if (told.seen >= 60) told.first ??= told.seen - told.signed;
    }
  })();
  await strategy.begin?.(it);
  for (const end = performance.now() + SECONDS * 1_000; performance.now() < end; it.round += 1) {
    await strategy.move(it).catch(() => pause(500)); // refused: tried again
    await pause(100);
  }
  watching = false;
  await looking;
  for (const account of accounts) await account.leave().catch(() => undefined);
  const unpaid = told.seen - told.signed;
  const after = told.first === null ? null : (unpaid - told.first) / ((told.seen - 60) / 60);
  const shown = (value: number | null) => (value === null ? 'none seen' : Math.max(0, value).toFixed(1));
  return [shown(told.seen), String(told.signed), shown(told.first ?? unpaid), shown(after)];
}

const measured = measuredBlock('bench:adversary');
await build(undefined, { ...process.env, VILOKANAM_DEMO_WALLET: '1' });
const parts = await startParts();
try {
  measured.publish(await measure(parts.url, await parts.startSecond()));
} finally {
  await parts.stop();
}
process.exit(0); // the media library's threads would go on
