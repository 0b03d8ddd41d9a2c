-- CreateEnum
CREATE TYPE "WordKind" AS ENUM ('words', 'pattern');

-- CreateEnum
CREATE TYPE "WordEffect" AS ENUM ('hold', 'refuse');

-- CreateEnum
CREATE TYPE "LinkPolicy" AS ENUM ('allow', 'followers', 'hold', 'none');

-- CreateEnum
CREATE TYPE "HoldReason" AS ENUM ('words', 'link', 'firstMessage');

-- CreateEnum
CREATE TYPE "ReportSubject" AS ENUM ('message', 'person', 'stream');

-- CreateEnum
CREATE TYPE "ReportReason" AS ENUM ('spam', 'harassment', 'hate', 'sexual', 'violence', 'scam', 'other');

-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "suspended_at" TIMESTAMPTZ(3),
ADD COLUMN     "suspended_reason" TEXT;

-- AlterTable
ALTER TABLE "blocked_words" ADD COLUMN     "effect" "WordEffect" NOT NULL DEFAULT 'refuse',
ADD COLUMN     "kind" "WordKind" NOT NULL DEFAULT 'words';

-- AlterTable
ALTER TABLE "streams" ADD COLUMN     "hidden_at" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "channel_rules" (
    "creator_id" UUID NOT NULL,
    "slow_seconds" INTEGER NOT NULL DEFAULT 0,
    "followed_minutes" INTEGER,
    "paid_seconds" INTEGER NOT NULL DEFAULT 0,
    "known_only" BOOLEAN NOT NULL DEFAULT false,
    "hold_first" BOOLEAN NOT NULL DEFAULT false,
    "links" "LinkPolicy" NOT NULL DEFAULT 'allow',
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "channel_rules_pkey" PRIMARY KEY ("creator_id")
);

-- CreateTable
CREATE TABLE "last_written" (
    "stream_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "last_written_pkey" PRIMARY KEY ("stream_id","account_id")
);

