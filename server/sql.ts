import { Prisma } from './generated/prisma/client';

/**
 * A part of a statement with its values, to stand in other statements: a rule is written once,
 * beside its `where`.
 */
export const { sql } = Prisma;
export type Sql = Prisma.Sql;
