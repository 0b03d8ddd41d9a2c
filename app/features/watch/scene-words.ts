import { type WatchSnapshot } from '../../../sdk/watching';
import { speakPrice, SYMBOL } from '../../lib/price';
import { type Scene } from './view';
import { type StreamDetail } from '../../lib/api';

/** What a scene offers to do; the page knows how. */
export type SceneStep =
  | { do: 'watch' | 'resume' | 'again' | 'raiseLimit'; label: string }
  | { go: 'signIn' | 'signUp' | 'wallet' | 'topUp' | 'home' | 'creator'; label: string };

/** A scene in words: what happened, what it means for money, and what can be done; the first step is the main one. */
export interface SceneWords {
  title: string;
  text?: string;
  steps: SceneStep[];
  /** Something is on its way: the ring goes round beside the title. */
  busy?: boolean;
}

type Priced = Pick<StreamDetail, 'ratePerSecond'>;

/** "0.25 UNIT a minute". */
export const watchPrice = ({ ratePerSecond }: Priced) => `${speakPrice(ratePerSecond).minute} ${SYMBOL} a minute`;

/** The words that lie over the poster; null where the picture speaks for itself. */
export function sceneWords(scene: Scene, stream: Priced): SceneWords | null {
  switch (scene.kind) {
    case 'playing':
    case 'preview':
      return null;
    case 'joining':
      return { title: 'Joining the stream', steps: [], busy: true };
    case 'starting':
      return { title: 'Bringing the picture', text: 'Your browser signs for the first second.', steps: [], busy: true };
    case 'mending':
      return { title: 'Reconnecting', text: 'Nothing is charged meanwhile.', steps: [], busy: true };
    case 'silent':
      return {
        title: 'The creator’s connection is interrupted.',
        text: 'Nothing is charged. The picture comes back by itself.',
        steps: [],
      };
    case 'offer':
      return offerWords(scene, stream);
    case 'need':
      return needWords(scene.need, stream);
    case 'paused':
      return { title: 'Paused', text: 'Nothing is charged.', steps: [{ do: 'resume', label: 'Go on watching' }] };
    case 'late':
      return {
        title: 'The picture was stopped.',
        text: 'Your seconds did not reach us in time, so nothing more is charged.',
        steps: [{ do: 'resume', label: 'Go on watching' }],
      };
    case 'spendingLimit':
      return {
        title: 'Your limit is reached.',
        text: 'The picture is paused; nothing more is charged.',
        steps: [{ do: 'raiseLimit', label: 'Change the limit' }],
      };
    case 'outOfFunds':
      return {
        title: 'Your deposit ran out.',
        text: 'The picture is paused; nothing more is charged.',
        steps: [
          { go: 'topUp', label: 'Top up' },
          { do: 'resume', label: 'Try again' },
        ],
      };
    default:
      return awayWords(scene);
  }
}

function offerWords({ afterPreview, silent }: Extract<Scene, { kind: 'offer' }>, stream: Priced): SceneWords {
  const pause = silent ? 'The creator’s connection is interrupted; you pay only once the picture is back. ' : '';
  return {
    title: afterPreview ? 'The preview is over.' : 'Paid by the second',
    text: `${pause}You pay only while you watch. Stop any time.`,
    steps: [{ do: 'watch', label: `Watch for ${watchPrice(stream)}` }],
  };
}

