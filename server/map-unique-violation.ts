import { z } from 'zod';
import { type ErrorCode } from '../sdk/error-codes';
import { DomainError } from './errors';

/**
 * What Prisma throws when a unique index says no; over the driver adapter its cause names the
 * index.
 */
const uniqueViolation = z.object({
  code: z.literal('P2002'),
  meta: z.object({
    driverAdapterError: z.object({ cause: z.object({ constraint: z.object({ index: z.string() }) }) }),
  }),
});

/** The same of a statement that we wrote ourselves. */
const rawViolation = z.object({
  code: z.literal('P2010'),
  meta: z.object({ driverAdapterError: z.object({ cause: z.object({ originalCode: z.literal('23505') }) }) }),
});

/** What each unique index says when it says no. */
export const refusals: Record<string, ErrorCode> = {
  accounts_handle_key: 'handleTaken',
  accounts_email_key: 'emailTaken',
  wallets_address_key: 'walletTaken',
  wallets_h160_key: 'walletTaken',
  streams_one_live_per_creator: 'alreadyLive',
  wallet_transactions_tx_hash_key: 'alreadySent',
  withdrawals_one_open: 'sendingAlready',
  appeals_pkey: 'appealedAlready',
  reports_reporter_id_subject_key_key: 'reportedAlready',
};

/** Whether a unique index said no, whichever it was. */
export function isUniqueViolation(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false;
  return error.code === 'P2002' || rawViolation.safeParse(error).success;
}

/** Which refusal it is that a unique index said no, or null when the error is something else. */
export function takenCode(error: unknown): ErrorCode | null {
  const { data } = uniqueViolation.safeParse(error);
  return (data && refusals[data.meta.driverAdapterError.cause.constraint.index]) ?? null;
}

/**
 * Waits for a write that somebody else's may forestall, of a name, a wallet, the one live stream:
 * the index decides, and says which refusal it is.
 */
export async function mapUniqueViolation<Result>(write: Promise<Result>): Promise<Result> {
  try {
    return await write;
  } catch (error) {
    const code = takenCode(error);
    throw code ? new DomainError(code) : error;
  }
}
