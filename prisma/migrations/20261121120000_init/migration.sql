-- CreateEnum
CREATE TYPE "Role" AS ENUM ('viewer', 'creator', 'admin');

-- CreateEnum
CREATE TYPE "WalletScheme" AS ENUM ('sr25519', 'ed25519', 'ecdsa');

-- CreateEnum
CREATE TYPE "ChallengePurpose" AS ENUM ('signIn', 'link');

-- CreateEnum
CREATE TYPE "StreamStatus" AS ENUM ('scheduled', 'live', 'ended');

-- CreateEnum
CREATE TYPE "StreamVisibility" AS ENUM ('public', 'unlisted', 'followers', 'private');

-- CreateEnum
CREATE TYPE "StreamEndReason" AS ENUM ('creatorEnded', 'connectionLost', 'neverStarted', 'moderated');

-- CreateEnum
CREATE TYPE "RecordingStatus" AS ENUM ('recording', 'processing', 'ready', 'failed');

-- CreateEnum
CREATE TYPE "ViewingStatus" AS ENUM ('admitted', 'metered', 'settled', 'ended');

-- CreateEnum
CREATE TYPE "ViewingEndReason" AS ENUM ('left', 'connectionLost', 'replaced', 'spendingLimit', 'outOfFunds', 'streamEnded', 'banned');

-- CreateEnum
CREATE TYPE "PurseStatus" AS ENUM ('open', 'closing', 'closed');

-- CreateEnum
CREATE TYPE "TransactionStatus" AS ENUM ('prepared', 'submitted', 'inBlock', 'finalized', 'failed');

-- CreateEnum
CREATE TYPE "PassKind" AS ENUM ('stream', 'month');

-- CreateEnum
CREATE TYPE "ChatKind" AS ENUM ('message', 'tip', 'notice');

-- CreateEnum
CREATE TYPE "NotificationKind" AS ENUM ('wentLive', 'scheduled', 'newFollower', 'tipReceived', 'payoutFinalized', 'purseLow', 'moderation');

-- CreateEnum
CREATE TYPE "RestrictionKind" AS ENUM ('ban', 'timeout');

-- CreateTable
CREATE TABLE "accounts" (
    "id" UUID NOT NULL,
    "handle" TEXT NOT NULL,
    "email" TEXT,
    "roles" "Role"[] DEFAULT ARRAY['viewer']::"Role"[],
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "accounts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "profiles" (
    "account_id" UUID NOT NULL,
    "display_name" TEXT NOT NULL,
    "bio" TEXT NOT NULL DEFAULT '',
    "avatar_url" TEXT,
    "links" JSONB NOT NULL DEFAULT '[]',
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "profiles_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "password_credentials" (
    "account_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "password_credentials_pkey" PRIMARY KEY ("account_id")
);

-- CreateTable
CREATE TABLE "wallets" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "address" TEXT NOT NULL,
    "h160" TEXT NOT NULL,
    "scheme" "WalletScheme" NOT NULL,
    "label" TEXT NOT NULL DEFAULT '',
    "linked_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),

    CONSTRAINT "wallets_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "wallet_challenges" (
    "nonce" TEXT NOT NULL,
    "purpose" "ChallengePurpose" NOT NULL,
    "address" TEXT NOT NULL,
    "account_id" UUID,
    "statement" TEXT NOT NULL,
    "issued_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "wallet_challenges_pkey" PRIMARY KEY ("nonce")
);

-- CreateTable
CREATE TABLE "sessions" (
    "id_hash" TEXT NOT NULL,
    "public_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "user_agent" TEXT NOT NULL DEFAULT '',
    "ip_address" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "sessions_pkey" PRIMARY KEY ("id_hash")
);

-- CreateTable
CREATE TABLE "rate_limits" (
    "key" TEXT NOT NULL,
    "arrival_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "rate_limits_pkey" PRIMARY KEY ("key")
);

-- CreateTable
CREATE TABLE "categories" (
    "slug" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "position" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "categories_pkey" PRIMARY KEY ("slug")
);

