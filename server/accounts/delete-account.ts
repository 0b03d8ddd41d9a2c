/**
 * Leaving. The account's row stays as an empty shell, because other people's things hang on it:
 *
 * kept, and why
 * - the row itself, as `deleted-…`, without e-mail address or roles: what follows has to belong to
 *   somebody;
 * - viewings, tips (without their message), passes, payouts and withdrawals, and what the chain
 *   tells of purses, vouchers and settlements: money moved, and the other side's accounts must
 *   still add up;
 * - ended streams and videos, hidden, without description, tags and picture, videos without their
 *   files: viewers paid for them, and their history names them;
 * - chat messages as "deleted", without their text: the conversation of others keeps its order;
 * - restrictions that others gave, and the audit log with its network addresses and earlier
 *   handles: somebody may have to answer for what was done, and leaving must not be the way out.
 *
 * gone
 * - e-mail address, password, wallets, sessions, statements to sign, security events, stream keys;
 * - name, biography, pictures and links of the profile (an empty one stays, for names beside what
 *   is kept);
 * - clips that one made, and clips of one's videos: at once from sight, by the next sweep for good;
 * - limits and consents in streams, follows in both directions, notices to and from them, how they
 *   wanted to be told, links that were mailed, browsers that are pushed to, invitations,
 *   reminders, given passwords, series (their ended streams stay), raised hands, moderators,
 *   blocked words, rules and restrictions in one's own streams, messages that wait, reports that
 *   one made, the words of appeals, blocked people, offers that nobody bought.
 *
 * The handle is free again, and a wallet that signs in later makes a new account.
 * docs/decisions/0034 says it to people.
 */
import { record } from '../audit/record';
import { type Deps, type Tx } from '../deps';
import { DomainError } from '../errors';
import { type AccountId, type StreamId, type ViewingId } from '../ids';
import { limit } from '../limits/take';
import { requireProof } from '../security/proof';
import { type EndDeps, endViewings, endViewingsOf } from '../viewing/end';
import { shellHandle } from '../names/handles';
import { lockAccount } from '../identity/lock';
import { readMe } from '../identity/me';
import { type Member } from '../identity/visitor';

/**
 * Deletes one's account: confirmed by its handle, and by its password when it has one; whoever has
 * lost that leaves it out, and a linked wallet proves who asks, anew. Streams must be over first.
 */
export async function deleteAccount(
  deps: Pick<Deps, 'db' | 'clock' | 'passwords' | 'sessions' | 'rooms' | 'meters' | 'log'>,
  { signedIn, origin }: Member,
  { handle, password }: { handle: string; password?: string },
): Promise<{ setCookie: string }> {
  const { db, passwords, sessions } = deps;
  const { accountId: id } = signedIn;
  await limit(deps, 'deleteAccount', origin, id);
  if (handle !== (await readMe(deps, id)).handle) throw new DomainError('notConfirmed');
  const credential = await db.passwordCredential.findUnique({ where: { accountId: id }, select: { hash: true } });
  const typed = credential !== null && password !== undefined;
  if (typed && !(await passwords.verify(credential.hash, password))) throw new DomainError('wrongPassword');

  await db.$transaction(async (tx) => {
    await lockAccount(tx, id);
    await requireProof(tx, deps, signedIn, typed ? 'typed' : credential ? 'asked' : 'fresh');
    const now = await tx.passwordCredential.findUnique({ where: { accountId: id }, select: { hash: true } });
    if (now?.hash !== credential?.hash) throw new DomainError('wrongPassword');
    const open = await tx.stream.count({ where: { creatorId: id, status: { in: ['scheduled', 'live'] } } });
    if (open > 0) throw new DomainError('accountOwesStreams');
    await removeCredentials(tx, id);
    await removeTies(tx, id);
    await emptyWhatStays(tx, deps, id);
    const subject = `account:${id}` as const;
    await record(tx, deps, { actorId: id, action: 'account.deleted', subject, ipAddress: origin.ipAddress });
  });
  await stopWatching(deps, id);
  await stopBeingPlayed(deps, id);
  return { setCookie: sessions.blankCookie() };
}

/** Nothing more is paid for in their name. What was signed until now is stored and settled. */
async function stopWatching(deps: EndDeps, accountId: AccountId): Promise<void> {
  const open = await deps.db.viewing.findMany({ where: { accountId, leftAt: null }, select: { id: true } });
  await endViewings(
    deps,
    open.map(({ id }) => id as ViewingId),
    'left',
  );
}

