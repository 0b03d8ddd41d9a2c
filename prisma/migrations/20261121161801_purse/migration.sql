-- DropIndex
DROP INDEX "payouts_tx_hash_key";

-- DropIndex
DROP INDEX "settlement_entries_viewer_idx";

-- AlterTable
-- A chain that was met before has a cursor; its time is told again with the next block.
ALTER TABLE "chain_cursor" ADD COLUMN     "block_time" TIMESTAMPTZ(3);
UPDATE "chain_cursor" SET "block_time" = "updated_at";
ALTER TABLE "chain_cursor" ALTER COLUMN "block_time" SET NOT NULL;

-- AlterTable
ALTER TABLE "payouts" ADD COLUMN     "event_index" INTEGER;

-- AlterTable
ALTER TABLE "purses" ADD COLUMN     "closed_at" TIMESTAMPTZ(3),
ADD COLUMN     "extras" DECIMAL(39,0) NOT NULL DEFAULT 0,
ADD COLUMN     "paid_back" DECIMAL(39,0) NOT NULL DEFAULT 0,
ADD COLUMN     "released_until" TIMESTAMPTZ(3),
ADD COLUMN     "seconds" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "settling_asked_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "settlements" ADD COLUMN     "signed" BYTEA NOT NULL,
ADD COLUMN     "valid_from_block" INTEGER NOT NULL,
ADD COLUMN     "valid_until_block" INTEGER NOT NULL,
ALTER COLUMN "tx_hash" SET NOT NULL;

-- AlterTable
ALTER TABLE "vouchers" ADD COLUMN     "paid" DECIMAL(39,0) NOT NULL DEFAULT 0,
ADD COLUMN     "running_since" TIMESTAMPTZ(3),
ALTER COLUMN "signature" DROP NOT NULL;
UPDATE "vouchers" SET "running_since" = "received_at";
ALTER TABLE "vouchers" ALTER COLUMN "running_since" SET NOT NULL;

-- CreateTable
CREATE TABLE "retired_keys" (
    "block_number" INTEGER NOT NULL,
    "index" INTEGER NOT NULL,
    "viewer" CHAR(42) NOT NULL,
    "nonce" INTEGER NOT NULL,
    "session_key" BYTEA NOT NULL,
    "max_rate" DECIMAL(39,0) NOT NULL,
    "lanes" INTEGER NOT NULL,
    "extras_allowance" DECIMAL(39,0) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "until" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "retired_keys_pkey" PRIMARY KEY ("block_number","index")
);

-- CreateTable
CREATE TABLE "wallet_transactions" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "payload" JSON NOT NULL,
    "status" "TransactionStatus" NOT NULL DEFAULT 'prepared',
    "tx_hash" TEXT,
    "signed" BYTEA,
    "valid_from_block" INTEGER,
    "valid_until_block" INTEGER NOT NULL,
    "block_number" INTEGER,
    "block_hash" TEXT,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "submitted_at" TIMESTAMPTZ(3),
    "finalized_at" TIMESTAMPTZ(3),

    CONSTRAINT "wallet_transactions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chain_events" (
    "block_number" INTEGER NOT NULL,
    "index" INTEGER NOT NULL,
    "block_hash" TEXT NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "transaction" TEXT NOT NULL,
    "kind" TEXT NOT NULL,
    "viewer" CHAR(42),
    "creator" CHAR(42),
    "data" JSONB NOT NULL,

    CONSTRAINT "chain_events_pkey" PRIMARY KEY ("block_number","index")
);

-- CreateIndex
CREATE INDEX "retired_keys_viewer_nonce_until_idx" ON "retired_keys"("viewer", "nonce", "until");

-- CreateIndex
CREATE UNIQUE INDEX "wallet_transactions_tx_hash_key" ON "wallet_transactions"("tx_hash");

