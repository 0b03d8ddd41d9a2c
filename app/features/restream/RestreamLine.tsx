import { Plural, Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { useCallback, useState } from 'react';
import { type Answers } from '../../lib/api';
import { apiClient } from '../../lib/api-client';
import { useWhileVisible } from '../../lib/while-visible';
import { RESTREAM_PAGE } from './place';
import { keptWords } from './restream-words';

type Overview = Answers['restream']['overview'];

/** So often the studio asks how it goes with other sites. */
const REFRESH_MS = 5_000;

/** One line of the studio: to how many other sites this goes. Nothing where there are none. */
export function RestreamLine() {
  const { t } = useLingui();
  const [overview, setOverview] = useState<Overview>();
  const ask = useCallback(() => {
    // an answer that does not come leaves what was known
    void apiClient()
      .trpc.restream.overview.query()
      .then(setOverview, () => undefined);
  }, []);
  useWhileVisible(ask, REFRESH_MS);
  const on = overview?.targets.filter((target) => target.on) ?? [];
  if (!overview || on.length === 0) return null;
  const kept = overview.live && keptWords(overview.live);
  const sending = on.filter(({ state }) => state === 'sending').length;
  const failed = on.filter(({ state }) => state === 'failed').length;
  return (
    <p role="status" className="border-t pt-6 text-sm text-soft">
      <Link to={RESTREAM_PAGE} className="font-medium text-ink underline underline-offset-4">
        <Trans>Other sites</Trans>
      </Link>
      <span className="ms-3">
        {kept ? t(kept) : <Plural value={sending} one="Sent on to # site." other="Sent on to # sites." />}
      </span>
      {!kept && failed > 0 && (
        <span className="ms-1">
          <Plural value={failed} one="# site takes nothing." other="# sites take nothing." />
        </span>
      )}
    </p>
  );
}
