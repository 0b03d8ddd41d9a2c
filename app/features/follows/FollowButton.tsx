import { Trans } from '@lingui/react/macro';
import { useFetcher, useLocation } from '@remix-run/react';
import { type Refusal } from '../../lib/api.server';
import { useHydrated } from '../../lib/hydrated';
import { signInPath } from '../../lib/safe-next';
import { Button, ButtonLink } from '../../ui/Button';
import { useRefusalToast } from '../../ui/Toast';

interface FollowButtonProps {
  creator: { id: string; displayName: string };
  following: boolean;
  signedIn: boolean;
}

/** Follows or unfollows, at once; the server is believed when it says otherwise. */
export function FollowButton({ creator, following, signedIn }: FollowButtonProps) {
  const { displayName } = creator;
  const fetcher = useFetcher<{ refusal: Refusal | null }>({ key: `follow-${creator.id}` });
  const { pathname, search } = useLocation();
  const hydrated = useHydrated();
  useRefusalToast(fetcher.data?.refusal);

  if (!signedIn) {
    return (
      <ButtonLink to={signInPath(pathname + search)} size="small">
        <Trans>Follow</Trans>
      </ButtonLink>
    );
  }
  const asked = fetcher.formData?.get('do');
  const shown = asked === undefined ? following : asked === 'follow';
  return (
    <fetcher.Form method="post" action="/follow">
      <input type="hidden" name="creatorId" value={creator.id} />
      <input type="hidden" name="do" value={shown ? 'unfollow' : 'follow'} />
      {/* Without scripts the answer is a page: this one. */}
      {!hydrated && <input type="hidden" name="next" value={pathname + search} />}
      <Button type="submit" size="small">
        {shown ? (
          <Trans>
            Following<span className="sr-only">, unfollow {displayName}</span>
          </Trans>
        ) : (
          <Trans>
            Follow<span className="sr-only"> {displayName}</span>
          </Trans>
        )}
      </Button>
    </fetcher.Form>
  );
}
