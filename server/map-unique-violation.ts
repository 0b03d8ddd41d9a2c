import { z } from 'zod';
import { type ErrorCode } from '../sdk/error-codes';
import { DomainError } from './errors';

/** What Prisma throws when a unique index says no; over the driver adapter its cause names the index. */
const uniqueViolation = z.object({
  code: z.literal('P2002'),
  meta: z.object({
    driverAdapterError: z.object({ cause: z.object({ constraint: z.object({ index: z.string() }) }) }),
  }),
});

const refusals: Record<string, ErrorCode> = {
  accounts_handle_key: 'handleTaken',
  accounts_email_key: 'emailTaken',
  wallets_address_key: 'walletTaken',
  wallets_h160_key: 'walletTaken',
  streams_one_live_per_creator: 'alreadyLive',
};

/** Whether a unique index said no, whichever it was. */
export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'P2002';
}

/** Which refusal it is that a unique index said no, or null when the error is something else. */
export function takenCode(error: unknown): ErrorCode | null {
  const { data } = uniqueViolation.safeParse(error);
  return (data && refusals[data.meta.driverAdapterError.cause.constraint.index]) ?? null;
}

/** Runs a transaction in which somebody else may take the name, the wallet or the one live stream first: the index decides, and says which. */
export async function mapUniqueViolation<Result>(transaction: Promise<Result>): Promise<Result> {
  try {
    return await transaction;
  } catch (error) {
    const code = takenCode(error);
    throw code ? new DomainError(code) : error;
  }
}
