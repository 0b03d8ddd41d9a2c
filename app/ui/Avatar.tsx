import { srcSetOf } from '../lib/picture-sizes';
import { cx, toneOf } from './cx';

const WIDTHS = { small: '24px', medium: '36px', large: '96px' };
const SIZES = { small: 'size-6 text-[0.6rem]', medium: 'size-9 text-2xs', large: 'size-24 text-2xl' };

interface AvatarProps {
  name: string;
  /** Gives the tone where there is no picture. */
  handle: string;
  src: string | null;
  size?: keyof typeof SIZES;
  className?: string;
}

/**
 * A person's picture, or their initials. The name stands beside it wherever it is used, so it says
 * nothing to screen readers.
 */
export function Avatar({ name, handle, src, size = 'medium', className }: AvatarProps) {
  const shape = cx('shrink-0 rounded-full object-cover', SIZES[size], className);
  if (src)
    return (
      <img
        src={src}
        srcSet={srcSetOf(src)}
        sizes={WIDTHS[size]}
        alt=""
        width={96}
        height={96}
        loading="lazy"
        decoding="async"
        className={shape}
      />
    );
  return (
    <span aria-hidden="true" className={cx(shape, toneOf(handle), 'grid place-items-center font-semibold text-ink')}>
      {initials(name || handle)}
    </span>
  );
}

function initials(name: string): string {
  const words = name.trim().split(/\s+/).filter(Boolean);
  const letters = words.length > 1 ? [words[0], words.at(-1)] : words;
  return letters
    .map((word) => [...(word ?? '')][0] ?? '')
    .join('')
    .toUpperCase();
}
