-- What the chain that a database was used with calls its money, and how many decimals it has: a database is not used with another chain's.
-- AlterTable
ALTER TABLE "chain_cursor" ADD COLUMN     "money_decimals" INTEGER,
ADD COLUMN     "money_symbol" TEXT;

-- checks
-- Money is known whole or not at all; the contract counts 18 decimals, and no chain counts finer.
ALTER TABLE "chain_cursor" ADD CONSTRAINT "chain_cursor_money" CHECK (("money_symbol" IS NULL) = ("money_decimals" IS NULL) AND "money_symbol" <> '' AND "money_decimals" BETWEEN 0 AND 18);
