import { type Logger } from 'pino';
import { type H160 } from '../sdk/voucher';
import { type Timers } from '../sdk/timers';
import { type KnownChain } from './chain/known-chain';
import { type TransactionFollower } from './chain/transaction-follower';
import { type Clock } from './clock';
import { type Prisma, type PrismaClient } from './generated/prisma/client';
import { type AccountId, type SessionId, type StreamId } from './ids';
import { type Jobs } from './jobs/types';
import { type EngineHealth, type Ledger } from './ledger';
import { type Bells } from './notifications/bells';
import { type PlayableVideos } from './playback/videos';
import { type RecentHints } from './rooms/recent-hints';
import { type StorageKey } from './storage-key';
import { type DrawnPictures } from './sharing/drawn-pictures';
import { type LiveList } from './streams/live-list';
import { type ServerRecordings } from './videos/record-on-server';
import { type Meters } from './viewing/metering/meters';

export { type BlockRef, type EngineHealth, type Ledger } from './ledger';

/** PostgreSQL through Prisma. */
export type Db = PrismaClient;
/** The same inside a transaction. */
export type Tx = Prisma.TransactionClient;

/** What somebody in a room is given. */
export interface Grant {
  /** May see and hear what is sent. */
  maySubscribe: boolean;
  /** On stage: may send a picture, or sound as well. The creator may send all, always. */
  maySend: 'nothing' | 'picture' | 'all';
}

/** Somebody in a room, as the media server tells it. */
export interface Participant {
  /** The media server's own name of this presence: whoever comes again has another. */
  id: string;
  /** CREATOR_SEAT, or a viewing's seat. */
  identity: string;
  grant: Grant;
  joinedAt: Date;
  /** What it sends; `muted` is a track that is there and carries nothing. */
  tracks: { kind: 'audio' | 'video'; muted: boolean }[];
}

/** What the media server tells of itself: a hint that something may have changed, never more. */
export interface RoomHint {
  /** The same for each delivery of the same hint. */
  id: string;
  kind: 'joined' | 'left' | 'published' | 'unpublished' | 'started' | 'finished' | 'other';
  room: StreamId | null;
  identity: string | null;
}

/** What a program that sends needs to know of the media server, when it was let in (RFC 9725). */
export interface FeedAnswer {
  /** The media server's name of who sends. */
  participant: string;
  sdp: string;
  /** Names the connection, for changes of it. */
  etag: string | null;
  /** Ways through a network: TURN servers, the media server's own among them. */
  iceServers: { urls: string[]; username?: string; credential?: string }[];
}

/** A way in by RTMP, made for one feed: what comes by it is sent into the room that it is for. */
export interface RtmpWay {
  /** The media server's name of it. */
  id: string;
  /** What opens it: goes to the media server alone, nobody is told. */
  key: string;
}

