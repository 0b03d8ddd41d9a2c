import { srcSetOf } from '../lib/picture-sizes';
import { cx, toneOf } from './cx';

interface BannerProps {
  src: string | null;
  /** Gives the tone where there is no picture. */
  seed: string;
  className?: string;
}

/** The wide picture across somebody's page; a quiet tone where there is none. */
export function Banner({ src, seed, className }: BannerProps) {
  return (
    <div className={cx('relative isolate aspect-4/1 overflow-hidden rounded-base', !src && toneOf(seed), className)}>
      {src && (
        <img
          src={src}
          srcSet={srcSetOf(src)}
          sizes="(min-width: 80rem) 80rem, 100vw"
          alt=""
          width={2400}
          height={600}
          decoding="async"
          className="absolute inset-0 size-full object-cover"
        />
      )}
    </div>
  );
}
