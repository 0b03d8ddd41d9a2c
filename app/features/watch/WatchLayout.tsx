import { type CSSProperties, type ReactNode } from 'react';
import { useHydrated } from '../../lib/hydrated';
import { cx } from '../../ui/cx';
import { SplitHandle, usePictureSplit } from './PictureSplit';
import { TheatreProvider, useTheatre } from './theatre';

/**
 * The picture, what is about it, and the chat: at the side, or right below the picture where there
 * is no room, so that both fill the screen; under a wide picture beside what is about it. What it
 * is given stays as it is when the picture becomes wide, also while the page is still coming alive.
 */
export function WatchLayout({ picture, about, chat }: Record<'picture' | 'about' | 'chat', ReactNode>) {
  const theatre = useTheatre();
  const split = usePictureSplit();
  const hydrated = useHydrated();
  const sizes = { '--chat-height': '100%', ...(split.height && { '--picture-height': split.height }) };
  return (
    <div
      className="frame -mt-6 gap-x-8 sm:mt-0 xl:grid xl:grid-cols-[minmax(0,1fr)_22rem] xl:grid-rows-[auto_1fr]"
      style={sizes as CSSProperties}
    >
      <div
        className={cx(
          'xl:contents',
          // with nothing below it the picture needs no share of the screen
          chat ? 'grid min-h-[calc(100dvh-3.75rem)] grid-rows-[auto_auto_minmax(18rem,1fr)]' : null,
        )}
      >
        <div className={cx('min-w-0', theatre.on && 'xl:col-span-2')}>
          <TheatreProvider value={theatre}>{picture}</TheatreProvider>
        </div>
        <div className="xl:hidden">{hydrated && chat && <SplitHandle split={split} />}</div>
        <div
          className={cx(
            // what is said takes no part in how high this is
            'min-w-0 max-xl:relative max-xl:*:absolute max-xl:*:inset-0 xl:col-start-2',
            theatre.on ? 'xl:row-start-2 xl:mt-5' : 'xl:row-span-2 xl:row-start-1',
          )}
        >
          {chat}
        </div>
      </div>
      <div className="mt-8 min-w-0 xl:col-start-1 xl:mt-5">{about}</div>
    </div>
  );
}
