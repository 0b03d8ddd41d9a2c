import { type WatchSnapshot } from '../../../sdk/snapshot';
import { useMoney } from '../../lib/money';
import { speakPrice } from '../../lib/price';
import { NO_PREVIEW_WORDS } from './preview-words';
import { walletName } from '../../ui/WalletName';
import { type Scene } from './view';
import { type StreamDetail } from '../../lib/api';

/** What a scene offers to do; the page knows how. */
export type SceneStep =
  | { do: 'watch' | 'resume' | 'again' | 'raiseLimit' | 'stand' | 'leaveLine'; label: string }
  | { go: 'signIn' | 'signUp' | 'wallet' | 'topUp' | 'home' | 'creator'; label: string };

/**
 * A scene in words: what happened, what it means for money, and what can be done; the first step is
 * the main one.
 */
export interface SceneWords {
  title: string;
  text?: string;
  steps: SceneStep[];
  /** Something is on its way: the ring goes round beside the title. */
  busy?: boolean;
}

/** "0.25 DOT a minute": what the words of a scene say of the price. */
export const useWatchPrice = ({ ratePerSecond }: Pick<StreamDetail, 'ratePerSecond'>) =>
  `${speakPrice(ratePerSecond, useMoney()).minute} a minute`;

/** The words that lie over the poster; null where the picture speaks for itself. */
export function sceneWords(scene: Scene, price: string): SceneWords | null {
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
      return offerWords(scene, price);
    case 'need':
      return needWords(scene.need, price, scene.wallet);
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

function offerWords({ afterPreview, noPreview, silent }: Extract<Scene, { kind: 'offer' }>, price: string): SceneWords {
  const pause = silent ? 'The creator’s connection is interrupted; you pay only once the picture is back. ' : '';
  return {
    title: afterPreview ? 'The preview is over.' : 'Paid by the second',
    text: `${noPreview ? `${NO_PREVIEW_WORDS[noPreview]} ` : ''}${pause}You pay only while you watch. Stop any time.`,
    steps: [{ do: 'watch', label: `Watch for ${price}` }],
  };
}

/** What is said to somebody who stands in line; null where nobody does, and nothing went wrong. */
export function lineWords(
  { kind }: Pick<Scene, 'kind'>,
  { position, problem }: { position: number | null; problem: string | null },
): SceneWords | null {
  if (kind !== 'full') return null;
  if (problem !== null)
    return { title: problem, text: 'Nothing was charged.', steps: [{ do: 'stand', label: 'Wait in line' }] };
  if (position === null) return null;
  return {
    title: position === 1 ? 'You are the next one.' : `You are number ${position} in line.`,
    text: 'You come in by yourself when somebody leaves. Nothing is charged while you wait. Keep this page open: leaving it gives your place up.',
    steps: [{ do: 'leaveLine', label: 'Leave the line' }],
    busy: true,
  };
}

/** The scenes of somebody who is not in the room any more, or never was. */
function awayWords(
  scene: Extract<
    Scene,
    { kind: 'lost' | 'replaced' | 'elsewhere' | 'full' | 'banned' | 'followersOnly' | 'notLive' | 'ended' | 'refused' }
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
    case 'elsewhere':
      return {
        title: 'You are watching this elsewhere.',
        text: 'It goes on in the other tab or browser. Nothing is charged here.',
        steps: [{ do: 'again', label: 'Watch here instead' }],
      };
    case 'full':
      return {
        title: 'Every seat is taken.',
        text: 'Nothing was charged. A seat is free again when somebody leaves.',
        steps: [{ do: 'stand', label: 'Wait in line' }, home],
      };
    case 'banned':
      return {
        title: 'This creator keeps you out of their streams.',
        text: 'Nothing more is charged. Why, until when, and how you can answer stands below.',
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
export function needWords(need: Need, price: string, wallet: WatchSnapshot['wallet'] = null): SceneWords {
  const title = price;
  const of = ofWallet(wallet);
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
        title: `Your purse${of} is being closed.`,
        text: 'Until then it pays for nothing new. You can keep it open.',
        steps: [{ go: 'wallet', label: 'Go to the purse' }],
      };
    case 'expired':
      return {
        title: `The time of your purse${of} is over.`,
        text: 'Your wallet can allow its key again. The deposit stays where it is.',
        steps: [{ go: 'wallet', label: 'Renew the purse' }],
      };
    case 'funds':
      return {
        title: `Your purse${of} is nearly empty.`,
        text: `It holds too little for a minute of this stream: ${title}, and a little once for each new creator’s tab on chain.`,
        steps: [{ go: 'topUp', label: 'Top up' }],
      };
    case 'rate':
      return {
        title: 'This costs more than your purse may pay.',
        text: `The stream is ${title}. The limit of the purse${of} is lower; only you can raise it.`,
        steps: [{ go: 'wallet', label: 'Change the limits' }],
      };
    case 'lanes':
      return {
        title: `Your purse${of} pays for another stream now.`,
        text: 'Leave the other stream, or allow more streams at a time.',
        steps: [
          { do: 'again', label: 'Try again' },
          { go: 'wallet', label: 'Change the limits' },
        ],
      };
    case 'announced':
      return {
        title: `Your purse${of} is waiting for the chain.`,
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
        title: `This browser cannot pay from your purse${of}.`,
        text: 'The key that pays lies in another browser. Your wallet can allow this one instead, or another wallet of yours can have a purse here.',
        steps: [{ go: 'wallet', label: 'Pay from this browser' }],
      };
  }
}

/** Which of several wallets it is; who has one need not be told. */
function ofWallet(wallet: WatchSnapshot['wallet']): string {
  return wallet && !wallet.only ? ` (${walletName(wallet)})` : '';
}

/**
 * What a screen reader is told when the scene changes: the same in one line, the playing scenes
 * too.
 */
export function caption(scene: Scene, price: string): string {
  if (scene.kind === 'playing') {
    if (scene.how === 'onStage') return 'You are on stage, and pay nothing.';
    return scene.how === 'free' ? 'Playing. Free.' : `Playing. You pay ${price}.`;
  }
  if (scene.kind === 'preview') return 'Playing the free preview.';
  const words = sceneWords(scene, price);
  return [words?.title, words?.text].filter(Boolean).join(' ');
}
