import { useLingui } from '@lingui/react/macro';
import { ago, type DateStyle, formatDate } from '../lib/format';
import { useNow, useZone } from '../lib/time';

/**
 * A moment in the reader's own time zone; the full date on hover. `relative` says how long ago
 * while that is short.
 */
export function When({ at, style = 'dayTime', relative = false }: { at: Date; style?: DateStyle; relative?: boolean }) {
  const { i18n } = useLingui();
  const zone = useZone();
  const now = useNow(60);
  const text = (relative && ago(at, now, i18n)) || formatDate(at, zone, style, i18n, now);
  return (
    <time dateTime={at.toISOString()} title={formatDate(at, zone, 'full', i18n)} suppressHydrationWarning>
      {text}
    </time>
  );
}
