import { type ReactNode } from 'react';
import { cx } from '../../ui/cx';
import { TheatreProvider, useTheatre } from './theatre';

/**
 * The picture, what is about it, and the chat: at the side, or below on a phone and under a wide
 * picture. What it is given stays as it is when the picture becomes wide, also while the page is
 * still coming alive.
 */
export function WatchLayout({ picture, about, chat }: Record<'picture' | 'about' | 'chat', ReactNode>) {
  const theatre = useTheatre();
  return (
    <div className="frame -mt-6 grid gap-x-8 sm:mt-0 xl:grid-cols-[minmax(0,1fr)_22rem] xl:grid-rows-[auto_1fr]">
      <div className={cx('min-w-0', theatre.on && 'xl:col-span-2')}>
        <TheatreProvider value={theatre}>{picture}</TheatreProvider>
      </div>
      <div className="mt-5 min-w-0 xl:col-start-1">{about}</div>
      <div
        className={cx(
          'mt-10 min-w-0 xl:col-start-2',
          theatre.on ? 'xl:row-start-2 xl:mt-5' : 'xl:row-span-2 xl:row-start-1 xl:mt-0',
        )}
      >
        {chat}
      </div>
    </div>
  );
}
