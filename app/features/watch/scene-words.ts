import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type WatchSnapshot } from '../../../sdk/snapshot';
import { type I18n, say } from '../../../texts/i18n';
import { useMoney } from '../../lib/money';
import { speakPrice } from '../../lib/price';
import { NO_PREVIEW_WORDS } from './preview-words';
import { walletName } from '../../ui/WalletName';
import { type Scene } from './view';
import { type StreamDetail } from '../../lib/api';

/** What a scene offers to do; the page knows how. */
export type SceneStep =
  | { do: 'watch' | 'resume' | 'again' | 'raiseLimit' | 'stand' | 'leaveLine' | 'behind'; label: string }
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
export function useWatchPrice({ ratePerSecond }: Pick<StreamDetail, 'ratePerSecond'>): string {
  const { t, i18n } = useLingui();
  const { minute } = speakPrice(ratePerSecond, useMoney(), i18n);
  return t`${minute} a minute`;
}

/** The words that lie over the poster; null where the picture speaks for itself. */
export function sceneWords(scene: Scene, price: string, i18n: I18n): SceneWords | null {
  switch (scene.kind) {
    case 'playing':
    case 'preview':
      return null;
    case 'joining':
      return { title: i18n._(msg`Joining the stream`), steps: [], busy: true };
    case 'starting':
      return {
        title: i18n._(msg`Bringing the picture`),
        text: i18n._(msg`Your browser signs for the first second.`),
        steps: [],
        busy: true,
      };
    case 'mending':
      return {
        title: i18n._(msg`Reconnecting`),
        text: i18n._(msg`Nothing is charged meanwhile.`),
        steps: [],
        busy: true,
      };
    case 'unreachable':
      return {
        title: i18n._(msg`The live picture does not get through.`),
        text: i18n._(
          msg`Your network holds it back, and this stream is not there in another way. It is tried again by itself; nothing is charged.`,
        ),
        steps: [],
        busy: true,
      };
    case 'silent':
      return {
        title: i18n._(msg`The creator’s connection is interrupted.`),
        text: i18n._(msg`Nothing is charged. The picture comes back by itself.`),
        steps: [],
      };
    case 'offer':
      return offerWords(scene, price, i18n);
    case 'need':
      return needWords(scene.need, price, scene.wallet, i18n);
    case 'paused':
      return {
        title: i18n._(msg`Paused`),
        text: i18n._(msg`Nothing is charged.`),
        steps: [{ do: 'resume', label: i18n._(msg`Go on watching`) }],
      };
    case 'late':
      return {
        title: i18n._(msg`The picture was stopped.`),
        text: i18n._(msg`Your seconds did not reach us in time, so nothing more is charged.`),
        steps: [{ do: 'resume', label: i18n._(msg`Go on watching`) }],
      };
    case 'spendingLimit':
      return {
        title: i18n._(msg`Your limit is reached.`),
        text: i18n._(msg`The picture is paused; nothing more is charged.`),
        steps: [{ do: 'raiseLimit', label: i18n._(msg`Change the limit`) }],
      };
    case 'outOfFunds':
      return {
        title: i18n._(msg`Your deposit ran out.`),
        text: i18n._(msg`The picture is paused; nothing more is charged.`),
        steps: [
          { go: 'topUp', label: i18n._(msg`Top up`) },
          { do: 'resume', label: i18n._(msg`Try again`) },
        ],
      };
    default:
      return awayWords(scene, i18n);
  }
}

function offerWords(
  { afterPreview, noPreview, silent }: Extract<Scene, { kind: 'offer' }>,
  price: string,
  i18n: I18n,
): SceneWords {
  return {
    title: afterPreview ? i18n._(msg`The preview is over.`) : i18n._(msg`Paid by the second`),
    text: sentences(
      noPreview && i18n._(NO_PREVIEW_WORDS[noPreview]),
      silent && i18n._(msg`The creator’s connection is interrupted; you pay only once the picture is back.`),
      i18n._(msg`You pay only while you watch. Stop any time.`),
    ),
    steps: [{ do: 'watch', label: i18n._(msg`Watch for ${price}`) }],
  };
}

