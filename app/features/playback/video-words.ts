import { msg } from '@lingui/core/macro';
import { type I18n } from '../../../texts/i18n';
import { sceneWords, type SceneWords, sentences } from '../watch/scene-words';
import { type VideoScene } from './video-scene';

/** The words that lie over the picture of a video; null where it speaks for itself. */
export function videoWords(scene: VideoScene, price: string, i18n: I18n): SceneWords | null {
  switch (scene.kind) {
    case 'playing':
      return null;
    case 'joining':
      return { title: i18n._(msg`Opening the video`), steps: [], busy: true };
    case 'offer':
      return {
        title: scene.afterFree ? i18n._(msg`The free part is over.`) : i18n._(msg`Paid by the second`),
        text: sentences(
          i18n._(msg`From here it is ${price}. You pay for the seconds that you play, each of them once.`),
          scene.growing && i18n._(msg`What you paid for the live picture is apart from that.`),
          i18n._(msg`Stop any time.`),
        ),
        steps: [{ do: 'watch', label: i18n._(msg`Watch from here for ${price}`) }],
      };
    case 'taken':
      return {
        title: i18n._(msg`This video cannot be played any more.`),
        text: i18n._(msg`Its creator changed it or took it away. Nothing more is charged.`),
        steps: [
          { do: 'again', label: i18n._(msg`Try again`) },
          { go: 'creator', label: i18n._(msg`More of the creator`) },
        ],
      };
    case 'broken':
      return scene.problem === 'unsupported'
        ? {
            title: i18n._(msg`This browser cannot play it.`),
            text: i18n._(
              msg`A video that is paid by the second needs a browser that loads it piece by piece: a newer one, or one on a computer.`,
            ),
            steps: [{ go: 'home', label: i18n._(msg`See what is live`) }],
          }
        : {
            title:
              scene.problem === 'media'
                ? i18n._(msg`This browser could not play what it was sent.`)
                : i18n._(msg`The video does not come through.`),
            text: i18n._(msg`Seconds that you have paid for stay yours: they play again for nothing.`),
            steps: [{ do: 'again', label: i18n._(msg`Try again`) }],
          };
    case 'elsewhere':
      return {
        title: i18n._(msg`You are playing this elsewhere.`),
        text: i18n._(msg`It goes on in the other tab or browser. Nothing is charged here.`),
        steps: [{ do: 'again', label: i18n._(msg`Watch here instead`) }],
      };
    case 'lost':
      return {
        title: i18n._(msg`The connection was lost.`),
        text: i18n._(msg`Nothing is charged.`),
        steps: [{ do: 'again', label: i18n._(msg`Try again`) }],
      };
    default:
      return sceneWords(scene, price, i18n);
  }
}

/** What a screen reader is told when the scene changes. */
export function videoCaption(scene: VideoScene, price: string, i18n: I18n): string {
  if (scene.kind === 'playing') {
    if (scene.how === 'free') return i18n._(msg`Free.`);
    return scene.how === 'paying' ? i18n._(msg`You pay ${price}.`) : i18n._(msg`Paid for already.`);
  }
  const words = videoWords(scene, price, i18n);
  return sentences(words?.title, words?.text);
}