/** The media server (LiveKit). A stream's room has the stream's id for a name. */
export interface Rooms {
  /** Where browsers connect to. */
  readonly url: string;
  /** More ways through a network, for the client: TURN servers beside LiveKit's own. */
  readonly iceServers: readonly { urls: string[]; username?: string; credential?: string }[];
  health(): Promise<EngineHealth>;
  /** Makes the room; one that is there stays as it is. */
  open(room: StreamId): Promise<void>;
  /** Ends the room and sends everybody out; one that is not there is closed already. */
  close(room: StreamId): Promise<void>;
  /** The rooms that are there, with how many are in each: a count that may be some seconds old. */
  list(): Promise<{ room: StreamId; participants: number }[]>;
  /** Who is in the room; empty when there is none. */
  participants(room: StreamId): Promise<Participant[]>;
  /**
   * Gives exactly this and takes the rest; what is no longer allowed stops being sent. Who may send
   * is seen by the others, nobody else is. False when nobody with this identity is in the room.
   */
  setGrant(room: StreamId, identity: string, grant: Grant): Promise<boolean>;
  /** Sends somebody out; whoever is not in is out already. */
  remove(room: StreamId, identity: string): Promise<void>;
  /** A message to everybody in the room, or to some; arrives also at who may not subscribe. */
  send(room: StreamId, topic: string, data: Uint8Array, to?: string[]): Promise<void>;
  /**
   * For the creator: may send, sees who is on stage, may not be impersonated. Lives a few minutes,
   * for the first connecting only.
   */
  creatorToken(room: StreamId, name: string): Promise<string>;
  /**
   * For a viewing: hidden from the others, sends nothing; `maySubscribe` is true for free streams
   * only.
   */
  viewerToken(room: StreamId, seat: string, maySubscribe: boolean): Promise<string>;
  /**
   * For the recorder of this server: hidden, sends nothing. It is nobody among the participants,
   * and whoever comes after it in its place has the place.
   */
  recorderToken(room: StreamId): Promise<string>;
  /**
   * Lets a program in that sends in the creator's place by WHIP, into a room that is there; whoever
   * was in that place is thrown out. Null when its offer cannot be answered.
   */
  startFeed(room: StreamId, name: string, sdp: string): Promise<FeedAnswer | null>;
  /** Hands on what a program found out about its network. Null when that is not taken. */
  changeFeed(
    room: StreamId,
    participant: string,
    change: { ifMatch: string; fragment: string },
  ): Promise<{ fragment: string; etag: string | null } | null>;
  /** Ends what a program sends; one that has left is out already, and nobody else is sent out. */
  endFeed(room: StreamId, participant: string): Promise<void>;
  /**
   * Makes a way in by RTMP for the feed of this id, in the creator's place of a room that is there.
   * Rejects where the media server takes no RTMP.
   */
  openRtmp(room: StreamId, name: string, feed: string): Promise<RtmpWay>;
  /** Who sends by this way, once somebody is in the room by it; null before. */
  rtmpSender(room: StreamId, way: string): Promise<string | null>;
  /** Takes a way in away and ends what comes by it; one that is not there is gone already. */
  closeRtmp(way: string): Promise<void>;
  /** The ways in by RTMP that are there, each with the feed that it was made for. */
  rtmpWays(): Promise<{ id: string; feed: string }[]>;
  /** Reads a webhook; null when its signature is not LiveKit's with our key. */
  readHint(body: string, authorization: string | undefined): Promise<RoomHint | null>;
}

export { CREATOR_SEAT } from '../sdk/media';

/** The kinds of keys that wallets sign with. */
export type WalletScheme = 'sr25519' | 'ed25519' | 'ecdsa';

/** A wallet's address in its one spelling here, and as the contract sees it. */
export interface WalletAddress {
  /** SS58 with prefix 42. */
  address: string;
  /** 0x and 40 hex digits, lower case. */
  h160: string;
}

/** What is known about wallets without asking the chain. */
export interface Wallets {
  /** Any SS58 spelling, or null when it is not an address. */
  parseAddress(text: string): WalletAddress | null;
  /**
   * The scheme by which the address signed exactly this text (plain or wrapped in <Bytes>, as
   * extensions do), or null.
   */
  verify(address: string, text: string, signature: string): WalletScheme | null;
}

/** argon2id. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /**
   * With `null` it takes as long as with a hash and says no: answers do not tell whether an account
   * exists.
   */
  verify(hash: string | null, password: string): Promise<boolean>;
  /**
   * Hashed with parameters that we have moved on from: to be hashed anew when the password is at
   * hand.
   */
  isOutdated(hash: string): boolean;
}

/** Who is asking, as far as the session cookie proves it. */
export interface SignedIn {
  sessionId: SessionId;
  accountId: AccountId;
}

/** Where a request comes from: kept with a session so that its owner recognises it. */
export interface Origin {
  ipAddress: string;
  userAgent: string;
  /**
   * The secret by which a browser is known that signed in before (server/identity/devices.ts); it
   * goes into no log.
   */
  device?: string | null;
  /** What a suspended account's owner was given (server/identity/suspended-pass.ts); the same. */
  suspendedPass?: string | null;
}