-- CreateTable
CREATE TABLE "streams" (
    "id" UUID NOT NULL,
    "creator_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "category_slug" TEXT NOT NULL,
    "tags" TEXT[] DEFAULT ARRAY[]::TEXT[],
    "language" TEXT NOT NULL DEFAULT 'en',
    "mature" BOOLEAN NOT NULL DEFAULT false,
    "visibility" "StreamVisibility" NOT NULL DEFAULT 'public',
    "status" "StreamStatus" NOT NULL DEFAULT 'scheduled',
    "end_reason" "StreamEndReason",
    "rate_per_second" DECIMAL(39,0) NOT NULL,
    "preview_seconds" INTEGER NOT NULL DEFAULT 0,
    "viewer_limit" INTEGER,
    "scheduled_at" TIMESTAMPTZ(3),
    "started_at" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "current_viewers" INTEGER NOT NULL DEFAULT 0,
    "peak_viewers" INTEGER NOT NULL DEFAULT 0,
    "total_viewers" INTEGER NOT NULL DEFAULT 0,
    "thumbnail_url" TEXT,
    "featured" BOOLEAN NOT NULL DEFAULT false,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "streams_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "stream_invites" (
    "stream_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "stream_invites_pkey" PRIMARY KEY ("stream_id","account_id")
);

-- CreateTable
CREATE TABLE "recordings" (
    "stream_id" UUID NOT NULL,
    "status" "RecordingStatus" NOT NULL,
    "url" TEXT,
    "duration_seconds" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "recordings_pkey" PRIMARY KEY ("stream_id")
);

-- CreateTable
CREATE TABLE "stream_keys" (
    "id" UUID NOT NULL,
    "creator_id" UUID NOT NULL,
    "label" TEXT NOT NULL,
    "key_hash" TEXT NOT NULL,
    "hint" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "last_used_at" TIMESTAMPTZ(3),
    "revoked_at" TIMESTAMPTZ(3),

    CONSTRAINT "stream_keys_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "viewings" (
    "id" UUID NOT NULL,
    "stream_id" UUID NOT NULL,
    "account_id" UUID,
    "status" "ViewingStatus" NOT NULL DEFAULT 'admitted',
    "joined_at" TIMESTAMPTZ(3) NOT NULL,
    "last_seen_at" TIMESTAMPTZ(3) NOT NULL,
    "left_at" TIMESTAMPTZ(3),
    "end_reason" "ViewingEndReason",
    "seconds_seen" BIGINT NOT NULL DEFAULT 0,
    "seconds_paid" BIGINT NOT NULL DEFAULT 0,
    "amount" DECIMAL(39,0) NOT NULL DEFAULT 0,

    CONSTRAINT "viewings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "purses" (
    "viewer" CHAR(42) NOT NULL,
    "nonce" INTEGER NOT NULL,
    "status" "PurseStatus" NOT NULL,
    "session_key" BYTEA NOT NULL,
    "deposit" DECIMAL(39,0) NOT NULL,
    "promised" DECIMAL(39,0) NOT NULL DEFAULT 0,
    "settled" DECIMAL(39,0) NOT NULL DEFAULT 0,
    "max_rate" DECIMAL(39,0) NOT NULL,
    "lanes" INTEGER NOT NULL,
    "extras_allowance" DECIMAL(39,0) NOT NULL,
    "opened_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "closes_at" TIMESTAMPTZ(3),

    CONSTRAINT "purses_pkey" PRIMARY KEY ("viewer","nonce")
);

-- CreateTable
CREATE TABLE "vouchers" (
    "viewer" CHAR(42) NOT NULL,
    "purse_nonce" INTEGER NOT NULL,
    "creator" CHAR(42) NOT NULL,
    "seconds" BIGINT NOT NULL,
    "amount" DECIMAL(39,0) NOT NULL,
    "extras" DECIMAL(39,0) NOT NULL,
    "signature" BYTEA NOT NULL,
    "received_at" TIMESTAMPTZ(3) NOT NULL,
    "settled_seconds" BIGINT NOT NULL DEFAULT 0,
    "settled_amount" DECIMAL(39,0) NOT NULL DEFAULT 0,
    "settled_extras" DECIMAL(39,0) NOT NULL DEFAULT 0,

    CONSTRAINT "vouchers_pkey" PRIMARY KEY ("viewer","purse_nonce","creator")
);

