import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { type ReactNode } from 'react';
import { type I18n } from '../../../texts/i18n';
import { Button, ButtonLink } from '../../ui/Button';
import { Notice } from '../../ui/Notice';

/**
 * What somebody should know whose wallet has just made an account: how they are called here, and
 * that the way on is open.
 */
export function Welcome({ handle, onward }: { handle: string; onward: ReactNode }) {
  const { t } = useLingui();
  return (
    <Notice
      title={t`Welcome. Your wallet has a new account here.`}
      className="mt-6 max-w-3xl"
      action={
        <>
          {onward}
          <Button onClick={toName}>
            <Trans>Choose a name</Trans>
          </Button>
        </>
      }
    >
      <Trans>
        You are called <bdi className="font-medium text-ink">{handle}</bdi>. Choose a name that you like better, now or
        at any time, or go on as you are.
      </Trans>
    </Notice>
  );
}

/**
 * The way on to where somebody was going before they signed in. `main` where it is the next thing
 * to do.
 */
export function Onward({ next, main }: { next: string; main: boolean }) {
  const { i18n } = useLingui();
  return (
    <ButtonLink to={next} variant={main ? 'primary' : 'plain'}>
      {onwardWords(next, i18n)}
    </ButtonLink>
  );
}

function onwardWords(next: string, i18n: I18n): string {
  if (next === '/') return i18n._(msg`See what is live`);
  return next.startsWith('/watch/') ? i18n._(msg`Go on to the stream`) : i18n._(msg`Go on`);
}

/** Into the field itself, where a link to its section does not lead. */
function toName(): void {
  const field = document.querySelector<HTMLInputElement>('#account input[name="handle"]');
  field?.focus();
  field?.select();
}