/** Sessions by Lucia. Secrets are what the cookie holds; only their hashes are stored. */
export interface Sessions {
  /** A new session; returns the Set-Cookie header. */
  create(accountId: AccountId, origin: Origin): Promise<string>;
  /** Who the cookie header belongs to; `setCookie` when the cookie is to be renewed or cleared. */
  read(cookieHeader: string | null): Promise<{ signedIn: SignedIn | null; setCookie: string | null }>;
  /**
   * New names for a session, inside and out: from now on the old cookie is nobody's. Returns the
   * Set-Cookie header.
   */
  rotate(session: SessionId): Promise<{ sessionId: SessionId; setCookie: string }>;
  end(session: SessionId): Promise<void>;
  endAll(account: AccountId, except?: SessionId): Promise<void>;
  /** The Set-Cookie header that clears the cookie. */
  blankCookie(): string;
  /**
   * The same, writing in a transaction: a deed and the sessions that it makes or ends stand or fall
   * together.
   */
  inTransaction(tx: Tx): Sessions;
}

/** Which processes run on this database. */
export interface Presence {
  /**
   * Does the work while no other process runs on this database, and lets none begin until it is
   * done; without it, when others run.
   */
  alone<Done>(work: () => Promise<Done>): Promise<Done | 'others run'>;
}

/** A mail, ready to be sent. */
export interface MailMessage {
  to: string;
  subject: string;
  text: string;
  html: string;
  /** The same mail has the same id, however often it is sent. */
  id: string;
  /** Where one click ends mails of this kind. */
  unsubscribe?: string;
}

/** Mail by SMTP. */
export interface Mail {
  /** False where no mail server is configured: then nothing is sent, and pages say so. */
  readonly on: boolean;
  send(message: MailMessage): Promise<void>;
}

/** A browser that asked to be pushed to. */
export interface PushTarget {
  /** Where its push service takes messages; it comes from outside. */
  endpoint: string;
  p256dh: string;
  auth: string;
}

/** How a push is to be treated on its way. */
export interface PushManner {
  /** What is not delivered yet is replaced by the next one of the same topic. */
  topic: string;
  /** So many seconds it is kept for a browser that is away. */
  ttl: number;
  urgent: boolean;
}

/** Web push. */
export interface Push {
  /** What browsers subscribe with; null where this site does not push. */
  readonly key: string | null;
  /** Whether an endpoint may be written to at all. */
  accepts(endpoint: string): boolean;
  /** `gone`: the push service knows the browser no more. */
  send(target: PushTarget, payload: string, manner: PushManner): Promise<'sent' | 'gone'>;
}

/** Keeps secrets in the tables so that nobody reads them there. */
export interface Sealer {
  /** False where this installation has no secret of its own: then nothing is sealed. */
  readonly on: boolean;
  /** The text so that it can be opened in this place alone. */
  seal(text: string, place: string): string;
  /** Null where it was not sealed here, or for another place. */
  open(sealed: string, place: string): string | null;
}

/** Where a live stream is sent on to: an address of another site, and the key that it gave. */
export interface RestreamTo {
  address: string;
  key: string;
}

/** Pictures of one shape: what is read before them, then one segment after the other. */
export interface RestreamRun {
  /** As RFC 6381 has it. */
  codecs: string;
  bytes: AsyncIterable<Uint8Array>;
}

/** Why nothing is sent on to another site. */
export type RestreamFailure =
  /** The address leads into a network that is not public. */
  | 'addressRefused'
  | 'unreachable'
  /** The other site closed before it took pictures: mostly the key is not good. */
  | 'refused'
  | 'brokenOff'
  /** FFmpeg cannot read or make what the other site takes. */
  | 'cannotEncode';

/** Sends live pictures on to other sites, by RTMP. */
export interface Restreamer {
  /** False where there is no FFmpeg. */
  readonly on: boolean;
  /** Whether an address may be sent to at all. */
  accepts(address: string): boolean;
  /**
   * Sends until there is no more, or it is aborted. `sending` is told once the other site takes
   * pictures.
   */
  send(
    to: RestreamTo,
    run: RestreamRun,
    how: { signal: AbortSignal; sending(): void },
  ): Promise<'ended' | RestreamFailure>;
}

