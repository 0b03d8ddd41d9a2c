import { type Link } from '../../schemas/links';
import { record } from '../audit/record';
import { type Deps } from '../deps';
import { limit } from '../limits/take';
import { looksOfNames, refuseImitation } from '../names/imitation';
import { lockAccount } from '../identity/lock';
import { readMe } from '../identity/me';
import { type Member } from '../identity/visitor';

/** What everybody may see, as its owner writes it. */
export interface ProfileChange {
  displayName: string;
  bio: string;
  links: Link[];
}

/** Writes one's profile. */
export async function updateProfile(
  deps: Pick<Deps, 'db' | 'clock'>,
  { signedIn: { accountId }, origin }: Member,
  { displayName, bio, links }: ProfileChange,
): Promise<void> {
  await limit(deps, 'changeProfile', origin, accountId);
  const stored = {
    displayName,
    bio,
    links: links.map(({ label, url }) => ({ label, url })),
    updatedAt: deps.clock.now(),
  };
  await deps.db.$transaction(async (tx) => {
    await lockAccount(tx, accountId);
    const old = await readMe({ db: tx }, accountId);
    if (displayName !== old.displayName) await refuseImitation(tx, displayName, accountId);
    const looks = looksOfNames({ handle: old.handle, displayName });
    await tx.account.update({ where: { id: accountId }, data: { looks } });
    await tx.profile.upsert({ where: { accountId }, create: { accountId, ...stored }, update: stored });
    const subject = `account:${accountId}` as const;
    await record(tx, deps, {
      actorId: accountId,
      action: 'account.profileChanged',
      subject,
      ipAddress: origin.ipAddress,
    });
  });
}
