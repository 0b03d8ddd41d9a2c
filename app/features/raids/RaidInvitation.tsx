import { Trans, useLingui } from '@lingui/react/macro';
import { Link, useNavigate } from '@remix-run/react';
import { useEffect, useState } from 'react';
import { type Answers } from '../../lib/api';
import { apiClient } from '../../lib/api-client';
import { Button, ButtonLink } from '../../ui/Button';
import { Price } from '../../ui/Price';

/** Whoever does nothing is led on after this many seconds. */
const LEAD_AFTER = 12;
/** A raid is written before the stream ends; where it is not there yet, it is asked for again. */
const ASK_AGAIN_MS = 2_000;

/** The page of the stream that viewers are sent to: there, nothing is paid before they say so. */
export const raidPath = (to: string, from: string) => `/watch/${to}?from=${from}`;

/**
 * Where the creator of a stream that is over sends its viewers. Those who `watched` to the end are
 * led there unless they stay.
 */
export function RaidInvitation({ streamId, watched }: { streamId: string; watched: boolean }) {
  const { t } = useLingui();
  const raid = useRaid(streamId);
  const [stays, setStays] = useState(!watched);
  const [left, setLeft] = useState(LEAD_AFTER);
  const navigate = useNavigate();
  const path = raid && raidPath(raid.to.id, streamId);
  const leads = path !== null && !stays;
  useEffect(() => {
    if (!leads) return;
    const timer = setInterval(() => setLeft((seconds) => Math.max(0, seconds - 1)), 1_000);
    return () => clearInterval(timer);
  }, [leads]);
  useEffect(() => {
    if (leads && left === 0) navigate(path);
  }, [leads, left, path, navigate]);
  if (!raid || !path) return null;
  const { by, to, word } = raid;
  const [sender, title, creator] = [by.displayName, to.title, to.creator.displayName];
  return (
    <section aria-label={t`Where to go next`} className="border-b px-4 py-4 sm:px-0">
      <p className="text-sm text-soft">
        <Trans>
          <bdi>{sender}</bdi> sends you on to{' '}
          <Link to={path} className="font-medium text-ink underline underline-offset-4">
            <bdi>{title}</bdi>
          </Link>{' '}
          by <bdi>{creator}</bdi> (<Price rate={to.ratePerSecond} />
          ).
        </Trans>
      </p>
      {word && (
        <p dir="auto" className="mt-2 max-w-[68ch] text-lg">
          <Trans>“{word}”</Trans>
        </p>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-3">
        <ButtonLink to={path} variant="primary" size="small">
          <Trans>Go there</Trans>
        </ButtonLink>
        {leads && (
          <Button size="small" onClick={() => setStays(true)}>
            <Trans>Stay here</Trans>
          </Button>
        )}
        <p className="text-sm text-soft tabular-nums">
          {leads && (
            <span role="timer">
              <Trans>You go there in {left} s.</Trans>{' '}
            </span>
          )}
          <Trans>Nothing is paid there before you say so.</Trans>
        </p>
      </div>
    </section>
  );
}

function useRaid(streamId: string): Answers['raids']['of'] {
  const [raid, setRaid] = useState<Answers['raids']['of']>(null);
  useEffect(() => {
    let current = true;
    const { trpc } = apiClient();
    // one that cannot be read is none: the page says that the stream has ended all the same
    const ask = async () => {
      const found = await trpc.raids.of.query({ streamId }).catch(() => null);
      if (current) setRaid(found);
      return found;
    };
    let timer: ReturnType<typeof setTimeout> | undefined;
    void ask().then((found) => {
      if (!found && current) timer = setTimeout(() => void ask(), ASK_AGAIN_MS);
    });
    return () => {
      current = false;
      clearTimeout(timer);
    };
  }, [streamId]);
  return raid;
}