-- CreateTable
CREATE TABLE "settlements" (
    "id" UUID NOT NULL,
    "status" "TransactionStatus" NOT NULL,
    "tx_hash" TEXT,
    "block_number" INTEGER,
    "block_hash" TEXT,
    "error" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finalized_at" TIMESTAMPTZ(3),

    CONSTRAINT "settlements_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "settlement_entries" (
    "settlement_id" UUID NOT NULL,
    "viewer" CHAR(42) NOT NULL,
    "creator" CHAR(42) NOT NULL,
    "purse_nonce" INTEGER NOT NULL,
    "seconds" BIGINT NOT NULL,
    "amount" DECIMAL(39,0) NOT NULL,
    "extras" DECIMAL(39,0) NOT NULL,
    "paid" DECIMAL(39,0),
    "skip_reason" TEXT,

    CONSTRAINT "settlement_entries_pkey" PRIMARY KEY ("settlement_id","viewer","creator","purse_nonce")
);

-- CreateTable
CREATE TABLE "chain_cursor" (
    "id" INTEGER NOT NULL DEFAULT 1,
    "genesis_hash" TEXT NOT NULL,
    "contract_address" TEXT,
    "block_number" INTEGER NOT NULL,
    "block_hash" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "chain_cursor_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "payouts" (
    "id" UUID NOT NULL,
    "creator_id" UUID NOT NULL,
    "recipient" CHAR(42) NOT NULL,
    "amount" DECIMAL(39,0) NOT NULL,
    "status" "TransactionStatus" NOT NULL,
    "tx_hash" TEXT,
    "block_number" INTEGER,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "finalized_at" TIMESTAMPTZ(3),

    CONSTRAINT "payouts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "tips" (
    "id" UUID NOT NULL,
    "stream_id" UUID NOT NULL,
    "from_id" UUID NOT NULL,
    "to_id" UUID NOT NULL,
    "amount" DECIMAL(39,0) NOT NULL,
    "message" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "tips_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "pass_offers" (
    "id" UUID NOT NULL,
    "creator_id" UUID NOT NULL,
    "kind" "PassKind" NOT NULL,
    "title" TEXT NOT NULL,
    "description" TEXT NOT NULL DEFAULT '',
    "price" DECIMAL(39,0) NOT NULL,
    "active" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "pass_offers_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "passes" (
    "id" UUID NOT NULL,
    "offer_id" UUID NOT NULL,
    "holder_id" UUID NOT NULL,
    "stream_id" UUID,
    "price" DECIMAL(39,0) NOT NULL,
    "starts_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "renews" BOOLEAN NOT NULL DEFAULT false,

    CONSTRAINT "passes_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "chat_messages" (
    "id" UUID NOT NULL,
    "stream_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "kind" "ChatKind" NOT NULL DEFAULT 'message',
    "body" TEXT NOT NULL,
    "sent_at" TIMESTAMPTZ(3) NOT NULL,
    "deleted_at" TIMESTAMPTZ(3),
    "deleted_by_id" UUID,

    CONSTRAINT "chat_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "follows" (
    "follower_id" UUID NOT NULL,
    "creator_id" UUID NOT NULL,
    "notify" BOOLEAN NOT NULL DEFAULT true,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "follows_pkey" PRIMARY KEY ("follower_id","creator_id")
);

-- CreateTable
CREATE TABLE "notifications" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "kind" "NotificationKind" NOT NULL,
    "detail" JSONB NOT NULL,
    "dedupe_key" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "read_at" TIMESTAMPTZ(3),

    CONSTRAINT "notifications_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "moderators" (
    "creator_id" UUID NOT NULL,
    "moderator_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "moderators_pkey" PRIMARY KEY ("creator_id","moderator_id")
);

-- CreateTable
CREATE TABLE "restrictions" (
    "id" UUID NOT NULL,
    "creator_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "given_by_id" UUID NOT NULL,
    "kind" "RestrictionKind" NOT NULL,
    "reason" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ends_at" TIMESTAMPTZ(3),
    "lifted_at" TIMESTAMPTZ(3),

    CONSTRAINT "restrictions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "blocked_words" (
    "creator_id" UUID NOT NULL,
    "word" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "blocked_words_pkey" PRIMARY KEY ("creator_id","word")
);

