import { Link } from '@remix-run/react';
import { type Answers } from '../../lib/api';
import { DoorFrame } from '../../ui/DoorFrame';
import { When } from '../../ui/When';
import { AppealForm } from './AppealForm';

type Suspension = NonNullable<Answers['moderation']['suspension']>;

/** What the owner of a suspended account reads at the door: why, what it costs, how to answer. */
export function SuspendedPage({ suspension: { reason, createdAt, appeal } }: { suspension: Suspension }) {
  return (
    <DoorFrame
      title="This account is suspended"
      other={
        <>
          Somebody else? <Link to="/sign-in">Sign in</Link>
        </>
      }
    >
      <div className="text-sm text-soft">
        <p>
          Since <When at={createdAt} style="full" />. Nobody signs in to it, and what it watched and broadcast is over.
        </p>
        <p className="mt-2">
          The reason: <bdi className="text-ink">“{reason}”</bdi>
        </p>
        <p className="mt-2">
          You are charged nothing for it. What is in your purse and what you have earned stays yours: your wallet takes
          it out of the contract, without this site.
        </p>
        <AppealForm
          appeal={appeal}
          by="The people who run this site"
          action="/suspended"
          fields={{}}
          words={{ once: 'once for this suspension', stays: 'the suspension stays', ends: 'it ends' }}
        />
      </div>
    </DoorFrame>
  );
}
