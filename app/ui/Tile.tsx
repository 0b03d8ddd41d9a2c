import { useLingui } from '@lingui/react/macro';
import { MicOff } from 'lucide-react';
import { type ReactNode } from 'react';
import { cx } from './cx';

/** Somebody's picture among others, with their name on it. Without one the name stands alone. */
export function Tile({
  name,
  muted = false,
  className,
  children,
}: {
  name: string;
  muted?: boolean;
  className?: string;
  children?: ReactNode;
}) {
  return (
    <figure className={cx('bg-black relative min-h-0 min-w-0 overflow-hidden', className)}>
      {children}
      <figcaption>
        <TileName name={name} muted={muted} />
      </figcaption>
    </figure>
  );
}

/** The name on somebody's picture. */
export function TileName({ name, muted = false }: { name: string; muted?: boolean }) {
  const { t } = useLingui();
  return (
    <span className="pointer-events-none absolute start-1 bottom-1 z-1 flex max-w-[calc(100%-0.5rem)] items-center gap-1 rounded-[0.3rem] bg-scrim px-1.5 py-0.5 text-2xs text-on-picture">
      {muted && <MicOff aria-label={t`Muted`} className="size-3 shrink-0" />}
      <bdi className="truncate">{name}</bdi>
    </span>
  );
}
