import { useLocation } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { Notice } from '../../ui/Notice';
import { When } from '../../ui/When';
import { AppealForm } from './AppealForm';

type Ban = NonNullable<Answers['moderation']['standing']['ban']>;

/** What a banned person reads: that it is so, why, until when, what it costs, and how to answer. */
export function BanNotice({ ban, creator }: { ban: Ban; creator: string }) {
  const { pathname } = useLocation();
  return (
    <Notice title={`${creator} keeps you out of their streams.`} tone="warning" className="mb-8">
      <p>
        {ban.endsAt ? (
          <>
            Until <When at={ban.endsAt} style="full" />.
          </>
        ) : (
          'Until they take it back.'
        )}{' '}
        You are charged nothing for it, and what you paid before stays as it was. All other streams are open to you.
      </p>
      {ban.reason && (
        <p className="mt-2">
          The reason they gave: <bdi className="text-ink">“{ban.reason}”</bdi>
        </p>
      )}
      <AppealForm
        appeal={ban.appeal}
        by={creator}
        action="/appeal"
        fields={{ id: ban.id, next: pathname }}
        words={{ once: 'once for this ban', stays: 'the ban stays', ends: 'the ban ends' }}
      />
    </Notice>
  );
}
