import { type Amount } from '../../../sdk/money';
import { type WatchSnapshot } from '../../../sdk/snapshot';
import { type Joined } from '../../../sdk/protocol';
import { type StreamDetail } from '../../lib/api';

type Need = NonNullable<WatchSnapshot['needs']>;

/**
 * What the page says about a stream at one moment: one of these, with the next step that belongs to
 * it.
 */
export type Scene =
  /** On the way into the room. */
  | { kind: 'joining' }
  /** The picture is there, or on its way; `how` says who pays for it. */
  | { kind: 'playing'; how: 'free' | 'paying' | 'onStage' }
  /** Nothing is due yet; `needs` is what stands between the viewer and paying afterwards. */
  | { kind: 'preview'; until: Date; needs: Need | null; agreed: boolean }
  /** The picture waits for the viewer's word. */
  | { kind: 'offer'; afterPreview: boolean; noPreview: Joined['noPreview']; silent: boolean }
  /** The viewer would, but cannot pay yet. */
  | { kind: 'need'; need: Need; wallet: WatchSnapshot['wallet'] }
  /** The word is given, the first second is being signed. */
  | { kind: 'starting' }
  /** Nothing goes out from the creator. */
  | { kind: 'silent' }
  /** The connection is being mended. */
  | { kind: 'mending' }
  /** The network holds the live picture back, and there is no other one. */
  | { kind: 'unreachable' }
  /** The connection is lost. */
  | { kind: 'lost' }
  | { kind: 'paused' }
  | { kind: 'spendingLimit' }
  | { kind: 'outOfFunds' }
  /** The seconds did not arrive in time. */
  | { kind: 'late' }
  /** Another tab or browser took over. */
  | { kind: 'replaced' }
  /** Another tab or browser has it, and keeps it until somebody says otherwise here. */
  | { kind: 'elsewhere' }
  | { kind: 'full' }
  | { kind: 'banned' }
  | { kind: 'followersOnly' }
  | { kind: 'notLive' }
  | { kind: 'ended' }
  /** Joining was refused for a reason that has no page of its own. */
  | { kind: 'refused'; message: string };

/** A stream as it is to be shown at this moment. */
export interface View {
  scene: Scene;
  /** The video is on screen, if only its last picture; otherwise the dimmed poster. */
  picture: boolean;
  /** This second is being paid: the ring runs. */
  counting: boolean;
  /** Money may go out without another click: pausing means to stop that. */
  spending: boolean;
  /**
   * What was signed for in this stream so far, wherever it was watched; null where nothing ever
   * was.
   */
  cost: { seconds: bigint; amount: Amount } | null;
}

export interface ViewQuestion {
  stream: Pick<StreamDetail, 'ratePerSecond' | 'previewSeconds'>;
  snapshot: WatchSnapshot | null;
  /** The viewer agreed to pay for this stream. */
  agreed: boolean;
  /** Why this viewing began without the stream's preview. */
  noPreview?: Joined['noPreview'];
  /** The viewer stopped what costs nothing. */
  held?: boolean;
}

/** The scenes in which the last picture stays. */
const PICTURED: ReadonlySet<Scene['kind']> = new Set(['playing', 'preview', 'silent', 'mending']);

/** Everything that the page shows follows from this, and nothing else decides it. */
export function viewOf(question: ViewQuestion): View {
  const { snapshot } = question;
  const scene = sceneOf(question);
  const counting =
    scene.kind === 'playing' && scene.how === 'paying' && snapshot?.connection === 'connected' && snapshot.moving;
  const picture = PICTURED.has(scene.kind);
  return {
    scene,
    picture,
    counting,
    spending: scene.kind === 'starting' || (snapshot?.phase?.kind === 'paying' && picture),
    cost: snapshot && costOf(snapshot, question.stream.ratePerSecond),
  };
}

/** A stream has one price as long as it lasts: what was spent tells for how many seconds. */
function costOf({ spent, rate }: WatchSnapshot, shown: Amount): View['cost'] {
  const price = rate ?? shown;
  return spent > 0n && price > 0n ? { seconds: spent / price, amount: spent } : null;
}

