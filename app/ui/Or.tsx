import { Trans } from '@lingui/react/macro';
/** A hairline with a word in it. */
export function Or() {
  return (
    <div className="flex items-center gap-4 text-xs text-soft before:h-px before:grow before:bg-line after:h-px after:grow after:bg-line">
      <Trans>or</Trans>
    </div>
  );
}
