import { type ReactNode, useEffect, useRef, useState } from 'react';
import { srcSetOf } from '../lib/picture-sizes';
import { cx, toneOf } from './cx';
import { SecondHand } from './SecondHand';

interface PictureProps {
  src: string | null;
  /** Shown where the other cannot be: what was seen a minute ago is not kept. */
  instead?: string | null;
  /** Gives the tone where there is no picture. */
  seed: string;
  /** The first large picture of a page is loaded at once. */
  eager?: boolean;
  className?: string;
  /** What lies on it. */
  children?: ReactNode;
}

/** A stream's picture, 16 to 9; a quiet tone with the ring where there is none. */
export function Picture({ src: wanted, instead = null, seed, eager = false, className, children }: PictureProps) {
  const [missing, setMissing] = useState<string | null>(null);
  const src = wanted === missing ? instead : wanted;
  const image = useRef<HTMLImageElement>(null);
  useEffect(() => {
    // it may have been missing before the page woke up
    if (image.current?.complete && image.current.naturalWidth === 0) setMissing(wanted);
  }, [wanted]);
  return (
    <div className={cx('relative isolate aspect-video overflow-hidden rounded-base', toneOf(seed), className)}>
      {src ? (
        <img
          ref={image}
          onError={() => setMissing(wanted)}
          src={src}
          srcSet={srcSetOf(src)}
          sizes={eager ? '(min-width: 64rem) 60rem, 100vw' : '(min-width: 40rem) 24rem, 100vw'}
          alt=""
          width={1280}
          height={720}
          loading={eager ? 'eager' : 'lazy'}
          {...(eager ? { fetchpriority: 'high' } : {})}
          decoding="async"
          className="absolute inset-0 size-full object-cover"
        />
      ) : (
        <span className="absolute inset-0 grid place-items-center text-ink/40">
          <SecondHand running={false} pupil tone="current" className="size-1/5 max-h-20 max-w-20" />
        </span>
      )}
      {children}
    </div>
  );
}
