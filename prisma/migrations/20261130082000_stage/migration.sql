-- Guests on stage: raised hands, and what came of them.
-- CreateEnum
CREATE TYPE "StageEndReason" AS ENUM ('left', 'ended', 'unanswered', 'nothingSent', 'viewingOver', 'keptOut');

-- CreateTable
CREATE TABLE "stage_guests" (
    "id" UUID NOT NULL,
    "stream_id" UUID NOT NULL,
    "viewing_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "raised_at" TIMESTAMPTZ(3) NOT NULL,
    "invited_at" TIMESTAMPTZ(3),
    "came_at" TIMESTAMPTZ(3),
    "muted" BOOLEAN NOT NULL DEFAULT false,
    "silent_since" TIMESTAMPTZ(3),
    "ended_at" TIMESTAMPTZ(3),
    "end_reason" "StageEndReason",

    CONSTRAINT "stage_guests_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "stage_guests_stream_id_raised_at_idx" ON "stage_guests"("stream_id", "raised_at");

-- CreateIndex
CREATE INDEX "stage_guests_account_id_idx" ON "stage_guests"("account_id");

-- AddForeignKey
ALTER TABLE "stage_guests" ADD CONSTRAINT "stage_guests_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_guests" ADD CONSTRAINT "stage_guests_viewing_id_fkey" FOREIGN KEY ("viewing_id") REFERENCES "viewings"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stage_guests" ADD CONSTRAINT "stage_guests_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- checks

-- A viewer has one hand: of two raised at once the second is refused, and nobody is on stage twice.
CREATE UNIQUE INDEX "stage_guests_one_open_per_viewing" ON "stage_guests" ("viewing_id") WHERE "ended_at" IS NULL;

-- What is asked of a stream every few seconds.
CREATE INDEX "stage_guests_open" ON "stage_guests" ("stream_id") WHERE "ended_at" IS NULL;

-- Nobody comes on stage uninvited.
ALTER TABLE "stage_guests" ADD CONSTRAINT "stage_guests_invited" CHECK ("came_at" IS NULL OR "invited_at" IS NOT NULL);
ALTER TABLE "stage_guests" ADD CONSTRAINT "stage_guests_order" CHECK (
  "invited_at" >= "raised_at" AND "came_at" >= "invited_at" AND "ended_at" >= greatest("raised_at", "invited_at", "came_at")
);
ALTER TABLE "stage_guests" ADD CONSTRAINT "stage_guests_ended" CHECK (("ended_at" IS NULL) = ("end_reason" IS NULL));
-- Only of who is there it can be said that nothing comes from them, and that their sound was taken.
ALTER TABLE "stage_guests" ADD CONSTRAINT "stage_guests_there" CHECK ("came_at" IS NOT NULL OR ("silent_since" IS NULL AND NOT "muted"));
