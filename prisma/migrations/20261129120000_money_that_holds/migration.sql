-- The contract's version 2: keys are apart from each other, everybody but the operator collects in a window, a new tab's storage is the viewer's,
-- and the operator sends creators what they are owed.

-- CreateEnum
CREATE TYPE "OperatorTurn" AS ENUM ('settleUrgent', 'settleQuiet', 'settleSuspect', 'payAnnounced', 'withdrawFor');

-- AlterEnum
ALTER TYPE "ViewingEndReason" ADD VALUE 'rekeyed';

-- AlterTable
ALTER TABLE "payouts" ADD COLUMN     "fee" DECIMAL(39,0) NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "purses" ADD COLUMN     "fee_basis_points" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "key" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "reserved" DECIMAL(39,0) NOT NULL DEFAULT 0,
ADD COLUMN     "storage" DECIMAL(39,0) NOT NULL DEFAULT 0,
ADD COLUMN     "window_ends_at" TIMESTAMPTZ(3);

-- AlterTable
-- Of the contract before: a chain with another contract is read anew.
DELETE FROM "retired_keys";
ALTER TABLE "retired_keys" ADD COLUMN     "key" INTEGER NOT NULL;

-- AlterTable
ALTER TABLE "settlement_entries" DROP CONSTRAINT "settlement_entries_pkey",
ADD COLUMN     "key" INTEGER NOT NULL DEFAULT 0,
ADD CONSTRAINT "settlement_entries_pkey" PRIMARY KEY ("settlement_id", "viewer", "creator", "purse_nonce", "key");

-- AlterTable
ALTER TABLE "settlements" ADD COLUMN     "turn" "OperatorTurn" NOT NULL DEFAULT 'settleQuiet';

-- AlterTable
ALTER TABLE "viewings" ADD COLUMN     "purse_key" INTEGER;
UPDATE "viewings" SET "purse_key" = 0 WHERE "viewer" IS NOT NULL;

-- AlterTable
ALTER TABLE "vouchers" DROP CONSTRAINT "vouchers_pkey",
ADD COLUMN     "key" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "skip_reason" TEXT,
ADD COLUMN     "skipped_at" TIMESTAMPTZ(3),
ADD COLUMN     "skipped_for_good" BOOLEAN NOT NULL DEFAULT false,
ADD CONSTRAINT "vouchers_pkey" PRIMARY KEY ("viewer", "purse_nonce", "key", "creator");

-- CreateTable
CREATE TABLE "claims" (
    "viewer" CHAR(42) NOT NULL,
    "purse_nonce" INTEGER NOT NULL,
    "key" INTEGER NOT NULL,
    "creator" CHAR(42) NOT NULL,
    "seconds" BIGINT NOT NULL,
    "amount" DECIMAL(39,0) NOT NULL,
    "extras" DECIMAL(39,0) NOT NULL,
    "announcer" CHAR(42) NOT NULL,

    CONSTRAINT "claims_pkey" PRIMARY KEY ("viewer","purse_nonce","key","creator")
);

-- CreateTable
CREATE TABLE "withdrawals" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "recipient" CHAR(42) NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "settlement_id" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "error" TEXT,

    CONSTRAINT "withdrawals_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "withdrawals_settlement_id_key" ON "withdrawals"("settlement_id");

-- CreateIndex
CREATE INDEX "withdrawals_account_id_created_at_idx" ON "withdrawals"("account_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "withdrawals_ended_at_created_at_idx" ON "withdrawals"("ended_at", "created_at");

-- CreateIndex
CREATE INDEX "purses_window_ends_at_idx" ON "purses"("window_ends_at");

-- CreateIndex
CREATE UNIQUE INDEX "retired_keys_viewer_nonce_key_key" ON "retired_keys"("viewer", "nonce", "key");

-- AddForeignKey
ALTER TABLE "claims" ADD CONSTRAINT "claims_viewer_purse_nonce_fkey" FOREIGN KEY ("viewer", "purse_nonce") REFERENCES "purses"("viewer", "nonce") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_settlement_id_fkey" FOREIGN KEY ("settlement_id") REFERENCES "settlements"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Hashes of finalized blocks that were read: by them a chain whose head is lower is told from another one.
CREATE TABLE "chain_marks" (
    "number" INTEGER NOT NULL,
    "hash" TEXT NOT NULL,

    CONSTRAINT "chain_marks_pkey" PRIMARY KEY ("number")
);

-- An event has one time for people, decided when its block is read.
ALTER TABLE "chain_events" ADD COLUMN "seen_at" TIMESTAMPTZ(3);
UPDATE "chain_events" SET "seen_at" = "at";
ALTER TABLE "chain_events" ALTER COLUMN "seen_at" SET NOT NULL;
-- Spending limit and consent belong to an account in a stream, not to one viewing.
ALTER TABLE "viewings" DROP COLUMN "spending_limit";

CREATE TABLE "budgets" (
    "account_id" UUID NOT NULL,
    "stream_id" UUID NOT NULL,
    "spending_limit" DECIMAL(39,0),
    "agreed_rate" DECIMAL(39,0),
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "budgets_pkey" PRIMARY KEY ("account_id","stream_id")
);
CREATE INDEX "budgets_stream_id_idx" ON "budgets"("stream_id");
CREATE INDEX "budgets_updated_at_idx" ON "budgets"("updated_at");
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
ALTER TABLE "budgets" ADD CONSTRAINT "budgets_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- checks

-- What stands for a pair now names the key too.
ALTER TABLE "viewings" DROP CONSTRAINT "viewings_pair";
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_pair" CHECK (
  num_nulls("viewer", "purse_nonce", "purse_key", "payee") IN (0, 4)
  AND "viewer" ~ '^0x[0-9a-f]{40}$' AND "purse_nonce" >= 0 AND "purse_key" >= 0 AND "payee" ~ '^0x[0-9a-f]{40}$'
);

