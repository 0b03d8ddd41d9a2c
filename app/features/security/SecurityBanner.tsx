import { Trans, useLingui } from '@lingui/react/macro';
import { useFetcher, useLocation } from '@remix-run/react';
import { type SecurityNews } from '../../lib/api';
import { Button, ButtonLink } from '../../ui/Button';
import { Notice } from '../../ui/Notice';
import { NewsOrigin, newsWords } from './news-words';

/**
 * What was done to the account elsewhere, on every page until it is seen; works without scripts.
 */
export function SecurityBanner({ news }: { news: SecurityNews[] }) {
  const { t, i18n } = useLingui();
  const fetcher = useFetcher();
  const { pathname, search } = useLocation();
  const [newest] = news;
  if (!newest || fetcher.state !== 'idle') return null;
  return (
    <aside aria-label={t`Changes to your account`} className="frame pt-4 sm:pt-6">
      <Notice
        tone="warning"
        title={news.length === 1 ? newsWords(newest, i18n) : t`Your account was changed.`}
        action={
          <>
            <ButtonLink to="/settings#security" size="small">
              <Trans>It was not me</Trans>
            </ButtonLink>
            <fetcher.Form method="post" action="/seen">
              <input type="hidden" name="until" value={newest.at.toISOString()} />
              <input type="hidden" name="next" value={pathname + search} />
              <Button type="submit" size="small" variant="quiet">
                <Trans>It was me</Trans>
              </Button>
            </fetcher.Form>
          </>
        }
      >
        {news.length === 1 ? (
          <NewsOrigin news={newest} />
        ) : (
          <ul className="space-y-1">
            {news.map((one) => (
              <li key={one.id}>
                <span className="text-ink">{newsWords(one, i18n)}</span> <NewsOrigin news={one} />
              </li>
            ))}
          </ul>
        )}
      </Notice>
    </aside>
  );
}
