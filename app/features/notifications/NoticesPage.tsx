import { Trans, useLingui } from '@lingui/react/macro';
import { Form, Link, useNavigation } from '@remix-run/react';
import { type NoticePage } from '../../lib/api';
import { Button, ButtonLink } from '../../ui/Button';
import { EmptyState } from '../../ui/EmptyState';
import { PageTitle } from '../../ui/Section';
import { NoticeRow } from './NoticeRow';

/** All notices, a page at a time; works without scripts. */
export function NoticesPage({ page, first, unread }: { page: NoticePage; first: boolean; unread: number }) {
  const { t } = useLingui();
  const sending = useNavigation().formData?.get('do') === 'readAll';
  const { notices, next } = page;
  return (
    <div className="frame">
      <div className="mx-auto max-w-2xl">
        <PageTitle
          title={t`Notices`}
          hint={
            <>
              <Trans>
                What you were told. <Link to="/settings#notices">Choose how you are told.</Link>
              </Trans>
            </>
          }
          action={
            unread > 0 && (
              <Form method="post">
                <input type="hidden" name="do" value="readAll" />
                <Button type="submit" busy={sending}>
                  <Trans>Mark all as read</Trans>
                </Button>
              </Form>
            )
          }
          className="mb-6 [&_a]:text-ink [&_a]:underline [&_a]:underline-offset-4"
        />
        {notices.length === 0 && first ? (
          <EmptyState
            title={t`Nothing yet.`}
            action={
              <ButtonLink to="/">
                <Trans>See who is live</Trans>
              </ButtonLink>
            }
          >
            <Trans>
              When somebody whom you follow goes live or plans a stream, and when somebody names you in a chat, it
              stands here.
            </Trans>
          </EmptyState>
        ) : (
          <ul className="-mx-3 border-t">
            {notices.map((notice) => (
              <li key={notice.id} className="border-b">
                <NoticeRow notice={notice} />
              </li>
            ))}
          </ul>
        )}
        <div className="mt-6 flex gap-3">
          {!first && (
            <ButtonLink to="/notifications" variant="quiet">
              <Trans>Newest</Trans>
            </ButtonLink>
          )}
          {next && (
            <ButtonLink to={`/notifications?before=${next}`}>
              <Trans>Older</Trans>
            </ButtonLink>
          )}
        </div>
      </div>
    </div>
  );
}