/** What is said to somebody who stands in line; null where nobody does, and nothing went wrong. */
export function lineWords(
  { kind }: Pick<Scene, 'kind'>,
  { position, problem }: { position: number | null; problem: string | null },
  i18n: I18n,
): SceneWords | null {
  if (kind !== 'full') return null;
  if (problem !== null)
    return {
      title: say(i18n, problem),
      text: i18n._(msg`Nothing was charged.`),
      steps: [{ do: 'stand', label: i18n._(msg`Wait in line`) }],
    };
  if (position === null) return null;
  return {
    title: position === 1 ? i18n._(msg`You are the next one.`) : i18n._(msg`You are number ${position} in line.`),
    text: i18n._(
      msg`You come in by yourself when somebody leaves. Nothing is charged while you wait. Keep this page open: leaving it gives your place up.`,
    ),
    steps: [{ do: 'leaveLine', label: i18n._(msg`Leave the line`) }],
    busy: true,
  };
}

/** The scenes of somebody who is not in the room any more, or never was. */
function awayWords(
  scene: Extract<
    Scene,
    { kind: 'lost' | 'replaced' | 'elsewhere' | 'full' | 'banned' | 'followersOnly' | 'notLive' | 'ended' | 'refused' }
  >,
  i18n: I18n,
): SceneWords {
  const home: SceneStep = { go: 'home', label: i18n._(msg`See what is live`) };
  switch (scene.kind) {
    case 'lost':
      return {
        title: i18n._(msg`The connection was lost.`),
        text: i18n._(msg`Nothing is charged. The stream may still be going on.`),
        steps: [{ do: 'again', label: i18n._(msg`Join again`) }],
      };
    case 'replaced':
      return {
        title: i18n._(msg`You went on watching elsewhere.`),
        text: i18n._(msg`Another tab or browser of yours has this stream now. Nothing is charged here.`),
        steps: [{ do: 'again', label: i18n._(msg`Watch here`) }],
      };
    case 'elsewhere':
      return {
        title: i18n._(msg`You are watching this elsewhere.`),
        text: i18n._(msg`It goes on in the other tab or browser. Nothing is charged here.`),
        steps: [{ do: 'again', label: i18n._(msg`Watch here instead`) }],
      };
    case 'full':
      return {
        title: i18n._(msg`Every seat is taken.`),
        text: i18n._(msg`Nothing was charged. A seat is free again when somebody leaves.`),
        steps: [{ do: 'stand', label: i18n._(msg`Wait in line`) }, home],
      };
    case 'banned':
      return {
        title: i18n._(msg`This creator keeps you out of their streams.`),
        text: i18n._(msg`Nothing more is charged. Why, until when, and how you can answer stands below.`),
        steps: [home],
      };
    case 'followersOnly':
      return {
        title: i18n._(msg`For followers only.`),
        text: i18n._(msg`Follow the creator, below, then try again.`),
        steps: [{ do: 'again', label: i18n._(msg`Try again`) }],
      };
    case 'notLive':
      return {
        title: i18n._(msg`The stream is not live now.`),
        text: i18n._(msg`Nothing was charged.`),
        steps: [{ do: 'again', label: i18n._(msg`Try again`) }, home],
      };
    case 'ended':
      return {
        title: i18n._(msg`The stream has ended.`),
        steps: [{ go: 'creator', label: i18n._(msg`More of the creator`) }, home],
      };
    case 'refused':
      return {
        title: i18n._(msg`You are not in the stream.`),
        text: say(i18n, scene.message),
        steps: [{ do: 'again', label: i18n._(msg`Try again`) }],
      };
  }
}

type Need = NonNullable<WatchSnapshot['needs']>;

/**
 * What is missing before a second can be paid, and the way to it. Which of several wallets it is is
 * said; who has one need not be told.
 */