/** The chain that this site stands on. */
export interface ChainConfig {
  /** A development chain that may be reset. */
  local: boolean;
  /** The purse contract; null where payments are not set up. */
  contract: H160 | null;
  /** The block that the contract was deployed in: nothing before it tells of purses. */
  contractBlock: number;
  /** Where people can look at a block; {number} stands for its number. */
  blockUrl: string;
}

/** What is kept beside the tables: pictures, and what is recorded. A folder, or an object store. */
export interface Storage {
  /** Keeps it whole or not at all; what was there before under this key is gone then. */
  put(key: StorageKey, content: Uint8Array | NodeJS.ReadableStream): Promise<void>;
  /** How large it is, and since when it is there; null when it is not. */
  stat(key: StorageKey): Promise<Stored | null>;
  /** The same with its content, or with the bytes of it from one to another, both included. */
  read(
    key: StorageKey,
    range?: { from: number; to: number },
  ): Promise<(Stored & { content: ReadableStream<Uint8Array> }) | null>;
  /** What is not there is gone already. */
  remove(key: StorageKey): Promise<void>;
  /** Removes all files of a video; a folder that is not there is gone already. */
  removeVideo(folder: string): Promise<void>;
  /** The folders of videos that are kept, with when something of each was last stored. */
  videoFolders(): AsyncIterable<{ folder: string; storedAt: Date }>;
}

/** How much of an upload has come; its length is null while whoever sends it has not said it. */
export interface UploadState {
  bytes: number;
  length: number | null;
}

/**
 * What the domain decides of uploads. What a rule throws, `answer` throws: that is how something is
 * refused.
 */
export interface UploadRules {
  /**
   * Somebody begins an upload. It is known by `uploadId`, a newName, from then on; one that is
   * there already is not begun again (409). It never becomes longer than `most` bytes.
   */
  begin(asked: {
    metadata: Readonly<Record<string, string | null>>;
    length: number | null;
  }): Promise<{ uploadId: string; most: number }>;
  /**
   * Somebody asks about an upload, brings more of it, or gives it up. What would make it longer
   * than `most` is refused while it comes (413), whatever was said of its length.
   */
  goOn(uploadId: string, method: 'HEAD' | 'PATCH' | 'DELETE'): Promise<{ most: number }>;
  /**
   * What has come of it in all, after each request that brought some, one that broke off too. Two
   * at once may be told in either order: `stat` says how it stands.
   */
  received(uploadId: string, state: UploadState): Promise<void>;
}

/** Files that come in by the tus protocol, in pieces, again after each break (tus.io, 1.0). */
export interface Uploads {
  /**
   * Answers a request of the protocol: OPTIONS, POST, HEAD, PATCH, DELETE. Nothing is given out.
   */
  answer(request: Request, rules: UploadRules): Promise<Response>;
  /** The path of a local file that has all of it, for as long as `use` works with it. */
  withFile<Made>(uploadId: string, use: (path: string) => Promise<Made>): Promise<Made>;
  /** What has come of it; null when it is not there. */
  stat(uploadId: string): Promise<UploadState | null>;
  /** What is not there is gone already. */
  remove(uploadId: string): Promise<void>;
  /**
   * The bytes of an upload from its first one on, as they come; it ends when all of it has come.
   * Aborting `signal` breaks it off, as does an upload that is removed. Null where uploads are kept
   * in a way that cannot be read while they come.
   */
  readonly follow: ((uploadId: string, signal: AbortSignal) => ReadableStream<Uint8Array>) | null;
  /** Uploads that are kept, with when something of each last came. */
  all(): AsyncIterable<{ uploadId: string; changedAt: Date }>;
}

/**
 * Part of a video that can be had alone: a whole number of pictures, from its first key frame on.
 */
export interface VideoSegment {
  /** Its file in the video's folder. */
  file: string;
  startMs: number;
  durationMs: number;
  bytes: number;
  /** It does not go on from the one before: other tracks, or another clock. */
  discontinuity?: boolean;
  /** What is read before it; segments of one run have the same. */
  init: string;
}

/** One size of a video, or its sound alone. */
export interface VideoRendition {
  /** Lower case letters and digits, such as `source`, `480p`, `audio`. */
  name: string;
  /** As RFC 6381 has it, such as `avc1.42c01f,mp4a.40.2`. */
  codecs: string;
  bandwidth: number;
  width: number;
  height: number;
  segments: VideoSegment[];
}

