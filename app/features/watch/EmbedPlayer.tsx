import { type StreamDetail } from '../../lib/api';
import { LiveLabels } from '../../ui/StreamCard';
import { EmbedCard } from './EmbedFrame';
import { MoneyOnPicture } from './MoneyBar';
import { Player } from './Player';
import { caption, sceneWords, watchPrice } from './scene-words';
import { useSound } from './useSound';
import { useWatching } from './useWatching';
import { type View } from './view';

/** A free stream or a preview in another site's page; everything else is done on our own. */
export function EmbedPlayer({ stream }: { stream: StreamDetail }) {
  const watching = useWatching(stream, false);
  const { tick, view } = watching;
  const sound = useSound(tick.media, tick.view, watching.held);
  const words = embedWords(view.scene, stream);
  return (
    <main data-theme="dark">
      <p aria-live="polite" className="sr-only">
        {words?.title ?? caption(view.scene, stream)}
      </p>
      <Player
        stream={stream}
        watching={watching}
        sound={sound}
        money={<MoneyOnPicture view={view} />}
        labels={<LiveLabels viewers={tick.snapshot.phase ? tick.snapshot.viewers : stream.currentViewers} />}
        card={words && <EmbedCard stream={stream} {...words} />}
        fills
      />
    </main>
  );
}

/** Whatever stands between somebody and the picture, here it is told in one sentence: the steps are on our own page. */
function embedWords(scene: View['scene'], stream: StreamDetail): { title: string; text?: string } | null {
  if (scene.kind === 'need' || scene.kind === 'offer') {
    const after = stream.previewSeconds > 0 ? 'The preview is over. ' : '';
    return { title: watchPrice(stream), text: `${after}You pay only while you watch.` };
  }
  const words = sceneWords(scene, stream);
  return words && { title: words.title, ...(words.text ? { text: words.text } : {}) };
}
