import { type Prisma } from '../generated/prisma/client';
import { type Deps, type Tx } from '../deps';
import { type AccountId } from '../ids';

/** What is written down. */
export type AuditAction =
  | 'account.signedUp'
  | 'account.signedIn'
  | 'account.signedOut'
  | 'account.sessionEnded'
  | 'account.otherSessionsEnded'
  | 'account.passwordSet'
  | 'account.passwordChanged'
  | 'account.profileChanged'
  | 'account.handleChanged'
  | 'account.emailChanged'
  | 'account.emailConfirmed'
  | 'account.passwordReset'
  | 'account.becameCreator'
  | 'account.walletLinked'
  | 'account.walletUnlinked'
  | 'account.ownerProved'
  | 'account.payeeChosen'
  | 'account.deleted'
  | 'account.streamKeyMade'
  | 'account.streamKeyRotated'
  | 'account.streamKeyRevoked'
  | 'account.streamKeysConfirmed'
  | 'account.restreamTargetMade'
  | 'account.restreamTargetChanged'
  | 'account.restreamTargetRemoved'
  | 'stream.restreamedThoughPaid'
  | 'account.pictureChanged'
  | 'account.pictureRemoved'
  | 'stream.pictureChanged'
  | 'stream.pictureRemoved'
  | 'series.created'
  | 'stream.created'
  | 'stream.changed'
  | 'stream.cancelled'
  | 'stream.started'
  | 'stream.fed'
  | 'stream.ended'
  | 'stream.raided'
  | 'stream.invited'
  | 'stream.uninvited'
  | 'video.started'
  | 'video.changed'
  | 'video.removed'
  | 'clip.made'
  | 'clip.removed'
  | 'clip.allowed'
  | 'stage.invited'
  | 'stage.came'
  | 'stage.ended'
  | ModerationAction;

/** What those do who keep order, in a channel or for the site. */
export type ModerationAction =
  | 'moderation.appointed'
  | 'moderation.dismissed'
  | 'moderation.banned'
  | 'moderation.unbanned'
  | 'moderation.timedOut'
  | 'moderation.timeoutLifted'
  | 'moderation.warned'
  | 'moderation.rulesChanged'
  | 'moderation.wordBlocked'
  | 'moderation.wordUnblocked'
  | 'moderation.messageDeleted'
  | 'moderation.messagesCleared'
  | 'moderation.messagesRestored'
  | 'moderation.heldApproved'
  | 'moderation.heldRejected'
  | 'moderation.reportResolved'
  | 'moderation.appealAnswered'
  | 'moderation.clipRemoved'
  | 'site.accountSuspended'
  | 'site.accountReinstated'
  | 'site.appealAnswered'
  | 'site.streamTakenDown'
  | 'site.streamRestored'
  | 'site.reportResolved'
  | 'site.clipRemoved';

/** One entry. `detail` holds no secret and no e-mail address: an entry outlives the account. */
export interface AuditFact {
  actorId: AccountId | null;
  action: AuditAction;
  /** What it was done to, such as "account:0198…". */
  subject: `${string}:${string}`;
  detail?: Prisma.InputJsonObject;
  ipAddress?: string;
}

/** Writes an audit entry in the deed's own transaction: neither is ever there without the other. */
export async function record(tx: Tx, { clock }: Pick<Deps, 'clock'>, fact: AuditFact): Promise<void> {
  await tx.auditEntry.create({ data: { ...fact, at: clock.now() } });
}
