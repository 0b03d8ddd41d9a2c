import { amount, type Amount } from '../../sdk/money';
import { type H160 } from '../../sdk/voucher';
import { say } from '../../texts/i18n';
import { type Language } from '../../texts/languages';
import { says } from '../../texts/says';
import { readCursor } from '../chain/cursor';
import { DAY, later } from '../clock';
import { type Deps } from '../deps';
import { DomainError } from '../errors';
import { type Settlement, type Withdrawal } from '../generated/prisma/client';
import { i18nIn } from '../i18n';
import { type AccountId } from '../ids';
import { type Ledger, LedgerRefusal, type Terms } from '../ledger';
import { refusalNamed, refusalOf } from '../chain/refusals';
import { type Sending, type SendingRequest } from './types';
import { leastToSend, worthSending } from '../balances/withdrawable';

/** So long it is said how a request ended. */
const TOLD_FOR = DAY;

/** What it would be to have the platform send a wallet what it is owed. */
export async function sendingTo(
  { db, ledger }: Pick<Deps, 'db' | 'ledger'>,
  { address, h160 }: { address: string; h160: H160 },
  owed: Amount,
  terms: Terms,
): Promise<Sending> {
  const fee = terms.withdrawFee;
  const [standing, whole] = await Promise.all([ledger.standing(address), ledger.existentialDeposit()]);
  const existentialDeposit = standing === 'empty' ? whole : amount(0n);
  const hindrance = (): Sending['hindrance'] | Promise<Sending['hindrance']> => {
    if (!worthSending(owed, terms)) return 'tooLittleToSend';
    if (standing === 'unmapped') return 'walletUnmapped';
    if (standing === 'known') return null;
    return fee < whole ? 'walletEmpty' : hindranceAfterLoss(db, h160);
  };
  return {
    needed: standing === 'empty' || !(await paysItself(ledger, address)),
    fee,
    least: leastToSend(terms),
    arrives: amount(owed > fee ? owed - fee : 0n),
    existentialDeposit,
    hindrance: await hindrance(),
  };
}

/**
 * Who got the existential deposit, took the rest past the platform and emptied the wallet again is
 * not given it twice.
 */
async function hindranceAfterLoss(db: Deps['db'], recipient: H160): Promise<'walletEmpty' | null> {
  const lost = await db.withdrawal.count({ where: { recipient, admissionId: { not: null }, error: { not: null } } });
  return lost > 0 ? 'walletEmpty' : null;
}

/** Whether the wallet can withdraw by itself: it has what the chain asks for that. */
async function paysItself(ledger: Ledger, address: string): Promise<boolean> {
  try {
    await ledger.prepare(address, { kind: 'withdraw' });
    return true;
  } catch (error) {
    if (!(error instanceof LedgerRefusal)) throw error;
    return refusalOf(error) !== 'notEnoughMoney';
  }
}

/**
 * How the newest request of each wallet stands, by recipient; one that ended a day ago is told no
 * more.
 */
export async function readRequests(
  deps: Pick<Deps, 'db' | 'clock'>,
  accountId: AccountId,
  language: Language,
): Promise<Map<string, SendingRequest>> {
  const { db, clock } = deps;
  const [rows, cursor] = await Promise.all([
    db.withdrawal.findMany({
      where: { accountId, OR: [{ endedAt: null }, { endedAt: { gt: later(clock.now(), -TOLD_FOR) } }] },
      include: { settlement: true },
      orderBy: { createdAt: 'asc' },
    }),
    readCursor(deps),
  ]);
  return new Map(rows.map((row) => [row.recipient, requestOf(row, cursor?.blockNumber ?? 0, language)]));
}

type Row = Pick<Withdrawal, 'createdAt' | 'endedAt' | 'error' | 'settlementId'> & { settlement: Settlement | null };

/** It has arrived when what the block says is in the tables too: the page shows both at once. */
function requestOf(
  { createdAt, endedAt, error, settlementId, settlement }: Row,
  readUntil: number,
  language: Language,
): SendingRequest {
  const at = endedAt ?? createdAt;
  if (error !== null) return { status: 'failed', at, message: failureWords(error, language) };
  if (endedAt !== null && (settlement?.blockNumber ?? 0) <= readUntil) return { status: 'arrived', at, message: null };
  return { status: settlementId === null ? 'asked' : 'sent', at: createdAt, message: null };
}

function failureWords(error: string, language: Language): string {
  const i18n = i18nIn(language);
  const code = refusalNamed(error);
  if (!code)
    return say(i18n, says('The chain could not carry it out. Ask again. Nothing was taken from your earnings.'));
  const why = say(i18n, new DomainError(code).marked);
  return say(i18n, says('{why} Nothing was taken from your earnings.', { why }));
}
