import { type Deps, type SignedIn } from '../deps';
import { type AccountId } from '../ids';
import { CHOSEN_KINDS, type ChosenKind, USUAL_WAYS, type Ways } from './kinds';

/** How somebody is told, as their settings show it. */
export interface NoticeSettings {
  choices: ({ kind: ChosenKind } & Ways)[];
  /** The address for mails, and whether it was confirmed; null where there is none. */
  mail: { on: boolean; address: string | null; confirmed: boolean };
  /** What browsers subscribe with; null where this site does not push. */
  push: { key: string | null; browsers: number };
}

/** Reads it. */
export async function readChoices(
  { db, mail, push }: Pick<Deps, 'db' | 'mail' | 'push'>,
  accountId: AccountId,
): Promise<NoticeSettings> {
  const [rows, account, browsers] = await Promise.all([
    db.noticeChoice.findMany({ where: { accountId } }),
    db.account.findUniqueOrThrow({ where: { id: accountId }, select: { email: true, emailConfirmedAt: true } }),
    db.pushSubscription.count({ where: { accountId } }),
  ]);
  const choices = CHOSEN_KINDS.map((kind) => {
    const { bell, push, mail } = rows.find((row) => row.kind === kind) ?? USUAL_WAYS[kind];
    return { kind, bell, push, mail };
  });
  const { email, emailConfirmedAt } = account;
  return {
    choices,
    mail: { on: mail.on, address: email, confirmed: emailConfirmedAt !== null },
    push: { key: push.key, browsers },
  };
}

/** Writes one's choices; what is not named stays. */
export async function writeChoices(
  { db }: Pick<Deps, 'db'>,
  { accountId }: SignedIn,
  choices: ({ kind: ChosenKind } & Ways)[],
): Promise<void> {
  await db.$transaction(
    choices.map(({ kind, ...ways }) =>
      db.noticeChoice.upsert({
        where: { accountId_kind: { accountId, kind } },
        create: { accountId, kind, ...ways },
        update: ways,
      }),
    ),
  );
}
