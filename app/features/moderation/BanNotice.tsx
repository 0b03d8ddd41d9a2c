import { Trans, useLingui } from '@lingui/react/macro';
import { useLocation } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { Notice } from '../../ui/Notice';
import { When } from '../../ui/When';
import { AppealForm } from './AppealForm';

type Ban = NonNullable<Answers['moderation']['standing']['ban']>;

/** What a banned person reads: that it is so, why, until when, what it costs, and how to answer. */
export function BanNotice({ ban, creator }: { ban: Ban; creator: string }) {
  const { t } = useLingui();
  const { pathname } = useLocation();
  const { reason } = ban;
  return (
    <Notice title={t`${creator} keeps you out of their streams.`} tone="warning" className="mb-8">
      <p>
        {ban.endsAt ? (
          <Trans>
            Until <When at={ban.endsAt} style="full" />.
          </Trans>
        ) : (
          <Trans>Until they take it back.</Trans>
        )}{' '}
        <Trans>
          You are charged nothing for it, and what you paid before stays as it was. All other streams are open to you.
        </Trans>
      </p>
      {reason && (
        <p className="mt-2">
          <Trans>
            The reason they gave: <bdi className="text-ink">“{reason}”</bdi>
          </Trans>
        </p>
      )}
      <AppealForm
        appeal={ban.appeal}
        action="/appeal"
        fields={{ id: ban.id, next: pathname }}
        words={{
          to: t`Write to ${creator}, once for this ban.`,
          waits: t`${creator} will read it. If the ban ends, you are told.`,
          stays: t`${creator} read it, and the ban stays.`,
        }}
      />
    </Notice>
  );
}
