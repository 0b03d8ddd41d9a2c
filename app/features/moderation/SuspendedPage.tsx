import { Trans, useLingui } from '@lingui/react/macro';
import { Link } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { DoorFrame } from '../../ui/DoorFrame';
import { When } from '../../ui/When';
import { AppealForm } from './AppealForm';

type Suspension = NonNullable<Answers['moderation']['suspension']>;

/** What the owner of a suspended account reads at the door: why, what it costs, how to answer. */
export function SuspendedPage({ suspension: { reason, createdAt, appeal } }: { suspension: Suspension }) {
  const { t } = useLingui();
  return (
    <DoorFrame
      title={t`This account is suspended`}
      other={
        <Trans>
          Somebody else? <Link to="/sign-in">Sign in</Link>
        </Trans>
      }
    >
      <div className="text-sm text-soft">
        <p>
          <Trans>
            Since <When at={createdAt} style="full" />. Nobody signs in to it, and what it watched and broadcast is
            over.
          </Trans>
        </p>
        <p className="mt-2">
          <Trans>
            The reason: <bdi className="text-ink">“{reason}”</bdi>
          </Trans>
        </p>
        <p className="mt-2">
          <Trans>
            You are charged nothing for it. What is in your purse and what you have earned stays yours: your wallet
            takes it out of the contract, without this site.
          </Trans>
        </p>
        <AppealForm
          appeal={appeal}
          action="/suspended"
          fields={{}}
          words={{
            to: t`Write to the people who run this site, once for this suspension.`,
            waits: t`The people who run this site will read it. If it ends, you are told.`,
            stays: t`The people who run this site read it, and the suspension stays.`,
          }}
        />
      </div>
    </DoorFrame>
  );
}
