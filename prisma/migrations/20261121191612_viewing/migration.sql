-- AlterEnum
ALTER TYPE "ViewingStatus" ADD VALUE 'cut';

-- AlterTable
ALTER TABLE "purses" DROP COLUMN "promised";

-- AlterTable
ALTER TABLE "streams" ADD COLUMN     "demo" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "payee" CHAR(42),
ADD COLUMN     "publisher_at" TIMESTAMPTZ(3),
ADD COLUMN     "silent_since" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "viewings" ADD COLUMN     "base_amount" DECIMAL(39,0) NOT NULL DEFAULT 0,
ADD COLUMN     "base_seconds" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "owner_process" UUID,
ADD COLUMN     "leased" DECIMAL(39,0) NOT NULL DEFAULT 0,
ADD COLUMN     "payee" CHAR(42),
ADD COLUMN     "preview_until" TIMESTAMPTZ(3),
ADD COLUMN     "purse_nonce" INTEGER,
ADD COLUMN     "seat" UUID NOT NULL DEFAULT gen_random_uuid(),
ADD COLUMN     "spending_limit" DECIMAL(39,0),
ADD COLUMN     "viewer" CHAR(42);

-- CreateIndex
CREATE UNIQUE INDEX "viewings_seat_key" ON "viewings"("seat");

-- CreateIndex
CREATE INDEX "viewings_viewer_purse_nonce_payee_idx" ON "viewings"("viewer", "purse_nonce", "payee");

-- checks

-- Went with the column that it also spoke of.
ALTER TABLE "purses" ADD CONSTRAINT "purses_amount_range" CHECK (
  "deposit" BETWEEN 0 AND 340282366920938463463374607431768211455
  AND "settled" BETWEEN 0 AND 340282366920938463463374607431768211455
  AND "max_rate" BETWEEN 0 AND 340282366920938463463374607431768211455
  AND "extras_allowance" BETWEEN 0 AND 340282366920938463463374607431768211455
);

ALTER TABLE "streams" ADD CONSTRAINT "streams_payee_format" CHECK ("payee" ~ '^0x[0-9a-f]{40}$');

-- Counted, not compared: a comparison with NULL is no refusal.
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_pair" CHECK (
  num_nulls("viewer", "purse_nonce", "payee") IN (0, 3)
  AND "viewer" ~ '^0x[0-9a-f]{40}$' AND "purse_nonce" >= 0 AND "payee" ~ '^0x[0-9a-f]{40}$'
);
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_base" CHECK ("base_seconds" >= 0 AND "base_amount" >= 0 AND "spending_limit" >= 0);
-- Nothing is signed for beyond what was leased; without a purse nothing is leased.
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_leased" CHECK ("leased" >= 0 AND ("viewer" IS NULL OR "leased" >= "amount") AND ("viewer" IS NOT NULL OR "leased" = 0));
-- What is over is over, and what is not has not ended.
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_over" CHECK (("left_at" IS NULL) = ("status" IN ('admitted', 'metered') OR "status"::text = 'cut'));
CREATE UNIQUE INDEX "viewings_one_a_pair" ON "viewings" ("viewer", "purse_nonce", "payee") WHERE "left_at" IS NULL;
