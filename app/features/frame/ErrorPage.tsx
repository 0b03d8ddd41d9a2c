import { msg } from '@lingui/core/macro';
import { Trans, useLingui } from '@lingui/react/macro';
import { isRouteErrorResponse } from '@remix-run/react';
import { type I18n, say } from '../../../texts/i18n';
import { type Broken } from '../../lib/api.server';
import { ButtonLink } from '../../ui/Button';
import { SecondHand } from '../../ui/SecondHand';

/**
 * What a page says instead of itself: what happened, what it means for money, what to do next, and
 * what to name in a report.
 */
export function ErrorPage({ error, requestId }: { error: unknown; requestId: string | null }) {
  const { i18n } = useLingui();
  const { title, message, missing, id } = describeError(error, i18n);
  const named = id ?? requestId;
  return (
    <div className="frame">
      <div className="mx-auto flex max-w-xl flex-col items-start gap-5 py-10 sm:py-20">
        <SecondHand running={false} fill={missing ? 0 : 38} pupil={missing} className="size-12" />
        <h1 className="text-3xl display">{title}</h1>
        <p className="text-soft">{say(i18n, message)}</p>
        <div className="flex flex-wrap gap-3">
          {!missing && (
            <ButtonLink to="" reloadDocument variant="primary">
              <Trans>Try again</Trans>
            </ButtonLink>
          )}
          <ButtonLink to="/" variant={missing ? 'primary' : 'plain'}>
            <Trans>See what is live</Trans>
          </ButtonLink>
        </div>
        {!missing && named && (
          <p className="text-xs text-soft">
            <Trans>
              If it happens again, tell us this number:{' '}
              <code className="font-sans text-ink tabular-nums select-all">{named}</code>
            </Trans>
          </p>
        )}
      </div>
    </div>
  );
}

function describeError(error: unknown, i18n: I18n) {
  if (isRouteErrorResponse(error)) {
    const broken = isBroken(error.data) ? error.data : null;
    if (error.status === 404) {
      return {
        title: i18n._(msg`Nothing here`),
        message: broken?.message ?? i18n._(msg`There is nothing at this address.`),
        missing: true,
        id: null,
      };
    }
    if (error.status < 500 && broken)
      return { title: i18n._(msg`That did not work`), message: broken.message, missing: false, id: broken.requestId };
    if (broken)
      return {
        title: i18n._(msg`Something went wrong`),
        message: broken.message,
        missing: false,
        id: broken.requestId,
      };
  }
  return {
    title: i18n._(msg`Something went wrong`),
    message: i18n._(
      msg`This page broke on our side. Nothing was charged, and nothing that you had is lost. Try again in a moment.`,
    ),
    missing: false,
    id: null,
  };
}

function isBroken(value: unknown): value is Broken {
  return typeof value === 'object' && value !== null && 'message' in value && 'requestId' in value;
}