-- CreateIndex
CREATE INDEX "wallet_transactions_account_id_created_at_idx" ON "wallet_transactions"("account_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "wallet_transactions_status_created_at_idx" ON "wallet_transactions"("status", "created_at");

-- CreateIndex
CREATE INDEX "wallet_transactions_block_number_idx" ON "wallet_transactions"("block_number");

-- CreateIndex
CREATE INDEX "chain_events_viewer_block_number_index_idx" ON "chain_events"("viewer", "block_number" DESC, "index" DESC);

-- CreateIndex
CREATE INDEX "chain_events_creator_block_number_index_idx" ON "chain_events"("creator", "block_number" DESC, "index" DESC);

-- CreateIndex
CREATE INDEX "chain_events_kind_at_idx" ON "chain_events"("kind", "at");

-- CreateIndex
CREATE UNIQUE INDEX "payouts_block_number_event_index_key" ON "payouts"("block_number", "event_index");

-- CreateIndex
CREATE INDEX "settlement_entries_viewer_purse_nonce_creator_idx" ON "settlement_entries"("viewer", "purse_nonce", "creator");

-- CreateIndex
CREATE INDEX "settlements_block_number_idx" ON "settlements"("block_number");

-- AddForeignKey
ALTER TABLE "retired_keys" ADD CONSTRAINT "retired_keys_viewer_nonce_fkey" FOREIGN KEY ("viewer", "nonce") REFERENCES "purses"("viewer", "nonce") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wallet_transactions" ADD CONSTRAINT "wallet_transactions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- checks

ALTER TABLE "purses" ADD CONSTRAINT "purses_counts_not_negative" CHECK (
  "seconds" >= 0
  AND "paid_back" >= 0
  AND "extras" BETWEEN 0 AND 340282366920938463463374607431768211455
);
-- Money is conserved: what was paid and what came back is never more than what was put in.
ALTER TABLE "purses" ADD CONSTRAINT "purses_settled_with_paid_back" CHECK ("settled" + "paid_back" <= "deposit");
-- Closed, and only that, has been closed at some time.
ALTER TABLE "purses" ADD CONSTRAINT "purses_closed" CHECK (("status" = 'closed') = ("closed_at" IS NOT NULL));

ALTER TABLE "retired_keys" ADD CONSTRAINT "retired_keys_session_key_length" CHECK (octet_length("session_key") = 64);
ALTER TABLE "retired_keys" ADD CONSTRAINT "retired_keys_limits" CHECK (
  "lanes" > 0
  AND "max_rate" BETWEEN 0 AND 340282366920938463463374607431768211455
  AND "extras_allowance" BETWEEN 0 AND 340282366920938463463374607431768211455
);

-- Without a signature there is nothing to settle.
ALTER TABLE "vouchers" ADD CONSTRAINT "vouchers_unsigned_settled" CHECK (
  "signature" IS NOT NULL
  OR ("seconds" = "settled_seconds" AND "amount" = "settled_amount" AND "extras" = "settled_extras")
);
-- Nobody is paid more than what was counted.
ALTER TABLE "vouchers" ADD CONSTRAINT "vouchers_paid_settled" CHECK ("paid" BETWEEN 0 AND "settled_amount" + "settled_extras");

-- What was sent is kept whole, so that it can be looked up and sent again.
ALTER TABLE "wallet_transactions" ADD CONSTRAINT "wallet_transactions_signed" CHECK (
  "status" = 'prepared'
  OR ("tx_hash" IS NOT NULL AND "signed" IS NOT NULL AND "valid_from_block" IS NOT NULL AND "submitted_at" IS NOT NULL)
);
ALTER TABLE "wallet_transactions" ADD CONSTRAINT "wallet_transactions_finalized" CHECK ("status" <> 'finalized' OR ("finalized_at" IS NOT NULL AND "block_number" IS NOT NULL));
-- What failed, failed for a reason.
ALTER TABLE "wallet_transactions" ADD CONSTRAINT "wallet_transactions_failed" CHECK (("status" = 'failed') = ("error" IS NOT NULL));
ALTER TABLE "wallet_transactions" ADD CONSTRAINT "wallet_transactions_time" CHECK ("expires_at" > "created_at");

ALTER TABLE "settlements" ADD CONSTRAINT "settlements_failed" CHECK (("status" = 'failed') = ("error" IS NOT NULL));

ALTER TABLE "chain_events" ADD CONSTRAINT "chain_events_place" CHECK ("block_number" >= 0 AND "index" >= 0);
ALTER TABLE "chain_events" ADD CONSTRAINT "chain_events_address_format" CHECK ("viewer" ~ '^0x[0-9a-f]{40}$' AND "creator" ~ '^0x[0-9a-f]{40}$');

-- One settling is in flight at a time: the operator's account counts its transactions, and no voucher is on its way twice.
CREATE UNIQUE INDEX "settlements_one_in_flight" ON "settlements" ((true)) WHERE "status" IN ('prepared', 'submitted', 'inBlock');