-- CreateTable
CREATE TABLE "audit_log" (
    "id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "actor_id" UUID,
    "action" TEXT NOT NULL,
    "subject" TEXT NOT NULL,
    "detail" JSONB NOT NULL DEFAULT '{}',
    "ip_address" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "audit_log_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "accounts_handle_key" ON "accounts"("handle");

-- CreateIndex
CREATE UNIQUE INDEX "accounts_email_key" ON "accounts"("email");

-- CreateIndex
CREATE UNIQUE INDEX "wallets_address_key" ON "wallets"("address");

-- CreateIndex
CREATE UNIQUE INDEX "wallets_h160_key" ON "wallets"("h160");

-- CreateIndex
CREATE INDEX "wallets_account_id_idx" ON "wallets"("account_id");

-- CreateIndex
CREATE INDEX "wallet_challenges_account_id_idx" ON "wallet_challenges"("account_id");

-- CreateIndex
CREATE INDEX "wallet_challenges_expires_at_idx" ON "wallet_challenges"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "sessions_public_id_key" ON "sessions"("public_id");

-- CreateIndex
CREATE INDEX "sessions_account_id_last_seen_at_idx" ON "sessions"("account_id", "last_seen_at" DESC);

-- CreateIndex
CREATE INDEX "sessions_expires_at_idx" ON "sessions"("expires_at");

-- CreateIndex
CREATE INDEX "rate_limits_arrival_at_idx" ON "rate_limits"("arrival_at");

-- CreateIndex
CREATE UNIQUE INDEX "categories_name_key" ON "categories"("name");

-- CreateIndex
CREATE INDEX "streams_status_visibility_current_viewers_idx" ON "streams"("status", "visibility", "current_viewers" DESC);

-- CreateIndex
CREATE INDEX "streams_status_visibility_scheduled_at_idx" ON "streams"("status", "visibility", "scheduled_at");

-- CreateIndex
CREATE INDEX "streams_creator_id_created_at_idx" ON "streams"("creator_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "streams_category_slug_status_idx" ON "streams"("category_slug", "status");

-- CreateIndex
CREATE INDEX "streams_tags_idx" ON "streams" USING GIN ("tags");

-- CreateIndex
CREATE INDEX "stream_invites_account_id_idx" ON "stream_invites"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "stream_keys_key_hash_key" ON "stream_keys"("key_hash");

-- CreateIndex
CREATE INDEX "stream_keys_creator_id_idx" ON "stream_keys"("creator_id");

-- CreateIndex
CREATE INDEX "viewings_stream_id_joined_at_idx" ON "viewings"("stream_id", "joined_at");

-- CreateIndex
CREATE INDEX "viewings_account_id_joined_at_idx" ON "viewings"("account_id", "joined_at" DESC);

-- CreateIndex
CREATE INDEX "viewings_left_at_last_seen_at_idx" ON "viewings"("left_at", "last_seen_at");

-- CreateIndex
CREATE INDEX "purses_status_expires_at_idx" ON "purses"("status", "expires_at");

-- CreateIndex
CREATE INDEX "vouchers_creator_idx" ON "vouchers"("creator");

-- CreateIndex
CREATE UNIQUE INDEX "settlements_tx_hash_key" ON "settlements"("tx_hash");

-- CreateIndex
CREATE INDEX "settlements_status_created_at_idx" ON "settlements"("status", "created_at");

-- CreateIndex
CREATE INDEX "settlement_entries_creator_idx" ON "settlement_entries"("creator");

-- CreateIndex
CREATE INDEX "settlement_entries_viewer_idx" ON "settlement_entries"("viewer");

-- CreateIndex
CREATE UNIQUE INDEX "payouts_tx_hash_key" ON "payouts"("tx_hash");

-- CreateIndex
CREATE INDEX "payouts_creator_id_created_at_idx" ON "payouts"("creator_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "tips_stream_id_created_at_idx" ON "tips"("stream_id", "created_at");

-- CreateIndex
CREATE INDEX "tips_to_id_created_at_idx" ON "tips"("to_id", "created_at" DESC);

-- CreateIndex
CREATE INDEX "tips_from_id_idx" ON "tips"("from_id");

-- CreateIndex
CREATE INDEX "pass_offers_creator_id_active_idx" ON "pass_offers"("creator_id", "active");

-- CreateIndex
CREATE INDEX "passes_holder_id_ends_at_idx" ON "passes"("holder_id", "ends_at");

-- CreateIndex
CREATE INDEX "passes_offer_id_idx" ON "passes"("offer_id");

-- CreateIndex
CREATE INDEX "passes_stream_id_idx" ON "passes"("stream_id");

-- CreateIndex
CREATE INDEX "passes_renews_ends_at_idx" ON "passes"("renews", "ends_at");

-- CreateIndex
CREATE INDEX "chat_messages_stream_id_sent_at_id_idx" ON "chat_messages"("stream_id", "sent_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "chat_messages_author_id_sent_at_idx" ON "chat_messages"("author_id", "sent_at");

-- CreateIndex
CREATE INDEX "chat_messages_deleted_by_id_idx" ON "chat_messages"("deleted_by_id");

-- CreateIndex
CREATE INDEX "follows_creator_id_notify_idx" ON "follows"("creator_id", "notify");

-- CreateIndex
CREATE UNIQUE INDEX "notifications_dedupe_key_key" ON "notifications"("dedupe_key");

-- CreateIndex
CREATE INDEX "notifications_account_id_read_at_created_at_idx" ON "notifications"("account_id", "read_at", "created_at" DESC);

-- CreateIndex
CREATE INDEX "moderators_moderator_id_idx" ON "moderators"("moderator_id");

-- CreateIndex
CREATE INDEX "restrictions_creator_id_account_id_ends_at_idx" ON "restrictions"("creator_id", "account_id", "ends_at");

-- CreateIndex
CREATE INDEX "restrictions_account_id_idx" ON "restrictions"("account_id");

-- CreateIndex
CREATE INDEX "restrictions_given_by_id_idx" ON "restrictions"("given_by_id");

-- CreateIndex
CREATE INDEX "audit_log_subject_at_idx" ON "audit_log"("subject", "at");

-- CreateIndex
CREATE INDEX "audit_log_actor_id_at_idx" ON "audit_log"("actor_id", "at");

-- AddForeignKey
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "password_credentials" ADD CONSTRAINT "password_credentials_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wallets" ADD CONSTRAINT "wallets_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "wallet_challenges" ADD CONSTRAINT "wallet_challenges_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "sessions" ADD CONSTRAINT "sessions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "streams" ADD CONSTRAINT "streams_creator_id_fkey" FOREIGN KEY ("creator_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "streams" ADD CONSTRAINT "streams_category_slug_fkey" FOREIGN KEY ("category_slug") REFERENCES "categories"("slug") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stream_invites" ADD CONSTRAINT "stream_invites_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stream_invites" ADD CONSTRAINT "stream_invites_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "recordings" ADD CONSTRAINT "recordings_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stream_keys" ADD CONSTRAINT "stream_keys_creator_id_fkey" FOREIGN KEY ("creator_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "vouchers" ADD CONSTRAINT "vouchers_viewer_purse_nonce_fkey" FOREIGN KEY ("viewer", "purse_nonce") REFERENCES "purses"("viewer", "nonce") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "settlement_entries" ADD CONSTRAINT "settlement_entries_settlement_id_fkey" FOREIGN KEY ("settlement_id") REFERENCES "settlements"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_creator_id_fkey" FOREIGN KEY ("creator_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tips" ADD CONSTRAINT "tips_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tips" ADD CONSTRAINT "tips_from_id_fkey" FOREIGN KEY ("from_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "tips" ADD CONSTRAINT "tips_to_id_fkey" FOREIGN KEY ("to_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "pass_offers" ADD CONSTRAINT "pass_offers_creator_id_fkey" FOREIGN KEY ("creator_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passes" ADD CONSTRAINT "passes_offer_id_fkey" FOREIGN KEY ("offer_id") REFERENCES "pass_offers"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passes" ADD CONSTRAINT "passes_holder_id_fkey" FOREIGN KEY ("holder_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "passes" ADD CONSTRAINT "passes_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_messages" ADD CONSTRAINT "chat_messages_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_messages" ADD CONSTRAINT "chat_messages_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_messages" ADD CONSTRAINT "chat_messages_deleted_by_id_fkey" FOREIGN KEY ("deleted_by_id") REFERENCES "accounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follows" ADD CONSTRAINT "follows_follower_id_fkey" FOREIGN KEY ("follower_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "follows" ADD CONSTRAINT "follows_creator_id_fkey" FOREIGN KEY ("creator_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "moderators" ADD CONSTRAINT "moderators_creator_id_fkey" FOREIGN KEY ("creator_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "moderators" ADD CONSTRAINT "moderators_moderator_id_fkey" FOREIGN KEY ("moderator_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "restrictions" ADD CONSTRAINT "restrictions_creator_id_fkey" FOREIGN KEY ("creator_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "restrictions" ADD CONSTRAINT "restrictions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "restrictions" ADD CONSTRAINT "restrictions_given_by_id_fkey" FOREIGN KEY ("given_by_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "blocked_words" ADD CONSTRAINT "blocked_words_creator_id_fkey" FOREIGN KEY ("creator_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "audit_log" ADD CONSTRAINT "audit_log_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- checks
-- What must hold and what Prisma has no words for. Each has a name, which is what an error in a log will say.
-- Partial unique indexes stand at the end; Prisma does not see them, so it does not drop them either.

-- A handle is lower case, 3 to 24 of a-z 0-9 and underscore. The shell of a deleted account may carry anything that nobody can ask for.
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_handle_format" CHECK ("handle" ~ '^[a-z0-9_]{3,24}$' OR "deleted_at" IS NOT NULL);
-- One spelling for one mailbox, or the unique index would not find the other.
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_email_lower_case" CHECK ("email" = lower("email"));
-- Nothing personal is left of somebody who left.
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_deleted_without_email" CHECK ("deleted_at" IS NULL OR "email" IS NULL);

-- At most five links, and a list of them.
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_links_list" CHECK (CASE WHEN jsonb_typeof("links") = 'array' THEN jsonb_array_length("links") <= 5 ELSE false END);

-- The contract's addresses have one spelling: 0x and 40 hex digits in lower case.
ALTER TABLE "wallets" ADD CONSTRAINT "wallets_h160_format" CHECK ("h160" ~ '^0x[0-9a-f]{40}$');

-- A statement that expires before it was issued could never be signed.
ALTER TABLE "wallet_challenges" ADD CONSTRAINT "wallet_challenges_time" CHECK ("expires_at" > "issued_at");
-- Linking is asked for by an account, signing in by nobody yet.
ALTER TABLE "wallet_challenges" ADD CONSTRAINT "wallet_challenges_account" CHECK (("purpose" = 'link') = ("account_id" IS NOT NULL));

ALTER TABLE "sessions" ADD CONSTRAINT "sessions_time" CHECK ("expires_at" > "created_at");

-- Slugs stand in addresses.
ALTER TABLE "categories" ADD CONSTRAINT "categories_slug_format" CHECK ("slug" ~ '^[a-z0-9]+(-[a-z0-9]+)*$');

ALTER TABLE "streams" ADD CONSTRAINT "streams_title_length" CHECK (char_length("title") BETWEEN 1 AND 140);
-- A rate is money: not negative, and no more than the contract can hold (2^128 - 1).
ALTER TABLE "streams" ADD CONSTRAINT "streams_rate_range" CHECK ("rate_per_second" BETWEEN 0 AND 340282366920938463463374607431768211455);
-- A preview is a taste: an hour at most.
ALTER TABLE "streams" ADD CONSTRAINT "streams_preview_range" CHECK ("preview_seconds" BETWEEN 0 AND 3600);
-- No limit is null; a limit of nobody is a mistake.
ALTER TABLE "streams" ADD CONSTRAINT "streams_viewer_limit_positive" CHECK ("viewer_limit" > 0);
-- Scheduled is what has not started.
ALTER TABLE "streams" ADD CONSTRAINT "streams_scheduled_not_started" CHECK ("status" <> 'scheduled' OR "started_at" IS NULL);
-- Live is what has started; so is ended, but for what was announced and never came.
ALTER TABLE "streams" ADD CONSTRAINT "streams_started" CHECK ("status" = 'scheduled' OR "started_at" IS NOT NULL OR ("status" = 'ended' AND "end_reason" = 'neverStarted'));
-- What never started has no start.
ALTER TABLE "streams" ADD CONSTRAINT "streams_never_started" CHECK ("end_reason" IS DISTINCT FROM 'neverStarted' OR "started_at" IS NULL);
-- Ended, and only that, has an end.
ALTER TABLE "streams" ADD CONSTRAINT "streams_ended" CHECK (("status" = 'ended') = ("ended_at" IS NOT NULL));
-- Ended, and only that, has a reason.
ALTER TABLE "streams" ADD CONSTRAINT "streams_end_reason" CHECK (("status" = 'ended') = ("end_reason" IS NOT NULL));
-- Nothing ends before it starts.
ALTER TABLE "streams" ADD CONSTRAINT "streams_end_after_start" CHECK ("ended_at" >= "started_at");
-- Those who are here are among those who were here at once, and these among all who came.
ALTER TABLE "streams" ADD CONSTRAINT "streams_viewer_counts" CHECK (0 <= "current_viewers" AND "current_viewers" <= "peak_viewers" AND "peak_viewers" <= "total_viewers");
-- Nobody watches what is not live.
ALTER TABLE "streams" ADD CONSTRAINT "streams_viewers_only_live" CHECK ("status" = 'live' OR "current_viewers" = 0);

ALTER TABLE "recordings" ADD CONSTRAINT "recordings_not_negative" CHECK ("duration_seconds" >= 0 AND "bytes" >= 0);
-- What is ready can be found.
ALTER TABLE "recordings" ADD CONSTRAINT "recordings_ready_has_url" CHECK ("status" <> 'ready' OR "url" IS NOT NULL);

-- Nobody pays for a second that they did not see.
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_seconds" CHECK (0 <= "seconds_paid" AND "seconds_paid" <= "seconds_seen");
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_amount_range" CHECK ("amount" BETWEEN 0 AND 340282366920938463463374607431768211455);
-- Money has a payer: whoever is not signed in pays nothing.
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_anonymous_free" CHECK ("account_id" IS NOT NULL OR ("seconds_paid" = 0 AND "amount" = 0));
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_time" CHECK ("last_seen_at" >= "joined_at" AND ("left_at" IS NULL OR "left_at" >= "joined_at"));
-- Whoever left, left for a reason.
ALTER TABLE "viewings" ADD CONSTRAINT "viewings_end_reason" CHECK (("left_at" IS NULL) = ("end_reason" IS NULL));

ALTER TABLE "purses" ADD CONSTRAINT "purses_viewer_format" CHECK ("viewer" ~ '^0x[0-9a-f]{40}$');
-- A P-256 public key, x and y.
ALTER TABLE "purses" ADD CONSTRAINT "purses_session_key_length" CHECK (octet_length("session_key") = 64);
ALTER TABLE "purses" ADD CONSTRAINT "purses_amount_range" CHECK (
  "deposit" BETWEEN 0 AND 340282366920938463463374607431768211455
  AND "promised" BETWEEN 0 AND 340282366920938463463374607431768211455
  AND "settled" >= 0
  AND "max_rate" BETWEEN 0 AND 340282366920938463463374607431768211455
  AND "extras_allowance" BETWEEN 0 AND 340282366920938463463374607431768211455
);
-- Nobody is paid more than the deposit holds.
ALTER TABLE "purses" ADD CONSTRAINT "purses_settled_covered" CHECK ("settled" <= "deposit");
ALTER TABLE "purses" ADD CONSTRAINT "purses_limits" CHECK ("nonce" >= 0 AND "lanes" > 0);
-- A purse that is closing says when.
ALTER TABLE "purses" ADD CONSTRAINT "purses_closing_time" CHECK ("status" <> 'closing' OR "closes_at" IS NOT NULL);

ALTER TABLE "vouchers" ADD CONSTRAINT "vouchers_address_format" CHECK ("viewer" ~ '^0x[0-9a-f]{40}$' AND "creator" ~ '^0x[0-9a-f]{40}$');
-- ECDSA over P-256, r and s.
ALTER TABLE "vouchers" ADD CONSTRAINT "vouchers_signature_length" CHECK (octet_length("signature") = 64);
ALTER TABLE "vouchers" ADD CONSTRAINT "vouchers_amount_range" CHECK (
  "seconds" >= 0
  AND "amount" BETWEEN 0 AND 340282366920938463463374607431768211455
  AND "extras" BETWEEN 0 AND 340282366920938463463374607431768211455
);
-- The contract settles what was signed, never more.
ALTER TABLE "vouchers" ADD CONSTRAINT "vouchers_settled_signed" CHECK (
  "settled_seconds" BETWEEN 0 AND "seconds"
  AND "settled_amount" BETWEEN 0 AND "amount"
  AND "settled_extras" BETWEEN 0 AND "extras"
);

-- Final is what stands in a block.
ALTER TABLE "settlements" ADD CONSTRAINT "settlements_finalized" CHECK ("status" <> 'finalized' OR ("finalized_at" IS NOT NULL AND "block_number" IS NOT NULL));
ALTER TABLE "settlement_entries" ADD CONSTRAINT "settlement_entries_address_format" CHECK ("viewer" ~ '^0x[0-9a-f]{40}$' AND "creator" ~ '^0x[0-9a-f]{40}$');
ALTER TABLE "settlement_entries" ADD CONSTRAINT "settlement_entries_amount_range" CHECK (
  "seconds" >= 0
  AND "amount" BETWEEN 0 AND 340282366920938463463374607431768211455
  AND "extras" BETWEEN 0 AND 340282366920938463463374607431768211455
  AND "paid" >= 0
);

-- A database belongs to one chain.
ALTER TABLE "chain_cursor" ADD CONSTRAINT "chain_cursor_single" CHECK ("id" = 1);
ALTER TABLE "chain_cursor" ADD CONSTRAINT "chain_cursor_block_number" CHECK ("block_number" >= 0);

ALTER TABLE "payouts" ADD CONSTRAINT "payouts_recipient_format" CHECK ("recipient" ~ '^0x[0-9a-f]{40}$');
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_amount_range" CHECK ("amount" > 0 AND "amount" <= 340282366920938463463374607431768211455);
ALTER TABLE "payouts" ADD CONSTRAINT "payouts_finalized" CHECK ("status" <> 'finalized' OR ("finalized_at" IS NOT NULL AND "block_number" IS NOT NULL));

-- A tip of nothing is no tip, and nobody tips themselves.
ALTER TABLE "tips" ADD CONSTRAINT "tips_amount_range" CHECK ("amount" > 0 AND "amount" <= 340282366920938463463374607431768211455);
ALTER TABLE "tips" ADD CONSTRAINT "tips_to_somebody_else" CHECK ("from_id" <> "to_id");

ALTER TABLE "pass_offers" ADD CONSTRAINT "pass_offers_price_range" CHECK ("price" BETWEEN 0 AND 340282366920938463463374607431768211455);
ALTER TABLE "passes" ADD CONSTRAINT "passes_price_range" CHECK ("price" BETWEEN 0 AND 340282366920938463463374607431768211455);
ALTER TABLE "passes" ADD CONSTRAINT "passes_time" CHECK ("ends_at" > "starts_at");

ALTER TABLE "follows" ADD CONSTRAINT "follows_somebody_else" CHECK ("follower_id" <> "creator_id");
ALTER TABLE "moderators" ADD CONSTRAINT "moderators_somebody_else" CHECK ("moderator_id" <> "creator_id");

ALTER TABLE "restrictions" ADD CONSTRAINT "restrictions_somebody_else" CHECK ("account_id" <> "creator_id");
-- A timeout ends; a ban may not.
ALTER TABLE "restrictions" ADD CONSTRAINT "restrictions_timeout_ends" CHECK ("kind" <> 'timeout' OR "ends_at" IS NOT NULL);
ALTER TABLE "restrictions" ADD CONSTRAINT "restrictions_time" CHECK ("ends_at" > "created_at");

-- Words are compared in lower case, and an empty one would block everything.
ALTER TABLE "blocked_words" ADD CONSTRAINT "blocked_words_format" CHECK ("word" <> '' AND "word" = lower("word"));

-- A creator is live in one place at a time.
CREATE UNIQUE INDEX "streams_one_live_per_creator" ON "streams" ("creator_id") WHERE "status" = 'live';
-- Nobody watches one stream twice at once: that would be paid twice. Those who are not signed in cannot be told apart, and do not pay.
CREATE UNIQUE INDEX "viewings_one_open_per_account" ON "viewings" ("stream_id", "account_id") WHERE "left_at" IS NULL;
-- One purse a viewer is in force.
CREATE UNIQUE INDEX "purses_one_open_per_viewer" ON "purses" ("viewer") WHERE "status" <> 'closed';
