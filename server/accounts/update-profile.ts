import { record } from '../audit/record';
import { type Deps } from '../deps';
import { lockAccount } from './lock';
import { type Link } from './links';
import { type Member } from './visitor';

/** What everybody may see, as its owner writes it. */
export interface ProfileChange {
  displayName: string;
  bio: string;
  links: Link[];
}

/** Writes one's profile. */
export async function updateProfile(
  deps: Pick<Deps, 'db' | 'clock'>,
  { signedIn: { accountId }, origin: { ipAddress } }: Member,
  { displayName, bio, links }: ProfileChange,
): Promise<void> {
  const stored = {
    displayName,
    bio,
    links: links.map(({ label, url }) => ({ label, url })),
    updatedAt: deps.clock.now(),
  };
  await deps.db.$transaction(async (tx) => {
    await lockAccount(tx, accountId);
    await tx.profile.upsert({ where: { accountId }, create: { accountId, ...stored }, update: stored });
    const subject = `account:${accountId}` as const;
    await record(tx, deps, { actorId: accountId, action: 'account.profileChanged', subject, ipAddress });
  });
}