export function needWords(need: Need, price: string, wallet: WatchSnapshot['wallet'], i18n: I18n): SceneWords {
  const title = price;
  const which = wallet && !wallet.only ? walletName(wallet, i18n) : null;
  switch (need) {
    case 'signIn':
      return {
        title,
        text: i18n._(msg`You pay only while you watch. It takes an account and a purse.`),
        steps: [
          { go: 'signUp', label: i18n._(msg`Create account`) },
          { go: 'signIn', label: i18n._(msg`Sign in`) },
        ],
      };
    case 'wallet':
      return {
        title,
        text: i18n._(msg`Seconds are paid from a purse that your wallet fills. No wallet is linked yet.`),
        steps: [{ go: 'wallet', label: i18n._(msg`Link a wallet`) }],
      };
    case 'purse':
      return {
        title,
        text: i18n._(msg`Put in a deposit once; it stays yours. Then you come back here and watch.`),
        steps: [{ go: 'wallet', label: i18n._(msg`Open a purse`) }],
      };
    case 'closing':
      return {
        title:
          which === null
            ? i18n._(msg`Your purse is being closed.`)
            : i18n._(msg`Your purse (${which}) is being closed.`),
        text: i18n._(msg`Until then it pays for nothing new. You can keep it open.`),
        steps: [{ go: 'wallet', label: i18n._(msg`Go to the purse`) }],
      };
    case 'expired':
      return {
        title:
          which === null
            ? i18n._(msg`The time of your purse is over.`)
            : i18n._(msg`The time of your purse (${which}) is over.`),
        text: i18n._(msg`Your wallet can allow its key again. The deposit stays where it is.`),
        steps: [{ go: 'wallet', label: i18n._(msg`Renew the purse`) }],
      };
    case 'funds':
      return {
        title:
          which === null
            ? i18n._(msg`Your purse is nearly empty.`)
            : i18n._(msg`Your purse (${which}) is nearly empty.`),
        text: i18n._(
          msg`It holds too little for a minute of this stream: ${price}, and a little once for each new creator’s tab on chain.`,
        ),
        steps: [{ go: 'topUp', label: i18n._(msg`Top up`) }],
      };
    case 'rate':
      return {
        title: i18n._(msg`This costs more than your purse may pay.`),
        text:
          which === null
            ? i18n._(msg`The stream is ${price}. The limit of the purse is lower; only you can raise it.`)
            : i18n._(msg`The stream is ${price}. The limit of the purse (${which}) is lower; only you can raise it.`),
        steps: [{ go: 'wallet', label: i18n._(msg`Change the limits`) }],
      };
    case 'lanes':
      return {
        title:
          which === null
            ? i18n._(msg`Your purse pays for another stream now.`)
            : i18n._(msg`Your purse (${which}) pays for another stream now.`),
        text: i18n._(msg`Leave the other stream, or allow more streams at a time.`),
        steps: [
          { do: 'again', label: i18n._(msg`Try again`) },
          { go: 'wallet', label: i18n._(msg`Change the limits`) },
        ],
      };
    case 'announced':
      return {
        title:
          which === null
            ? i18n._(msg`Your purse is waiting for the chain.`)
            : i18n._(msg`Your purse (${which}) is waiting for the chain.`),
        text: i18n._(
          msg`A creator is collecting seconds from it by themselves. Until that is done it pays for nothing new.`,
        ),
        steps: [{ do: 'again', label: i18n._(msg`Try again`) }],
      };
    case 'payments':
      return {
        title: i18n._(msg`Payments do not work here just now.`),
        text: i18n._(msg`Nothing was charged. Free streams need no purse.`),
        steps: [
          { do: 'again', label: i18n._(msg`Try again`) },
          { go: 'home', label: i18n._(msg`See what is live`) },
        ],
      };
    case 'key':
      return {
        title:
          which === null
            ? i18n._(msg`This browser cannot pay from your purse.`)
            : i18n._(msg`This browser cannot pay from your purse (${which}).`),
        text: i18n._(
          msg`The key that pays lies in another browser. Your wallet can allow this one instead, or another wallet of yours can have a purse here.`,
        ),
        steps: [{ go: 'wallet', label: i18n._(msg`Pay from this browser`) }],
      };
  }
}

/**
 * What a screen reader is told when the scene changes: the same in one line, the playing scenes
 * too.
 */
export function caption(scene: Scene, price: string, i18n: I18n): string {
  if (scene.kind === 'playing') {
    if (scene.how === 'onStage') return i18n._(msg`You are on stage, and pay nothing.`);
    return scene.how === 'free' ? i18n._(msg`Playing. Free.`) : i18n._(msg`Playing. You pay ${price}.`);
  }
  if (scene.kind === 'preview') return i18n._(msg`Playing the free preview.`);
  const words = sceneWords(scene, price, i18n);
  return sentences(words?.title, words?.text);
}

/** Sentences one after the other, of those that there are. */
export const sentences = (...said: (string | false | null | undefined)[]) => said.filter(Boolean).join(' ');