ALTER TABLE "purses" ADD CONSTRAINT "purses_key" CHECK ("key" >= 0);
-- Money is conserved: what was paid, what its storage cost and what came back is never more than what was put in.
ALTER TABLE "purses" DROP CONSTRAINT "purses_settled_with_paid_back";
ALTER TABLE "purses" ADD CONSTRAINT "purses_settled_with_paid_back" CHECK (
  "storage" >= 0 AND "reserved" >= 0 AND "settled" + "storage" + "paid_back" <= "deposit"
);

-- Somebody else may have settled more of one part than the voucher that we hold says, while that one still says more of another.
ALTER TABLE "vouchers" DROP CONSTRAINT "vouchers_settled_signed";
ALTER TABLE "vouchers" ADD CONSTRAINT "vouchers_settled_signed" CHECK (
  "settled_seconds" >= 0 AND "settled_amount" >= 0 AND "settled_extras" >= 0
);
-- What is settled is paid at the same moment.
ALTER TABLE "vouchers" DROP CONSTRAINT "vouchers_paid_settled";
ALTER TABLE "vouchers" ADD CONSTRAINT "vouchers_paid_settled" CHECK ("paid" = "settled_amount" + "settled_extras");
-- What was passed over, was for a reason.
ALTER TABLE "vouchers" ADD CONSTRAINT "vouchers_skipped" CHECK (
  num_nulls("skip_reason", "skipped_at") IN (0, 2) AND ("skip_reason" IS NOT NULL OR NOT "skipped_for_good")
);

ALTER TABLE "claims" ADD CONSTRAINT "claims_address_format" CHECK (
  "viewer" ~ '^0x[0-9a-f]{40}$' AND "creator" ~ '^0x[0-9a-f]{40}$' AND "announcer" ~ '^0x[0-9a-f]{40}$'
);
ALTER TABLE "claims" ADD CONSTRAINT "claims_amount_range" CHECK ("key" >= 0 AND "seconds" >= 0 AND "amount" >= 0 AND "extras" >= 0);

ALTER TABLE "payouts" ADD CONSTRAINT "payouts_fee" CHECK ("fee" >= 0);
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_recipient_format" CHECK ("recipient" ~ '^0x[0-9a-f]{40}$');
-- What came to nothing has ended.
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_failed" CHECK ("error" IS NULL OR "ended_at" IS NOT NULL);
-- An address is sent its earnings once at a time.
CREATE UNIQUE INDEX "withdrawals_one_open" ON "withdrawals" ("recipient") WHERE "ended_at" IS NULL;

-- Went with the column that it also spoke of.
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_base" CHECK ("base_seconds" >= 0 AND "base_amount" >= 0);

ALTER TABLE "budgets" ADD CONSTRAINT "budgets_amount_range" CHECK (
  ("spending_limit" IS NULL OR "spending_limit" BETWEEN 0 AND 340282366920938463463374607431768211455)
  AND ("agreed_rate" IS NULL OR "agreed_rate" BETWEEN 0 AND 340282366920938463463374607431768211455)
);

-- How an account's names look: whoever takes a name that passes for a creator's is found by one query.
ALTER TABLE "accounts" ADD COLUMN "looks" TEXT[] DEFAULT ARRAY[]::TEXT[];
CREATE INDEX "accounts_looks_idx" ON "accounts" USING GIN ("looks");

