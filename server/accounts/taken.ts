import { z } from 'zod';
import { DomainError, type ErrorCode } from '../errors';

/** What Prisma throws when a unique index says no; over a driver adapter the columns are named in its cause. */
const uniqueViolation = z.object({
  code: z.literal('P2002'),
  meta: z.object({
    driverAdapterError: z.object({
      cause: z.object({ constraint: z.object({ fields: z.array(z.string()) }) }),
    }),
  }),
});

const refusals: Record<string, ErrorCode> = {
  handle: 'handleTaken',
  email: 'emailTaken',
  address: 'walletTaken',
  h160: 'walletTaken',
};

/** Which refusal it is that a unique index said no, or null when the error is something else. */
export function takenCode(error: unknown): ErrorCode | null {
  const violation = uniqueViolation.safeParse(error).data;
  for (const field of violation?.meta.driverAdapterError.cause.constraint.fields ?? []) {
    const code = refusals[field.replaceAll('"', '')];
    if (code) return code;
  }
  return null;
}

/** Runs a transaction in which somebody else may take the name or the wallet first: the index decides, and says whose. */
export async function orTaken<Result>(transaction: Promise<Result>): Promise<Result> {
  try {
    return await transaction;
  } catch (error) {
    const code = takenCode(error);
    throw code ? new DomainError(code) : error;
  }
}
