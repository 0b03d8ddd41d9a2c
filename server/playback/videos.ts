import { costsAsMuch } from '../access/visibility';
import { later, SECOND } from '../clock';
import { type Deps, type VideoIndex } from '../deps';
import { DomainError } from '../errors';
import { type Prisma } from '../generated/prisma/client';
import { type AccountId, type StreamId } from '../ids';
import { amountOf } from '../money';
import { type Span } from './seconds';
import { type MediaPass } from './token';
import { videoKey } from '../storage-key';
import { sleep } from '../../sdk/timers';
import { type Amount } from '../../sdk/money';

type Reading = Pick<Deps, 'db' | 'clock' | 'storage'>;

/** A video that can be played, with what was made of it. */
export interface PlayableVideo {
  id: StreamId;
  creatorId: AccountId;
  folder: string;
  rate: Amount;
  /** Its first seconds, which nobody pays for. */
  freeSeconds: number;
  /** All its seconds, the last one perhaps not whole. */
  seconds: number;
  index: VideoIndex;
  captions: readonly { language: string; label: string; file: string }[];
  /** Each segment's time by its file. */
  segments: ReadonlyMap<string, { startMs: number; durationMs: number }>;
  /** Of a recording that comes in; null of a video that is ready. */
  growing: Growing | null;
}

/** A recording that can be played while it comes in. */
export interface Growing {
  /** No more of it comes into this folder. */
  ended: boolean;
  /** When its stream began; null where that is gone. */
  began: Date | null;
  /** How many milliseconds after that each part of it begins that can be played. */
  starts: readonly number[];
}

/** Whoever packages a recording while it comes in, and was not heard of for so long, is gone. */
export const FOLLOWER_GONE_AFTER = 20 * SECOND;

/**
 * What is known of a video is asked again after so long: a price may change, a video be deleted.
 */
const GOOD_FOR_MS = 2 * SECOND;
/** More of what comes in is there after a second or two. */
const GROWING_GOOD_FOR_MS = SECOND / 4;
/** So long a request waits for what is to come, and so many wait in this process at once. */
const LONGEST_WAIT_MS = 6 * SECOND;
const MOST_WAITING = 2_000;
/** The videos that this process keeps in memory: an hour of one is about 100 kB. */
const MOST = 200;
/** Who may still watch is looked at again after so long. */
const HOLDER_GOOD_FOR_MS = 5 * SECOND;
const MOST_HOLDERS = 10_000;

/** Who holds a pass: whether they may still watch, and what they have. */
export interface PassHolder {
  watches: boolean;
  owned: readonly Span[];
}

/** The videos that are played by this process. Any of it may be lost at any moment. */
export class PlayableVideos {
  readonly #asked = new Map<StreamId, { goodUntil: number; video: Promise<PlayableVideo> }>();
  readonly #holders = new Map<string, { goodUntil: number; holder: Promise<PassHolder> }>();
  #waiting = 0;
  readonly #indexes = new Map<string, { of: string; made: Promise<Made> }>();

  /** A video that is ready, or comes in and can be played; a refusal of any other. */
  read(deps: Reading, id: StreamId): Promise<PlayableVideo> {
    const known = this.#asked.get(id);
    if (known && known.goodUntil > deps.clock.now().getTime()) return this.#keep(id, known);
    return this.#readAnew(deps, id);
  }

  /** The same, where it comes in: with so many seconds, if another process has them by now. */
  async readUpTo(deps: Reading, id: StreamId, seconds: number): Promise<PlayableVideo> {
    const video = await this.read(deps, id);
    return video.growing && !video.growing.ended && video.seconds < seconds ? this.#readAnew(deps, id) : video;
  }

  #readAnew(deps: Reading, id: StreamId): Promise<PlayableVideo> {
    const asked = { goodUntil: Infinity, video: this.#ask(deps, id) };
    const keep = (ms: number) => void (asked.goodUntil = later(deps.clock.now(), ms).getTime());
    asked.video.then(
      ({ growing }) => keep(growing ? GROWING_GOOD_FOR_MS : GOOD_FOR_MS),
      () => keep(GOOD_FOR_MS),
    );
    return this.#keep(id, asked);
  }

  /** The one that was asked for last is forgotten last. */
  #keep(id: StreamId, asked: { goodUntil: number; video: Promise<PlayableVideo> }): Promise<PlayableVideo> {
    this.#asked.delete(id);
    this.#asked.set(id, asked);
    forgetOldest(this.#asked, MOST);
    return asked.video;
  }