-- Browsers that signed in to an account before: their tries are counted apart, so that strangers lock no owner out.
CREATE TABLE "known_devices" (
    "account_id" UUID NOT NULL,
    "secret_hash" TEXT NOT NULL,
    "signed_in_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "known_devices_pkey" PRIMARY KEY ("account_id","secret_hash")
);
CREATE INDEX "known_devices_secret_hash_idx" ON "known_devices"("secret_hash");
CREATE INDEX "known_devices_expires_at_idx" ON "known_devices"("expires_at");
ALTER TABLE "known_devices" ADD CONSTRAINT "known_devices_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;
-- Changes that ask who somebody is: a session's proof, events that are told, which wallet is paid.
-- CreateEnum
CREATE TYPE "SecurityEventKind" AS ENUM ('passwordSet', 'passwordChanged', 'walletLinked', 'walletUnlinked', 'payeeChanged', 'handleChanged', 'emailChanged');

-- AlterEnum
ALTER TYPE "ChallengePurpose" ADD VALUE 'confirm';

-- AlterTable
ALTER TABLE "sessions" ADD COLUMN     "confirmed_at" TIMESTAMPTZ(3),
ADD COLUMN     "events_seen_at" TIMESTAMPTZ(3),
ADD COLUMN     "rotated_from" TEXT;

-- AlterTable
ALTER TABLE "wallet_challenges" ADD COLUMN     "session_id" UUID;

-- AlterTable
ALTER TABLE "wallets" ADD COLUMN     "chosen" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "security_events" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "session_id" UUID,
    "kind" "SecurityEventKind" NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "at" TIMESTAMPTZ(3) NOT NULL,
    "ip_address" TEXT NOT NULL DEFAULT '',
    "user_agent" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "security_events_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "security_events_account_id_at_idx" ON "security_events"("account_id", "at" DESC);

-- CreateIndex
CREATE INDEX "security_events_session_id_idx" ON "security_events"("session_id");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_rotated_from_key" ON "sessions"("rotated_from");

-- CreateIndex
CREATE INDEX "wallet_challenges_session_id_idx" ON "wallet_challenges"("session_id");

-- AddForeignKey
ALTER TABLE "wallet_challenges" ADD CONSTRAINT "wallet_challenges_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("public_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "security_events" ADD CONSTRAINT "security_events_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "security_events" ADD CONSTRAINT "security_events_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("public_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- checks

-- One wallet is paid.
CREATE UNIQUE INDEX "wallets_one_chosen_per_account" ON "wallets" ("account_id") WHERE "chosen";

-- Whoever asks a wallet to sign in is nobody yet; all else is for an account, and a proof for one session of it.
ALTER TABLE "wallet_challenges" DROP CONSTRAINT "wallet_challenges_account";
ALTER TABLE "wallet_challenges" ADD CONSTRAINT "wallet_challenges_account" CHECK (("purpose" = 'signIn') = ("account_id" IS NULL));
ALTER TABLE "wallet_challenges" ADD CONSTRAINT "wallet_challenges_session" CHECK (("purpose"::text = 'confirm') = ("session_id" IS NOT NULL));
-- What was shown and not signed for stays with whoever saw it, over processes and viewings; strangers are counted by network and device.
ALTER TABLE "viewings" ADD COLUMN     "unpaid_ms" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "unpaid_since" TIMESTAMPTZ(3),
ADD COLUMN     "grace_ms" INTEGER NOT NULL DEFAULT 3000,
ADD COLUMN     "network" TEXT NOT NULL DEFAULT '',
ADD COLUMN     "device" TEXT NOT NULL DEFAULT '';
CREATE INDEX "viewings_network_joined_at_idx" ON "viewings"("network", "joined_at");
CREATE INDEX "viewings_device_joined_at_idx" ON "viewings"("device", "joined_at");

-- Streams are ranked by who pays and by how many networks they come from.
ALTER TABLE "streams" ADD COLUMN     "paying_viewers" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "viewer_networks" INTEGER NOT NULL DEFAULT 0;

-- How late a viewing is by a moment: it grows while it runs, to the end of its grace and half a second, as the meter has it (server/viewing/metering/meter.ts).
CREATE FUNCTION "unpaid_by"(unpaid_ms INTEGER, unpaid_since TIMESTAMPTZ, grace_ms INTEGER, seconds_paid BIGINT, by TIMESTAMPTZ) RETURNS INTEGER
LANGUAGE sql IMMUTABLE AS $$
  SELECT CASE WHEN unpaid_since IS NULL THEN unpaid_ms ELSE greatest(unpaid_ms, least(
    unpaid_ms + floor(extract(epoch FROM by - unpaid_since) * 1000), least(3000, grace_ms + seconds_paid * 3) + 500))::int END
$$;

-- What the contract takes of a purse for each new tab: leases set it aside.
ALTER TABLE "chain_cursor" ADD COLUMN     "tab_cost" DECIMAL(39,0) NOT NULL DEFAULT 0;
ALTER TABLE "chain_cursor" ADD CONSTRAINT "chain_cursor_tab_cost" CHECK ("tab_cost" >= 0);