/** The scenes of somebody who is not in the room any more, or never was. */
function awayWords(
  scene: Extract<
    Scene,
    { kind: 'lost' | 'replaced' | 'full' | 'banned' | 'followersOnly' | 'notLive' | 'ended' | 'refused' }
  >,
): SceneWords {
  const home: SceneStep = { go: 'home', label: 'See what is live' };
  switch (scene.kind) {
    case 'lost':
      return {
        title: 'The connection was lost.',
        text: 'Nothing is charged. The stream may still be going on.',
        steps: [{ do: 'again', label: 'Join again' }],
      };
    case 'replaced':
      return {
        title: 'You went on watching elsewhere.',
        text: 'Another tab or browser of yours has this stream now. Nothing is charged here.',
        steps: [{ do: 'again', label: 'Watch here' }],
      };
    case 'full':
      return {
        title: 'Every seat is taken.',
        text: 'Nothing was charged. A seat is free again when somebody leaves.',
        steps: [{ do: 'again', label: 'Try again' }, home],
      };
    case 'banned':
      return {
        title: 'You cannot watch this stream.',
        text: 'The creator has shut you out. Nothing is charged.',
        steps: [home],
      };
    case 'followersOnly':
      return {
        title: 'For followers only.',
        text: 'Follow the creator, below, then try again.',
        steps: [{ do: 'again', label: 'Try again' }],
      };
    case 'notLive':
      return {
        title: 'The stream is not live now.',
        text: 'Nothing was charged.',
        steps: [{ do: 'again', label: 'Try again' }, home],
      };
    case 'ended':
      return { title: 'The stream has ended.', steps: [{ go: 'creator', label: 'More of the creator' }, home] };
    case 'refused':
      return { title: 'You are not in the stream.', text: scene.message, steps: [{ do: 'again', label: 'Try again' }] };
  }
}

type Need = NonNullable<WatchSnapshot['needs']>;

/** What is missing before a second can be paid, and the way to it. */
export function needWords(need: Need, stream: Priced): SceneWords {
  const title = watchPrice(stream);
  switch (need) {
    case 'signIn':
      return {
        title,
        text: 'You pay only while you watch. It takes an account and a purse.',
        steps: [
          { go: 'signUp', label: 'Create account' },
          { go: 'signIn', label: 'Sign in' },
        ],
      };
    case 'wallet':
      return {
        title,
        text: 'Seconds are paid from a purse that your wallet fills. No wallet is linked yet.',
        steps: [{ go: 'wallet', label: 'Link a wallet' }],
      };
    case 'purse':
      return {
        title,
        text: 'Put in a deposit once; it stays yours. Then you come back here and watch.',
        steps: [{ go: 'wallet', label: 'Open a purse' }],
      };
    case 'closing':
      return {
        title: 'Your purse is being closed.',
        text: 'Until then it pays for nothing new. You can keep it open.',
        steps: [{ go: 'wallet', label: 'Go to the purse' }],
      };
    case 'expired':
      return {
        title: 'Your purse’s time is over.',
        text: 'Your wallet can allow its key again. The deposit stays where it is.',
        steps: [{ go: 'wallet', label: 'Renew the purse' }],
      };
    case 'funds':
      return {
        title: 'Your purse is nearly empty.',
        text: `It holds less than a minute of this stream: ${title}.`,
        steps: [{ go: 'topUp', label: 'Top up' }],
      };
    case 'rate':
      return {
        title: 'This costs more than your purse may pay.',
        text: `The stream is ${title}. The purse’s limit is lower; only you can raise it.`,
        steps: [{ go: 'wallet', label: 'Change the limits' }],
      };
    case 'lanes':
      return {
        title: 'Your purse pays for another stream now.',
        text: 'Leave the other stream, or allow more streams at a time.',
        steps: [
          { do: 'again', label: 'Try again' },
          { go: 'wallet', label: 'Change the limits' },
        ],
      };
    case 'announced':
      return {
        title: 'Your purse is waiting for the chain.',
        text: 'A creator is collecting seconds from it by themselves. Until that is done it pays for nothing new.',
        steps: [{ do: 'again', label: 'Try again' }],
      };
    case 'payments':
      return {
        title: 'Payments do not work here just now.',
        text: 'Nothing was charged. Free streams need no purse.',
        steps: [
          { do: 'again', label: 'Try again' },
          { go: 'home', label: 'See what is live' },
        ],
      };
    case 'key':
      return {
        title: 'This browser cannot pay from your purse.',
        text: 'The key that pays lies in another browser. Your wallet can allow this one instead.',
        steps: [{ go: 'wallet', label: 'Pay from this browser' }],
      };
  }
}

/** What a screen reader is told when the scene changes: the same in one line, the playing scenes too. */
export function caption(scene: Scene, stream: Priced): string {
  if (scene.kind === 'playing')
    return scene.how === 'free' ? 'Playing. Free.' : `Playing. You pay ${watchPrice(stream)}.`;
  if (scene.kind === 'preview') return 'Playing the free preview.';
  const words = sceneWords(scene, stream);
  return [words?.title, words?.text].filter(Boolean).join(' ');
}
