import { Trans } from '@lingui/react/macro';

/** In the player itself, so that full screen has it, too. */
export function GoLive({ onClick }: { onClick: () => void }) {
  return (
    <button
      type="button"
      onClick={onClick}
      className="ms-2 inline-flex h-8 shrink-0 items-center gap-1.5 rounded-base px-2 text-xs font-medium whitespace-nowrap hover:bg-on-picture/15 focus-visible:outline-on-picture"
    >
      <span aria-hidden="true" className="size-1.5 rounded-full bg-live" />
      <Trans>Back to live</Trans>
    </button>
  );
}
