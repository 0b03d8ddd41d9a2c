import { createHash } from 'node:crypto';
import { shortAmount, withSymbol } from '../../sdk/money';
import { clipsFor } from '../access/clips';
import { listedFor, picturedFor, watchableFor } from '../access/visibility';
import { chainMoney } from '../chain/money';
import { SECOND } from '../clock';
import { type Deps, type LinkWords, type Origin } from '../deps';
import { type StreamStatus } from '../generated/prisma/enums';
import { type ClipId, type StreamId } from '../ids';
import { limit } from '../limits/take';
import { amountOf } from '../money';
import { personOf, personSelect } from '../names/person';
import { FILES_PATH } from '../pictures/files';
import { readKey } from '../storage-key';

export type Sharing = Pick<
  Deps,
  'db' | 'clock' | 'timers' | 'log' | 'ledger' | 'knownChain' | 'storage' | 'linkPictures' | 'drawnPictures'
>;

/** What the picture of a link is of. */
export type LinkSubject =
  { of: 'stream'; id: StreamId } | { of: 'clip'; id: ClipId } | { of: 'profile'; handle: string };

/** All that a picture is made of: another one when anything of it is another. */
interface Content {
  words: LinkWords;
  /** In this order, whichever is there. */
  pictures: (string | null)[];
}

/**
 * The picture that other sites show beside a link; null where there is none of its own, because not
 * everybody may see what it is of. Drawing costs, so each network may ask for so many new ones.
 */
export async function drawLinkPicture(
  deps: Sharing,
  origin: Pick<Origin, 'ipAddress'>,
  subject: LinkSubject,
): Promise<Uint8Array | null> {
  const content = await read(deps, subject);
  if (!content) return null;
  const version = createHash('sha256').update(JSON.stringify(content)).digest('hex');
  if (!deps.drawnPictures.has(version)) await limit(deps, 'drawLinkPicture', origin, origin.ipAddress);
  const draw = async () => deps.linkPictures.draw(content.words, await readPicture(deps, content.pictures));
  return deps.drawnPictures.take(version, draw);
}

function read(deps: Sharing, subject: LinkSubject): Promise<Content | null> {
  switch (subject.of) {
    case 'stream':
      return readStream(deps, subject.id);
    case 'clip':
      return readClip(deps, subject.id);
    case 'profile':
      return readProfile(deps, subject.handle);
  }
}

async function readStream(deps: Sharing, id: StreamId): Promise<Content | null> {
  const { db } = deps;
  const [stream, moment, money] = await Promise.all([
    db.stream.findFirst({
      where: { AND: [watchableFor(null), { id }] },
      select: {
        title: true,
        status: true,
        mature: true,
        ratePerSecond: true,
        scheduledAt: true,
        coverUrl: true,
        video: { select: { kind: true, durationMs: true } },
        creator: { select: personSelect },
      },
    }),
    momentOf(deps, id),
    chainMoney(deps),
  ]);
  if (!stream) return null;
  const { title, status, mature, scheduledAt, coverUrl, video } = stream;
  const { displayName, handle } = personOf(stream.creator);
  const rate = amountOf(stream.ratePerSecond);
  const price = rate === 0n ? 'Free to watch' : `${withSymbol(shortAmount(rate), money)} a second`;
  const kind = video?.kind === 'recording' ? 'Recorded' : 'Video';
  const long = video && video.durationMs > 0 ? `${kind}, ${lengthInWords(video.durationMs)}. ` : '';
  const from = status === 'scheduled' && scheduledAt ? ` from ${momentInWords(scheduledAt)}` : '';
  return {
    words: {
      title,
      by: [displayName, `@${handle}`],
      line: status === 'ended' ? '' : `${long}${price}${from}`,
      mark: MARKS[status],
    },
    // what is for adults says so by showing nothing
    pictures: mature ? [] : [moment, coverUrl],
  };
}

const MARKS = { live: 'live', scheduled: 'soon', ended: 'ended', recorded: null } as const satisfies Record<
  StreamStatus,
  string | null
>;

async function readClip({ db }: Sharing, id: ClipId): Promise<Content | null> {
  const clip = await db.clip.findFirst({
    where: { AND: [clipsFor(null), { id }] },
    select: {
      title: true,
      fromMs: true,
      toMs: true,
      posterUrl: true,
      creator: { select: personSelect },
      video: { select: { stream: { select: { title: true, mature: true, coverUrl: true } } } },
    },
  });
  if (!clip) return null;
  const { mature, coverUrl, title: of } = clip.video.stream;
  const { displayName, handle } = personOf(clip.creator);
  return {
    words: {
      title: clip.title,
      by: [displayName, `@${handle}`],
      line: `Clip, ${lengthInWords(clip.toMs - clip.fromMs)}. From ${of}`,
      mark: null,
    },
    pictures: mature ? [] : [clip.posterUrl, coverUrl],
  };
}

async function readProfile(deps: Sharing, handle: string): Promise<Content | null> {
  const account = await deps.db.account.findFirst({
    where: { handle: handle.toLowerCase(), deletedAt: null },
    select: {
      ...personSelect,
      profile: { select: { displayName: true, avatarUrl: true, bannerUrl: true } },
      streams: { where: { AND: [listedFor(null), { status: 'live' }] }, select: { id: true, title: true }, take: 1 },
    },
  });
  if (!account) return null;
  const person = personOf(account);
  const [live] = account.streams;
  return {
    words: {
      title: person.displayName,
      by: [`@${person.handle}`],
      line: live ? live.title : 'Live video, paid by the second',
      mark: live ? 'live' : null,
    },
    pictures: [
      live ? await momentOf(deps, live.id as StreamId) : null,
      person.avatarUrl,
      account.profile?.bannerUrl ?? null,
    ],
  };
}

/** What is seen in a stream now, where everybody may see that. */
async function momentOf({ db }: Pick<Deps, 'db'>, id: StreamId): Promise<string | null> {
  const stream = await db.stream.findFirst({
    where: { AND: [picturedFor(null), { id }] },
    select: { thumbnailUrl: true },
  });
  return stream?.thumbnailUrl ?? null;
}

async function readPicture({ storage, linkPictures }: Sharing, urls: Content['pictures']): Promise<Uint8Array | null> {
  for (const url of urls) {
    if (url === null) continue;
    const key = url.startsWith(FILES_PATH) ? readKey(url.slice(FILES_PATH.length)) : null;
    const kept = key && (await storage.read(key));
    if (kept) return new Uint8Array(await new Response(kept.content).arrayBuffer());
    const own = await linkPictures.ownPicture(url);
    if (own) return own;
  }
  return null;
}

/** "1 h 4 min", "12 min", "40 s": pictures of links are in English. */
function lengthInWords(ms: number): string {
  const seconds = Math.round(ms / SECOND);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor((seconds % 3_600) / 60)];
  if (hours > 0) return minutes > 0 ? `${hours} h ${minutes} min` : `${hours} h`;
  return minutes > 0 ? `${minutes} min` : `${seconds} s`;
}

/** Who reads it is nowhere yet, so the zone is named. */
function momentInWords(at: Date): string {
  const words = new Intl.DateTimeFormat('en-GB', {
    day: 'numeric',
    month: 'long',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: 'UTC',
  });
  return `${words.format(at)} UTC`;
}