-- CreateTable
CREATE TABLE "held_messages" (
    "id" UUID NOT NULL,
    "stream_id" UUID NOT NULL,
    "channel_id" UUID NOT NULL,
    "author_id" UUID NOT NULL,
    "client_id" UUID NOT NULL,
    "body" TEXT NOT NULL,
    "reply_to_id" UUID,
    "reason" "HoldReason" NOT NULL,
    "held_at" TIMESTAMPTZ(3) NOT NULL,
    "decided_at" TIMESTAMPTZ(3),
    "decided_by_id" UUID,
    "approved" BOOLEAN,

    CONSTRAINT "held_messages_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reports" (
    "id" UUID NOT NULL,
    "reporter_id" UUID NOT NULL,
    "subject" "ReportSubject" NOT NULL,
    "subject_key" TEXT NOT NULL,
    "accused_id" UUID NOT NULL,
    "channel_id" UUID,
    "stream_id" UUID,
    "reason" "ReportReason" NOT NULL,
    "text" TEXT NOT NULL DEFAULT '',
    "quote" TEXT NOT NULL DEFAULT '',
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "resolved_at" TIMESTAMPTZ(3),
    "resolved_by_id" UUID,
    "note" TEXT NOT NULL DEFAULT '',

    CONSTRAINT "reports_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "appeals" (
    "restriction_id" UUID NOT NULL,
    "text" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "answered_at" TIMESTAMPTZ(3),
    "answered_by_id" UUID,
    "answer" TEXT NOT NULL DEFAULT '',
    "accepted" BOOLEAN,

    CONSTRAINT "appeals_pkey" PRIMARY KEY ("restriction_id")
);

-- CreateTable
CREATE TABLE "personal_blocks" (
    "blocker_id" UUID NOT NULL,
    "blocked_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "personal_blocks_pkey" PRIMARY KEY ("blocker_id","blocked_id")
);

-- CreateIndex
CREATE INDEX "last_written_account_id_idx" ON "last_written"("account_id");

-- CreateIndex
CREATE INDEX "held_messages_channel_id_decided_at_held_at_idx" ON "held_messages"("channel_id", "decided_at", "held_at");

-- CreateIndex
CREATE UNIQUE INDEX "held_messages_stream_id_author_id_client_id_key" ON "held_messages"("stream_id", "author_id", "client_id");

-- CreateIndex
CREATE INDEX "held_messages_author_id_idx" ON "held_messages"("author_id");

-- CreateIndex
CREATE INDEX "held_messages_decided_by_id_idx" ON "held_messages"("decided_by_id");

-- CreateIndex
CREATE INDEX "reports_channel_id_resolved_at_created_at_idx" ON "reports"("channel_id", "resolved_at", "created_at");

-- CreateIndex
CREATE INDEX "reports_resolved_at_created_at_idx" ON "reports"("resolved_at", "created_at");

-- CreateIndex
CREATE INDEX "reports_subject_key_idx" ON "reports"("subject_key");

-- CreateIndex
CREATE INDEX "reports_accused_id_idx" ON "reports"("accused_id");

-- CreateIndex
CREATE INDEX "reports_stream_id_idx" ON "reports"("stream_id");

-- CreateIndex
CREATE INDEX "reports_resolved_by_id_idx" ON "reports"("resolved_by_id");

-- CreateIndex
CREATE UNIQUE INDEX "reports_reporter_id_subject_key_key" ON "reports"("reporter_id", "subject_key");

-- CreateIndex
CREATE INDEX "appeals_answered_at_created_at_idx" ON "appeals"("answered_at", "created_at");

-- CreateIndex
CREATE INDEX "appeals_answered_by_id_idx" ON "appeals"("answered_by_id");

-- CreateIndex
CREATE INDEX "personal_blocks_blocked_id_idx" ON "personal_blocks"("blocked_id");

-- CreateIndex
CREATE INDEX "restrictions_creator_id_created_at_idx" ON "restrictions"("creator_id", "created_at" DESC);

-- AddForeignKey
ALTER TABLE "channel_rules" ADD CONSTRAINT "channel_rules_creator_id_fkey" FOREIGN KEY ("creator_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "last_written" ADD CONSTRAINT "last_written_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "last_written" ADD CONSTRAINT "last_written_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "held_messages" ADD CONSTRAINT "held_messages_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "held_messages" ADD CONSTRAINT "held_messages_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "held_messages" ADD CONSTRAINT "held_messages_author_id_fkey" FOREIGN KEY ("author_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "held_messages" ADD CONSTRAINT "held_messages_decided_by_id_fkey" FOREIGN KEY ("decided_by_id") REFERENCES "accounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_reporter_id_fkey" FOREIGN KEY ("reporter_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_accused_id_fkey" FOREIGN KEY ("accused_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_channel_id_fkey" FOREIGN KEY ("channel_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_resolved_by_id_fkey" FOREIGN KEY ("resolved_by_id") REFERENCES "accounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reports" ADD CONSTRAINT "reports_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_restriction_id_fkey" FOREIGN KEY ("restriction_id") REFERENCES "restrictions"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "appeals" ADD CONSTRAINT "appeals_answered_by_id_fkey" FOREIGN KEY ("answered_by_id") REFERENCES "accounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "personal_blocks" ADD CONSTRAINT "personal_blocks_blocker_id_fkey" FOREIGN KEY ("blocker_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "personal_blocks" ADD CONSTRAINT "personal_blocks_blocked_id_fkey" FOREIGN KEY ("blocked_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- checks

ALTER TABLE "accounts" ADD CONSTRAINT "accounts_suspended_reason" CHECK (("suspended_at" IS NULL) = ("suspended_reason" IS NULL));

-- Words are compared in lower case; in a pattern a capital means another thing. An empty one would block everything.
ALTER TABLE "blocked_words" DROP CONSTRAINT "blocked_words_format";
ALTER TABLE "blocked_words" ADD CONSTRAINT "blocked_words_format" CHECK ("word" <> '' AND ("kind" = 'pattern' OR "word" = lower("word")));

ALTER TABLE "channel_rules" ADD CONSTRAINT "channel_rules_range" CHECK (
  "slow_seconds" BETWEEN 0 AND 3600 AND coalesce("followed_minutes", 0) BETWEEN 0 AND 525600 AND "paid_seconds" BETWEEN 0 AND 360000
);

-- Somebody decided at some time, or nobody has yet.
ALTER TABLE "held_messages" ADD CONSTRAINT "held_messages_decided" CHECK (("decided_at" IS NULL) = ("approved" IS NULL));
ALTER TABLE "held_messages" ADD CONSTRAINT "held_messages_body" CHECK ("body" <> '');

ALTER TABLE "reports" ADD CONSTRAINT "reports_somebody_else" CHECK ("reporter_id" <> "accused_id");
ALTER TABLE "reports" ADD CONSTRAINT "reports_not_to_the_accused" CHECK ("channel_id" <> "accused_id");

ALTER TABLE "appeals" ADD CONSTRAINT "appeals_answered" CHECK (("answered_at" IS NULL) = ("accepted" IS NULL));

ALTER TABLE "personal_blocks" ADD CONSTRAINT "personal_blocks_somebody_else" CHECK ("blocker_id" <> "blocked_id");