/**
 * What was made of a video: `index.json` of its folder. All renditions are cut at the same times.
 */
export interface VideoIndex {
  version: 1;
  durationMs: number;
  /** The first is the source's own quality. */
  renditions: VideoRendition[];
  /**
   * Small pictures for the seek bar, in rows and columns of one file, one each so many
   * milliseconds; null without them.
   */
  strip: { file: string; everyMs: number; columns: number; width: number; height: number; count: number } | null;
  /** A picture of it, a JPEG of its folder; null where none could be made. */
  poster: string | null;
  /** All files of it together. */
  bytes: number;
  /** So many of the files that came in could not be read: what they had is missing. */
  unread?: number;
}

/** Why a file cannot be packaged. */
export type PackagingFailure = 'notAVideo' | 'truncated' | 'codecUnknown' | 'tooLong' | 'hashMismatch';

/** What was made of a recording so far, while it comes in. */
export interface Followed {
  index: VideoIndex;
  /** Where its next part begins, in seconds: to be exact, as it is when all is packaged at once. */
  end: number;
}

/** How a file is packaged while it is written. */
export interface Following {
  /** What was made of the files before it. */
  before: Followed | null;
  /** Another segment is kept, and stands in the index. */
  grown: (durationMs: number) => Promise<void>;
  signal: AbortSignal;
}

/** Makes of files that came in what can be played: HLS with fragmented MP4. */
export interface Packager {
  /**
   * Without it there are no pictures of a video, and what browsers cannot play is `codecUnknown`.
   */
  readonly usesFfmpeg: boolean;
  /** What a file is, told by its bytes; a refusal where it is no video. */
  inspect(
    path: string,
  ): Promise<
    { durationMs: number; container: 'mp4' | 'webm' | 'mkv'; width: number; height: number } | PackagingFailure
  >;
  /**
   * Packages files that are played one after the other into `storage`, without decoding where
   * codecs allow. One that cannot be read is left out, as long as another can. What was there of an
   * earlier try is replaced.
   */
  pack(
    folder: string,
    files: readonly { path: string; sha256: string | null }[],
  ): Promise<VideoIndex | PackagingFailure>;
  /**
   * The first picture of a piece of what was packaged, as a JPEG: what is read before a segment,
   * and the segment. Null where none can be made of it.
   */
  pictureOf(piece: Uint8Array): Promise<Uint8Array | null>;
  /**
   * Packages one file while it comes in, after what was made of those before it: the same segments
   * at the same times as `pack` makes of all of them, in the source's own quality alone.
   * `brokenOff`: it ended before its bytes did, and nothing can be said of what comes after.
   */
  follow(
    folder: string,
    bytes: ReadableStream<Uint8Array>,
    following: Following,
  ): Promise<Followed | PackagingFailure | 'brokenOff'>;
  /**
   * Makes a smaller size of a packaged video, with its segments at the same times, into files of
   * its folder that are called by `tag`; the index is as it was. Null where that cannot be done.
   * Throws when it is stopped.
   */
  shrink(
    folder: string,
    index: VideoIndex,
    how: { height: number; tag: string },
    signal: AbortSignal,
  ): Promise<VideoRendition | null>;
}

/** Takes what is recorded, call after call: each waits for the one before. */
export interface RecordingSink {
  /** A file begins, of what was sent so many milliseconds ago. */
  begin(file: { contentType: string; agoMs: number }): Promise<void>;
  write(bytes: Uint8Array): Promise<void>;
  /** All of the file was written. */
  end(): Promise<void>;
}

/** How recording a room ended. */
export type RecorderEnd =
  | { how: 'stopped' }
  /** What is sent is of a kind that cannot be recorded as it comes. */
  | { how: 'unreadable' }
  /** Another process records the room. */
  | { how: 'replaced' }
  /** The sink threw this. */
  | { how: 'refused'; error: unknown }
  | { how: 'failed'; error: unknown };

