import { msg } from '@lingui/core/macro';
import { useLingui } from '@lingui/react/macro';
import { type Joined } from '../../../sdk/protocol';
import { type I18n } from '../../../texts/i18n';
import { type StreamDetail } from '../../lib/api';
import { LiveLabels } from '../../ui/StreamCard';
import { EmbedCard } from './EmbedFrame';
import { MoneyOnPicture } from './MoneyBar';
import { Player } from './Player';
import { NO_PREVIEW_WORDS } from './preview-words';
import { caption, sceneWords, sentences, useWatchPrice } from './scene-words';
import { useSound } from './useSound';
import { useWatching } from './useWatching';
import { type View } from './view';

/** A door is opened on our own page alone. */
const NOTHING_SAID = { pass: null, adult: false };

/** A free stream or a preview in another site's page; everything else is done on our own. */
export function EmbedPlayer({ stream }: { stream: StreamDetail }) {
  const { i18n } = useLingui();
  const watching = useWatching(stream, NOTHING_SAID, false);
  const { tick, view } = watching;
  const sound = useSound(tick.media, tick.view, watching.held);
  const price = useWatchPrice(stream);
  const words = embedWords(view.scene, stream, price, tick.joined?.noPreview ?? null, i18n);
  return (
    <main data-theme="dark">
      <p aria-live="polite" className="sr-only">
        {words?.title ?? caption(view.scene, price, i18n)}
      </p>
      <Player
        stream={stream}
        watching={watching}
        sound={sound}
        money={<MoneyOnPicture view={view} rate={stream.ratePerSecond} />}
        labels={<LiveLabels viewers={tick.snapshot.phase ? tick.snapshot.viewers : stream.currentViewers} />}
        card={words && <EmbedCard stream={stream} {...words} />}
        fills
      />
    </main>
  );
}

/**
 * Whatever stands between somebody and the picture, here it is told in one sentence: the steps are
 * on our own page.
 */
function embedWords(
  scene: View['scene'],
  stream: StreamDetail,
  price: string,
  noPreview: Joined['noPreview'],
  i18n: I18n,
): { title: string; text?: string } | null {
  if (scene.kind === 'need' || scene.kind === 'offer') {
    const had = stream.previewSeconds > 0 ? i18n._(msg`The preview is over.`) : null;
    const after = noPreview ? i18n._(NO_PREVIEW_WORDS[noPreview]) : had;
    return { title: price, text: sentences(after, i18n._(msg`You pay only while you watch.`)) };
  }
  const words = sceneWords(scene, price, i18n);
  return words && { title: words.title, ...(words.text ? { text: words.text } : {}) };
}