/** Nobody pays for their videos any more; the sweep removes the files (server/videos/sweep.ts). */
async function stopBeingPlayed(deps: EndDeps, creatorId: AccountId): Promise<void> {
  const played = await deps.db.stream.findMany({
    where: { creatorId, status: 'recorded', viewings: { some: { leftAt: null } } },
    select: { id: true },
  });
  for (const { id } of played) await endViewingsOf(deps, id as StreamId, 'streamEnded');
}

async function removeCredentials(tx: Tx, accountId: AccountId): Promise<void> {
  await tx.session.deleteMany({ where: { accountId } });
  await tx.knownDevice.deleteMany({ where: { accountId } });
  await tx.securityEvent.deleteMany({ where: { accountId } });
  await tx.passwordCredential.deleteMany({ where: { accountId } });
  await tx.wallet.deleteMany({ where: { accountId } });
  await tx.walletChallenge.deleteMany({ where: { accountId } });
  await tx.streamKey.deleteMany({ where: { creatorId: accountId } });
  await tx.restreamTarget.deleteMany({ where: { creatorId: accountId } });
}

async function removeTies(tx: Tx, id: AccountId): Promise<void> {
  await tx.budget.deleteMany({ where: { accountId: id } });
  await tx.follow.deleteMany({ where: { OR: [{ followerId: id }, { creatorId: id }] } });
  await tx.moderator.deleteMany({ where: { OR: [{ moderatorId: id }, { creatorId: id }] } });
  await tx.notification.deleteMany({ where: { OR: [{ accountId: id }, { actorId: id }] } });
  await tx.noticeChoice.deleteMany({ where: { accountId: id } });
  await tx.newFollower.deleteMany({ where: { OR: [{ creatorId: id }, { followerId: id }] } });
  await tx.mailToken.deleteMany({ where: { accountId: id } });
  await tx.pushSubscription.deleteMany({ where: { accountId: id } });
  await tx.reminder.deleteMany({ where: { OR: [{ accountId: id }, { stream: { creatorId: id } }] } });
  await tx.streamUnlock.deleteMany({ where: { OR: [{ accountId: id }, { stream: { creatorId: id } }] } });
  await tx.waitingPlace.deleteMany({ where: { accountId: id } });
  await tx.stageGuest.deleteMany({ where: { OR: [{ accountId: id }, { stream: { creatorId: id } }] } });
  await tx.series.deleteMany({ where: { creatorId: id } });
  await tx.streamInvite.deleteMany({ where: { OR: [{ accountId: id }, { stream: { creatorId: id } }] } });
  await tx.blockedWord.deleteMany({ where: { creatorId: id } });
  await tx.restriction.deleteMany({ where: { creatorId: id } });
  await tx.channelRules.deleteMany({ where: { creatorId: id } });
  await tx.lastWritten.deleteMany({ where: { accountId: id } });
  await tx.heldMessage.deleteMany({ where: { OR: [{ authorId: id }, { channelId: id }] } });
  await tx.report.deleteMany({ where: { reporterId: id } });
  // what others reported in their channel, the site still looks at
  await tx.report.updateMany({ where: { channelId: id }, data: { channelId: null } });
  await tx.appeal.updateMany({ where: { restriction: { accountId: id } }, data: { text: '' } });
  await tx.personalBlock.deleteMany({ where: { OR: [{ blockerId: id }, { blockedId: id }] } });
  await tx.passOffer.deleteMany({ where: { creatorId: id, passes: { none: {} } } });
}

async function emptyWhatStays(tx: Tx, { clock }: Pick<Deps, 'clock'>, id: AccountId): Promise<void> {
  const now = clock.now();
  await tx.passOffer.updateMany({ where: { creatorId: id }, data: { active: false } });
  await tx.chatMessage.updateMany({
    where: { authorId: id, deletedAt: null },
    data: { deletedAt: now, deletedById: id },
  });
  await tx.chatMessage.updateMany({ where: { authorId: id }, data: { body: '' } });
  await tx.tip.updateMany({ where: { fromId: id }, data: { message: '' } });
  await tx.stream.updateMany({
    where: { creatorId: id },
    data: {
      visibility: 'private',
      featured: false,
      description: '',
      tags: [],
      thumbnailUrl: null,
      coverUrl: null,
      updatedAt: now,
    },
  });
  const blank = {
    displayName: 'Deleted account',
    bio: '',
    avatarUrl: null,
    bannerUrl: null,
    links: [],
    updatedAt: now,
  };
  await tx.profile.upsert({ where: { accountId: id }, create: { accountId: id, ...blank }, update: blank });
  await tx.account.update({
    where: { id },
    data: { handle: shellHandle(id), looks: [], email: null, emailConfirmedAt: null, roles: [], deletedAt: now },
  });
}