function sceneOf({ stream, snapshot, agreed, noPreview = null, held = false }: ViewQuestion): Scene {
  if (!snapshot) return { kind: 'joining' };
  const { refused, phase, connection, unreachable, silent, needs, wallet } = snapshot;
  if (refused) return refusalScene(refused);
  if (phase?.kind === 'over') return overScene(phase.why);
  if (connection === 'closed') return { kind: 'lost' };
  // before money is spoken of: paying would bring no picture
  if (unreachable && !isStopped(phase)) return { kind: 'unreachable' };
  if (!phase) return { kind: connection === 'reconnecting' ? 'mending' : 'joining' };
  // What the viewer has to do is said also while the connection is mended: a paywall does not
  // blink.
  if (phase.kind === 'cut') return cutScene(phase.why, needs, wallet);
  if (phase.kind === 'unpaid') return unpaidScene({ stream, needs, wallet, agreed, noPreview, silent, connection });
  if (held && phase.kind !== 'paying') return { kind: 'paused' };
  if (connection !== 'connected') return { kind: connection === 'reconnecting' ? 'mending' : 'joining' };
  if (silent) return { kind: 'silent' };
  if (phase.kind === 'preview') return { kind: 'preview', until: phase.until, needs, agreed };
  return { kind: 'playing', how: phase.kind };
}

/** By the viewer, or by the limit that they set. */
const isStopped = (phase: WatchSnapshot['phase']) =>
  phase?.kind === 'cut' && (phase.why === 'paused' || phase.why === 'spendingLimit');

function unpaidScene({
  stream,
  needs,
  wallet,
  agreed,
  noPreview,
  silent,
  connection,
}: Pick<ViewQuestion, 'stream' | 'agreed'> & { noPreview: Joined['noPreview'] } & Pick<
    WatchSnapshot,
    'needs' | 'wallet' | 'silent' | 'connection'
  >): Scene {
  if (needs) return { kind: 'need', need: needs, wallet };
  if (!agreed)
    return { kind: 'offer', afterPreview: stream.previewSeconds > 0 && noPreview === null, noPreview, silent };
  if (connection !== 'connected') return { kind: connection === 'reconnecting' ? 'mending' : 'joining' };
  return { kind: silent ? 'silent' : 'starting' };
}

type CutReason = Extract<NonNullable<WatchSnapshot['phase']>, { kind: 'cut' }>['why'];

/** A purse that cannot pay any more is the nearer reason than the seconds that it did not pay. */
function cutScene(why: CutReason, needs: WatchSnapshot['needs'], wallet: WatchSnapshot['wallet']): Scene {
  if (why === 'paused' || why === 'spendingLimit') return { kind: why };
  if (needs && needs !== 'funds') return { kind: 'need', need: needs, wallet };
  return { kind: needs === 'funds' ? 'outOfFunds' : why };
}

type OverReason = Extract<NonNullable<WatchSnapshot['phase']>, { kind: 'over' }>['why'];

/** What a viewing that is over shows. */
export function overScene(why: OverReason): Scene {
  switch (why) {
    case 'streamEnded':
      return { kind: 'ended' };
    case 'left':
    case 'connectionLost':
    case 'rekeyed':
      return { kind: 'lost' };
    case 'replaced':
    case 'banned':
    case 'spendingLimit':
    case 'outOfFunds':
      return { kind: why };
  }
}

/** The refusals that have a page of their own. */
const REFUSALS: Partial<Record<string, Scene>> = {
  streamNotLive: { kind: 'notLive' },
  streamFull: { kind: 'full' },
  banned: { kind: 'banned' },
  followersOnly: { kind: 'followersOnly' },
  watchingElsewhere: { kind: 'elsewhere' },
};

/** What a refusal shows. */
export function refusalScene({ code, message }: NonNullable<WatchSnapshot['refused']>): Scene {
  return REFUSALS[code] ?? { kind: 'refused', message };
}
