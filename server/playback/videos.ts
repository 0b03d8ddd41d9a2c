import { cachedFor } from '../cached-for';
import { SECOND } from '../clock';
import { type Deps, type VideoIndex } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId } from '../ids';
import { amountOf } from '../money';
import { type Span } from './seconds';
import { type MediaPass } from './token';
import { videoKey } from '../storage-key';
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
}

/**
 * What is known of a video is asked again after so long: a price may change, a video be deleted.
 */
const GOOD_FOR_MS = 2 * SECOND;
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
  readonly #asked = new Map<StreamId, () => Promise<PlayableVideo>>();
  readonly #holders = new Map<string, { goodUntil: number; holder: Promise<PassHolder> }>();
  readonly #indexes = new Map<string, Promise<Pick<PlayableVideo, 'index' | 'segments'>>>();

  /** A video that is ready; a refusal of any other. */
  read(deps: Reading, id: StreamId): Promise<PlayableVideo> {
    const known = this.#asked.get(id) ?? cachedFor(deps, GOOD_FOR_MS, () => this.#ask(deps, id));
    this.#asked.delete(id); // the one that was asked for last is forgotten last
    this.#asked.set(id, known);
    forgetOldest(this.#asked, MOST);
    return known();
  }

  async #ask(deps: Reading, id: StreamId): Promise<PlayableVideo> {
    const row = await deps.db.video.findFirst({
      where: { streamId: id, status: 'ready', stream: { status: 'recorded', hiddenAt: null } },
      select: {
        folder: true,
        durationMs: true,
        heights: true,
        captions: { select: { language: true, label: true, file: true }, orderBy: { language: 'asc' } },
        stream: { select: { creatorId: true, ratePerSecond: true, previewSeconds: true } },
      },
    });
    if (!row) throw new DomainError('notFound');
    const { folder, durationMs, heights, captions, stream } = row;
    const seconds = Math.ceil(durationMs / SECOND);
    return {
      id,
      creatorId: stream.creatorId as AccountId,
      folder,
      rate: amountOf(stream.ratePerSecond),
      freeSeconds: Math.min(stream.previewSeconds, seconds),
      seconds,
      captions,
      ...(await this.#indexOf(deps, folder, [durationMs, ...heights].join(' '))),
    };
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
   * What was made of a video changes only when it is packaged again, with another length, and when
   * a smaller size is added.
   */
  #indexOf(deps: Reading, folder: string, made: string): Promise<Pick<PlayableVideo, 'index' | 'segments'>> {
    const name = `${folder} ${made}`;
    const known = this.#indexes.get(name) ?? readIndex(deps, folder);
    this.#indexes.delete(name);
    this.#indexes.set(name, known);
    known.catch(() => this.#indexes.delete(name));
    forgetOldest(this.#indexes, MOST);
    return known;
  }
}

const nameOf = ({ video, account, viewing }: MediaPass) => viewing ?? `${video} ${account ?? ''}`;

function forgetOldest(all: Map<unknown, unknown>, most: number): void {
  for (const key of all.keys()) {
    if (all.size <= most) return;
    all.delete(key);
  }
}

async function readIndex({ storage }: Reading, folder: string): Promise<Pick<PlayableVideo, 'index' | 'segments'>> {
  const found = await storage.read(videoKey(folder, 'index.json'));
  if (!found) throw new Error('a video that is ready has no index');
  const index = (await new Response(found.content).json()) as VideoIndex;
  const segments = index.renditions.flatMap((one) =>
    one.segments.map(({ file, startMs, durationMs }) => [file, { startMs, durationMs }] as const),
  );
  return { index, segments: new Map(segments) };
}
