import { Trans, useLingui } from '@lingui/react/macro';
import { type Settings } from '../../lib/api';
import { EmptyState } from '../../ui/EmptyState';
import { Section } from '../../ui/Section';
import { NewsOrigin, newsWords } from './news-words';

/** What happened to the account, and what to do when it was somebody else. */
export function SecuritySection({ events }: Pick<Settings, 'events'>) {
  const { t, i18n } = useLingui();
  return (
    <Section
      id="security"
      title={t`What happened`}
      hint={t`If one of these was not you: change your password, which signs out everybody else, unlink wallets that you do not know, and look at which wallet is paid.`}
    >
      {events.length === 0 ? (
        <EmptyState title={t`Nothing yet.`} className="pt-5 pb-0">
          <Trans>New passwords, wallets and names will be here, with when and from where.</Trans>
        </EmptyState>
      ) : (
        <ul className="border-b">
          {events.map((event) => (
            <li key={event.id} className="border-t py-3 text-sm">
              <p className="wrap-anywhere">{newsWords(event, i18n)}</p>
              <p className="mt-0.5 text-xs text-soft">
                <NewsOrigin news={event} />
              </p>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}
