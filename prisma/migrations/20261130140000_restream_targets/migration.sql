-- Where a creator's live streams are sent on to.
-- CreateEnum
CREATE TYPE "RestreamState" AS ENUM ('waiting', 'sending', 'failed');

-- AlterEnum
ALTER TYPE "SecurityEventKind" ADD VALUE 'restreamTargetMade';

-- AlterTable
ALTER TABLE "streams" ADD COLUMN     "restreamed_though_paid" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "restream_targets" (
    "id" UUID NOT NULL,
    "creator_id" UUID NOT NULL,
    "name" TEXT NOT NULL,
    "address" TEXT NOT NULL,
    "sealed_key" TEXT NOT NULL,
    "on" BOOLEAN NOT NULL DEFAULT true,
    "state" "RestreamState" NOT NULL DEFAULT 'waiting',
    "why" TEXT,
    "stream_id" UUID,
    "sender" TEXT,
    "heard_at" TIMESTAMPTZ(3),
    "tries" INTEGER NOT NULL DEFAULT 0,
    "again_at" TIMESTAMPTZ(3),
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "restream_targets_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "restream_targets_creator_id_idx" ON "restream_targets"("creator_id");

-- CreateIndex
CREATE INDEX "restream_targets_stream_id_idx" ON "restream_targets"("stream_id");

-- AddForeignKey
ALTER TABLE "restream_targets" ADD CONSTRAINT "restream_targets_creator_id_fkey" FOREIGN KEY ("creator_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "restream_targets" ADD CONSTRAINT "restream_targets_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- checks
ALTER TABLE "restream_targets" ADD CONSTRAINT "restream_targets_name_length" CHECK (char_length("name") BETWEEN 1 AND 60);
ALTER TABLE "restream_targets" ADD CONSTRAINT "restream_targets_address_format" CHECK ("address" ~ '^rtmps?://[!-~]+$' AND char_length("address") <= 500);
ALTER TABLE "restream_targets" ADD CONSTRAINT "restream_targets_tries_counted" CHECK ("tries" >= 0);
ALTER TABLE "restream_targets" ADD CONSTRAINT "restream_targets_sending_by_somebody" CHECK ("state" <> 'sending' OR "sender" IS NOT NULL);
ALTER TABLE "restream_targets" ADD CONSTRAINT "restream_targets_sender_heard" CHECK (("sender" IS NULL) = ("heard_at" IS NULL));