/**
 * Records what creators send into rooms, as it comes and without decoding it, unseen by everybody.
 * A file goes on for as long as the picture does; after each break there is another one.
 */
export interface Recorder {
  /** Records until it is stopped, or cannot go on. */
  record(room: StreamId, sink: RecordingSink): { ended: Promise<RecorderEnd>; stop(): Promise<RecorderEnd> };
}

export interface Stored {
  bytes: number;
  storedAt: Date;
}

/** What a picture is cut to: it fills all of it. Both are even. */
export interface PictureShape {
  width: number;
  height: number;
}

/** A picture as WebP, so wide. */
export interface Encoded {
  width: number;
  bytes: Uint8Array;
}

/** What is done with pictures that people bring. */
export interface Pictures {
  /**
   * Made anew of its pixels alone, upright, in full and in half its width. What it is, is told by
   * the bytes; an animated one stands still.
   */
  encode(bytes: Uint8Array, shape: PictureShape): Promise<Encoded[] | 'unreadable' | 'tooLarge'>;
}

/** What the picture of a link says. */
export interface LinkWords {
  title: string;
  /** Who: the first of these names that can be drawn. */
  by: readonly string[];
  line: string;
  mark: 'live' | 'soon' | 'ended' | null;
}

/** The pictures that other sites show beside a link to here. */
export interface LinkPictures {
  /**
   * A PNG, 1200 by 630. Letters that our type does not have are left out, and a text of which too
   * little is left; so is a picture that cannot be read.
   */
  draw(words: LinkWords, picture: Uint8Array | null): Promise<Uint8Array>;
  /** A picture that the site came with, by its path; null for any other path. */
  ownPicture(path: string): Promise<Uint8Array | null>;
}

/** What configuration a domain may know. */
export interface Config {
  /** The canonical address of this site, such as https://vilokanam.example. */
  origin: string;
  /** A local installation for trying things out: demo accounts are shown. */
  localDemo: boolean;
  /** Where programs send by RTMP; null where none can. */
  rtmp: string | null;
  /** So many other sites are sent to at once by one process. */
  mostRestreams: number;
  chain: ChainConfig;
  videos: VideosConfig;
}

/** How much of videos is kept, and how long. */
export interface VideosConfig {
  /** So many bytes a creator may have in videos, with what is coming in. */
  quota: bigint;
  /** What came in is kept beside what was made of it. */
  keepOriginals: boolean;
  /** Days after which a video is removed; 0 keeps them. */
  retentionDays: number;
  /** So many recordings a process packages while they come in. */
  mostFollowed: number;
  /** The smaller sizes that are made of a video: their short sides. */
  heights: readonly number[];
  /** So many streams each process records at once; 0 where the server records none. */
  serverRecordings: number;
}

/** All that a domain module may touch. Domain functions take the part of it that they need. */
export interface Deps {
  db: Db;
  clock: Clock;
  timers: Timers;
  log: Logger;
  rooms: Rooms;
  /** The hints of the media server that this process took. */
  recentHints: RecentHints;
  /** What is live for everybody to see, as this process read it last. */
  liveList: LiveList;
  ledger: Ledger;
  /** What this process has heard of the chain. */
  knownChain: KnownChain;
  /** What wallets signed and this process follows to its end. */
  transactions: TransactionFollower;
  /** What the operator signed and this process follows to its end. */
  settlements: TransactionFollower;
  /** All that this process has in memory of viewings. */
  meters: Meters;
  wallets: Wallets;
  passwords: Passwords;
  sessions: Sessions;
  presence: Presence;
  jobs: Jobs;
  /** The bells that are open in this process. */
  bells: Bells;
  mail: Mail;
  push: Push;
  sealer: Sealer;
  restreamer: Restreamer;
  storage: Storage;
  uploads: Uploads;
  packager: Packager;
  recorder: Recorder;
  /** What this process records. */
  serverRecordings: ServerRecordings;
  /** The videos that are played by this process. */
  videos: PlayableVideos;
  pictures: Pictures;
  linkPictures: LinkPictures;
  /** Of links' pictures, those that this process drew last. */
  drawnPictures: DrawnPictures;
  config: Config;
}