  async #ask(deps: Reading, id: StreamId): Promise<PlayableVideo> {
    const row = await deps.db.video.findFirst({
      where: {
        streamId: id,
        OR: [{ status: 'ready' }, { status: { in: ['receiving', 'processing'] }, liveMs: { gt: 0 } }],
        stream: { status: 'recorded', hiddenAt: null },
      },
      select: SELECT,
    });
    if (!row) throw new DomainError('notFound');
    const { stream } = row;
    const one = { id, creatorId: stream.creatorId as AccountId, rate: amountOf(stream.ratePerSecond) };
    if (row.status !== 'ready') return { ...one, ...(await this.#askGrowing(deps, row)) };
    const { folder, durationMs, heights, captions } = row;
    const seconds = Math.ceil(durationMs / SECOND);
    const freeSeconds = Math.min(stream.previewSeconds, seconds);
    const made = await this.#indexOf(deps, folder, [durationMs, ...heights].join(' '));
    return { ...one, ...made, folder, freeSeconds, seconds, captions, growing: null };
  }

  /** What is there of a recording so far, in the folder that it is packaged into meanwhile. */
  async #askGrowing(deps: Reading, { liveFolder: folder, liveMs, liveAt, source, stream, parts }: Row) {
    if (folder === null || !costsAsMuch(stream.ratePerSecond, source?.ratePerSecond)) throw new DomainError('notFound');
    const made = await this.#indexOf(deps, folder, `${liveMs}`);
    const inits = new Set(made.index.renditions[0]?.segments.map(({ init }) => init)).size;
    const growing: Growing = {
      ended: liveAt === null || liveAt < later(deps.clock.now(), -FOLLOWER_GONE_AFTER),
      began: source?.startedAt ?? null,
      starts: parts.slice(0, inits).map(({ startsAtMs }) => startsAtMs),
    };
    const seconds = Math.ceil(made.index.durationMs / SECOND);
    return { ...made, folder, freeSeconds: stream.previewSeconds, seconds, captions: [], growing };
  }

  /**
   * A video with the segment of this number, from 0, which is soon there; a moment later without it.
   * What does not grow is told at once, as is everything to the many who ask when many wait already.
   */
  async waitFor(deps: Reading & Pick<Deps, 'timers'>, video: PlayableVideo, segment: number): Promise<PlayableVideo> {
    if (this.#waiting >= MOST_WAITING) return video;
    this.#waiting += 1;
    try {
      const until = later(deps.clock.now(), LONGEST_WAIT_MS);
      let now = video;
      for (;;) {
        const count = now.index.renditions[0]?.segments.length ?? 0;
        const isNext = segment >= count && segment < count + 2;
        if (!now.growing || now.growing.ended || !isNext || deps.clock.now() >= until) return now;
        await sleep(deps.timers, GROWING_GOOD_FOR_MS);
        now = await this.read(deps, video.id);
      }
    } finally {
      this.#waiting -= 1;
    }
  }

  /** Who holds a pass, as it was read a moment ago. */
  holderOf({ clock }: Pick<Deps, 'clock'>, pass: MediaPass, read: () => Promise<PassHolder>): Promise<PassHolder> {
    const now = clock.now().getTime();
    const name = nameOf(pass);
    const known = this.#holders.get(name);
    if (known && known.goodUntil > now) return known.holder;
    const holder = read();
    this.#holders.delete(name);
    this.#holders.set(name, { goodUntil: now + HOLDER_GOOD_FOR_MS, holder });
    holder.catch(() => this.#holders.delete(name));
    forgetOldest(this.#holders, MOST_HOLDERS);
    return holder;
  }

  forgetHolder(pass: MediaPass): void {
    this.#holders.delete(nameOf(pass));
  }

  /**
   * What was made of a video changes with its length, when more of it is there or anew, and with its
   * smaller sizes.
   */
  #indexOf(deps: Reading, folder: string, of: string): Promise<Made> {
    const before = this.#indexes.get(folder);
    const known = before?.of === of ? before : { of, made: readIndex(deps, folder) };
    this.#indexes.delete(folder);
    this.#indexes.set(folder, known);
    known.made.catch(() => this.#indexes.delete(folder));
    forgetOldest(this.#indexes, MOST);
    return known.made;
  }
}

type Made = Pick<PlayableVideo, 'index' | 'segments'>;

const SELECT = {
  status: true,
  folder: true,
  durationMs: true,
  heights: true,
  liveFolder: true,
  liveMs: true,
  liveAt: true,
  captions: { select: { language: true, label: true, file: true }, orderBy: { language: 'asc' } },
  stream: { select: { creatorId: true, ratePerSecond: true, previewSeconds: true } },
  source: { select: { ratePerSecond: true, startedAt: true } },
  parts: { where: { bytes: { gt: 0 } }, select: { startsAtMs: true }, orderBy: { position: 'asc' } },
} as const satisfies Prisma.VideoSelect;
type Row = Prisma.VideoGetPayload<{ select: typeof SELECT }>;

const nameOf = ({ video, account, viewing }: MediaPass) => viewing ?? `${video} ${account ?? ''}`;

function forgetOldest(all: Map<unknown, unknown>, most: number): void {
  for (const key of all.keys()) {
    if (all.size <= most) return;
    all.delete(key);
  }
}

async function readIndex({ storage }: Reading, folder: string): Promise<Made> {
  const found = await storage.read(videoKey(folder, 'index.json'));
  if (!found) throw new Error('a video that can be played has no index');
  const index = (await new Response(found.content).json()) as VideoIndex;
  const segments = index.renditions.flatMap((one) =>
    one.segments.map(({ file, startMs, durationMs }) => [file, { startMs, durationMs }] as const),
  );
  return { index, segments: new Map(segments) };
}
