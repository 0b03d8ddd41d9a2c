import { lockAccount } from '../identity/lock';
import { type Member } from '../identity/visitor';
import { type Deps, type Tx } from '../deps';
import { type AccountId } from '../ids';
import { type NamedWallet, newestEvent, recordEvents, type SecurityFact } from './events';
import { payeeOf } from './payee';
import { type Proof, requireProof } from './proof';

/** What a change gave, and what of it the owner has to know; who is paid is found out by itself. */
interface Changed<Result> {
  result: Result;
  facts: SecurityFact[];
}

/**
 * Every change by which somebody with a copied cookie could take an account or its earnings goes
 * through here. It asks for a proof that the owner wants it. When something did change, all other
 * sessions end, this one gets a new name (a copy of its cookie is worth nothing from then on), and
 * the account is told, also when somebody else is paid because of it.
 */
export function changeAsOwner<Result>(
  deps: Pick<Deps, 'db' | 'clock' | 'sessions'>,
  member: Member,
  proof: Proof,
  change: (tx: Tx) => Promise<Changed<Result>>,
): Promise<{ result: Result; setCookie: string | null }> {
  const { signedIn } = member;
  const { accountId } = signedIn;
  return deps.db.$transaction(async (tx) => {
    await lockAccount(tx, accountId);
    await requireProof(tx, deps, signedIn, proof);
    const before = await payeeOf(tx, accountId);
    const { result, facts } = await change(tx);
    const told = [...facts, ...(await payeeFacts(tx, accountId, before))];
    if (told.length === 0) return { result, setCookie: null };
    const sessions = deps.sessions.inTransaction(tx);
    await sessions.endAll(accountId, signedIn.sessionId);
    const { sessionId, setCookie } = await sessions.rotate(signedIn.sessionId);
    await recordEvents(tx, deps, member, sessionId, told);
    return { result, setCookie };
  });
}

/**
 * Whom the next stream pays instead. Where nobody was for a while, it is compared with who was paid
 * before that; the first wallet of all takes nobody's place.
 */
async function payeeFacts(tx: Tx, accountId: AccountId, before: NamedWallet | null): Promise<SecurityFact[]> {
  const after = await payeeOf(tx, accountId);
  if (after?.address === before?.address) return [];
  const from = before ?? (await paidBefore(tx, accountId));
  return from ? [{ kind: 'payeeChanged', from: named(from), to: after && named(after) }] : [];
}

async function paidBefore(tx: Tx, accountId: AccountId): Promise<NamedWallet | null> {
  const last = await newestEvent({ db: tx }, accountId, 'payeeChanged', new Date(0));
  return last?.from ?? null;
}

/** A wallet as an event names it. */
export function named({ address, label }: NamedWallet): NamedWallet {
  return { address, label };
}
