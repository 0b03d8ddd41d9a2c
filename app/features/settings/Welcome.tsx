import { type ReactNode } from 'react';
import { Button, ButtonLink } from '../../ui/Button';
import { Notice } from '../../ui/Notice';

/**
 * What somebody should know whose wallet has just made an account: how they are called here, and
 * that the way on is open.
 */
export function Welcome({ handle, onward }: { handle: string; onward: ReactNode }) {
  return (
    <Notice
      title="Welcome. Your wallet has a new account here."
      className="mt-6 max-w-3xl"
      action={
        <>
          {onward}
          <Button onClick={toName}>Choose a name</Button>
        </>
      }
    >
      You are called <bdi className="font-medium text-ink">{handle}</bdi>. Choose a name that you like better, now or at
      any time, or go on as you are.
    </Notice>
  );
}

/**
 * The way on to where somebody was going before they signed in. `main` where it is the next thing
 * to do.
 */
export function Onward({ next, main }: { next: string; main: boolean }) {
  return (
    <ButtonLink to={next} variant={main ? 'primary' : 'plain'}>
      {onwardWords(next)}
    </ButtonLink>
  );
}

function onwardWords(next: string): string {
  if (next === '/') return 'See what is live';
  return next.startsWith('/watch/') ? 'Go on to the stream' : 'Go on';
}

/** Into the field itself, where a link to its section does not lead. */
function toName(): void {
  const field = document.querySelector<HTMLInputElement>('#account input[name="handle"]');
  field?.focus();
  field?.select();
}
