-- Notices by bell, push and mail; confirmed addresses and links to set a password anew. The job queue keeps its own tables, in the schema jobs.
-- CreateEnum
CREATE TYPE "MailTokenPurpose" AS ENUM ('confirmEmail', 'resetPassword');

-- AlterEnum
ALTER TYPE "NotificationKind" ADD VALUE 'reminder';
ALTER TYPE "NotificationKind" ADD VALUE 'mention';

-- AlterEnum
ALTER TYPE "SecurityEventKind" ADD VALUE 'passwordReset';

-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "email_confirmed_at" TIMESTAMPTZ(3),
ADD COLUMN     "mail_key" UUID NOT NULL DEFAULT gen_random_uuid();

-- AlterTable
ALTER TABLE "notifications" ADD COLUMN     "actor_id" UUID,
ADD COLUMN     "bell" BOOLEAN NOT NULL DEFAULT true,
ADD COLUMN     "mailed_at" TIMESTAMPTZ(3),
ADD COLUMN     "pushed_at" TIMESTAMPTZ(3),
ADD COLUMN     "stream_id" UUID;

-- CreateTable
CREATE TABLE "notice_choices" (
    "account_id" UUID NOT NULL,
    "kind" "NotificationKind" NOT NULL,
    "bell" BOOLEAN NOT NULL,
    "push" BOOLEAN NOT NULL,
    "mail" BOOLEAN NOT NULL,

    CONSTRAINT "notice_choices_pkey" PRIMARY KEY ("account_id","kind")
);

-- CreateTable
CREATE TABLE "new_followers" (
    "creator_id" UUID NOT NULL,
    "follower_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "told_at" TIMESTAMPTZ(3),

    CONSTRAINT "new_followers_pkey" PRIMARY KEY ("creator_id","follower_id")
);

-- CreateTable
CREATE TABLE "mail_tokens" (
    "token_hash" TEXT NOT NULL,
    "purpose" "MailTokenPurpose" NOT NULL,
    "account_id" UUID NOT NULL,
    "email" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "expires_at" TIMESTAMPTZ(3) NOT NULL,
    "used_at" TIMESTAMPTZ(3),

    CONSTRAINT "mail_tokens_pkey" PRIMARY KEY ("token_hash")
);

-- CreateTable
CREATE TABLE "push_subscriptions" (
    "id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "session_id" UUID NOT NULL,
    "endpoint" TEXT NOT NULL,
    "p256dh" TEXT NOT NULL,
    "auth" TEXT NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "push_subscriptions_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "new_followers_creator_id_told_at_idx" ON "new_followers"("creator_id", "told_at");

-- CreateIndex
CREATE INDEX "new_followers_follower_id_idx" ON "new_followers"("follower_id");

-- CreateIndex
CREATE INDEX "mail_tokens_account_id_purpose_idx" ON "mail_tokens"("account_id", "purpose");

-- CreateIndex
CREATE INDEX "mail_tokens_expires_at_idx" ON "mail_tokens"("expires_at");

-- CreateIndex
CREATE UNIQUE INDEX "push_subscriptions_endpoint_key" ON "push_subscriptions"("endpoint");

-- CreateIndex
CREATE INDEX "push_subscriptions_account_id_idx" ON "push_subscriptions"("account_id");

-- CreateIndex
CREATE INDEX "push_subscriptions_session_id_idx" ON "push_subscriptions"("session_id");

-- CreateIndex
CREATE INDEX "follows_creator_id_follower_id_idx" ON "follows"("creator_id", "follower_id");

-- CreateIndex
CREATE INDEX "follows_creator_id_created_at_follower_id_idx" ON "follows"("creator_id", "created_at" DESC, "follower_id" DESC);

-- CreateIndex
CREATE INDEX "follows_follower_id_created_at_creator_id_idx" ON "follows"("follower_id", "created_at" DESC, "creator_id" DESC);

-- CreateIndex
CREATE INDEX "notifications_account_id_created_at_id_idx" ON "notifications"("account_id", "created_at" DESC, "id" DESC);

-- CreateIndex
CREATE INDEX "notifications_stream_id_idx" ON "notifications"("stream_id");

-- CreateIndex
CREATE INDEX "notifications_actor_id_idx" ON "notifications"("actor_id");

-- CreateIndex
CREATE INDEX "notifications_created_at_idx" ON "notifications"("created_at");

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_actor_id_fkey" FOREIGN KEY ("actor_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notifications" ADD CONSTRAINT "notifications_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "notice_choices" ADD CONSTRAINT "notice_choices_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "new_followers" ADD CONSTRAINT "new_followers_creator_id_fkey" FOREIGN KEY ("creator_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "new_followers" ADD CONSTRAINT "new_followers_follower_id_fkey" FOREIGN KEY ("follower_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "mail_tokens" ADD CONSTRAINT "mail_tokens_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "push_subscriptions" ADD CONSTRAINT "push_subscriptions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "push_subscriptions" ADD CONSTRAINT "push_subscriptions_session_id_fkey" FOREIGN KEY ("session_id") REFERENCES "sessions"("public_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- checks
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_confirmed_has_email" CHECK ("email_confirmed_at" IS NULL OR "email" IS NOT NULL);
ALTER TABLE "new_followers" ADD CONSTRAINT "new_followers_somebody_else" CHECK ("creator_id" <> "follower_id");
ALTER TABLE "mail_tokens" ADD CONSTRAINT "mail_tokens_time" CHECK ("expires_at" > "created_at");
ALTER TABLE "push_subscriptions" ADD CONSTRAINT "push_subscriptions_endpoint_length" CHECK (char_length("endpoint") BETWEEN 1 AND 1000);

-- Of whoever follows or followed until now, creators were told already.
INSERT INTO "new_followers" ("creator_id", "follower_id", "at", "told_at")
SELECT "creator_id", "follower_id", "created_at", "created_at" FROM "follows";
UPDATE "notifications" n SET "actor_id" = a."id" FROM "accounts" a
WHERE n."kind" = 'newFollower' AND n."detail" ->> 'followerId' = a."id"::text;
INSERT INTO "new_followers" ("creator_id", "follower_id", "at", "told_at")
SELECT "account_id", "actor_id", min("created_at"), min("created_at") FROM "notifications"
WHERE "kind" = 'newFollower' AND "actor_id" IS NOT NULL AND "actor_id" <> "account_id"
GROUP BY "account_id", "actor_id"
ON CONFLICT DO NOTHING;
