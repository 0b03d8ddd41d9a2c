-- Pictures that people upload, streams that come again, and the ways to say who may see one.
-- CreateEnum
CREATE TYPE "SeriesRhythm" AS ENUM ('daily', 'weekly', 'fortnightly');

-- AlterEnum
ALTER TYPE "StreamEndReason" ADD VALUE 'cancelled';

-- AlterEnum
ALTER TYPE "StreamVisibility" ADD VALUE 'password';

-- AlterTable
ALTER TABLE "accounts" ADD COLUMN     "adult_at" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "profiles" ADD COLUMN     "banner_url" TEXT;

-- AlterTable
ALTER TABLE "streams" ADD COLUMN     "cover_url" TEXT,
ADD COLUMN     "on_its_own" BOOLEAN NOT NULL DEFAULT false,
ADD COLUMN     "scheduled_zone" TEXT,
ADD COLUMN     "series_day" TEXT,
ADD COLUMN     "series_id" UUID;

-- CreateTable
CREATE TABLE "pictures" (
    "url" TEXT NOT NULL,
    "account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "pictures_pkey" PRIMARY KEY ("url")
);

-- CreateTable
CREATE TABLE "series" (
    "id" UUID NOT NULL,
    "creator_id" UUID NOT NULL,
    "rhythm" "SeriesRhythm" NOT NULL,
    "zone" TEXT NOT NULL,
    "first_day" TEXT NOT NULL,
    "time" TEXT NOT NULL,
    "last_day" TEXT,
    "template" JSONB NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ended_at" TIMESTAMPTZ(3),

    CONSTRAINT "series_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "reminders" (
    "stream_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "reminders_pkey" PRIMARY KEY ("stream_id","account_id")
);

-- CreateTable
CREATE TABLE "stream_passwords" (
    "stream_id" UUID NOT NULL,
    "hash" TEXT NOT NULL,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stream_passwords_pkey" PRIMARY KEY ("stream_id")
);

-- CreateTable
CREATE TABLE "stream_unlocks" (
    "id" UUID NOT NULL,
    "stream_id" UUID NOT NULL,
    "account_id" UUID,
    "pass_hash" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "stream_unlocks_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "waiting_places" (
    "id" UUID NOT NULL,
    "stream_id" UUID NOT NULL,
    "account_id" UUID,
    "network" TEXT NOT NULL,
    "since" TIMESTAMPTZ(3) NOT NULL,
    "seen_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "waiting_places_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "pictures_account_id_idx" ON "pictures"("account_id");

-- CreateIndex
CREATE INDEX "pictures_created_at_idx" ON "pictures"("created_at");

-- CreateIndex
CREATE INDEX "series_creator_id_idx" ON "series"("creator_id");

-- CreateIndex
CREATE INDEX "series_ended_at_idx" ON "series"("ended_at");

-- CreateIndex
CREATE INDEX "reminders_account_id_idx" ON "reminders"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "stream_unlocks_pass_hash_key" ON "stream_unlocks"("pass_hash");

-- CreateIndex
CREATE INDEX "stream_unlocks_account_id_idx" ON "stream_unlocks"("account_id");

-- CreateIndex
CREATE UNIQUE INDEX "stream_unlocks_stream_id_account_id_key" ON "stream_unlocks"("stream_id", "account_id");

-- CreateIndex
CREATE INDEX "waiting_places_stream_id_since_id_idx" ON "waiting_places"("stream_id", "since", "id");

-- CreateIndex
CREATE INDEX "waiting_places_account_id_idx" ON "waiting_places"("account_id");

-- CreateIndex
CREATE INDEX "waiting_places_seen_at_idx" ON "waiting_places"("seen_at");

-- CreateIndex
CREATE UNIQUE INDEX "waiting_places_stream_id_account_id_key" ON "waiting_places"("stream_id", "account_id");

-- CreateIndex
CREATE INDEX "profiles_avatar_url_idx" ON "profiles"("avatar_url");

-- CreateIndex
CREATE INDEX "profiles_banner_url_idx" ON "profiles"("banner_url");

-- CreateIndex
CREATE INDEX "streams_cover_url_idx" ON "streams"("cover_url");

-- CreateIndex
CREATE UNIQUE INDEX "streams_series_id_series_day_key" ON "streams"("series_id", "series_day");

-- AddForeignKey
ALTER TABLE "pictures" ADD CONSTRAINT "pictures_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "streams" ADD CONSTRAINT "streams_series_id_fkey" FOREIGN KEY ("series_id") REFERENCES "series"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "series" ADD CONSTRAINT "series_creator_id_fkey" FOREIGN KEY ("creator_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "reminders" ADD CONSTRAINT "reminders_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stream_passwords" ADD CONSTRAINT "stream_passwords_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stream_unlocks" ADD CONSTRAINT "stream_unlocks_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stream_unlocks" ADD CONSTRAINT "stream_unlocks_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waiting_places" ADD CONSTRAINT "waiting_places_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "waiting_places" ADD CONSTRAINT "waiting_places_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- checks
-- The new reason is compared as text: a migration is one transaction, in which a value that it added cannot be used yet.
-- What runs has begun; what ended had begun, unless nobody ever began it.
ALTER TABLE "streams" DROP CONSTRAINT "streams_started";
ALTER TABLE "streams" ADD CONSTRAINT "streams_started" CHECK ("status" = 'scheduled' OR "started_at" IS NOT NULL OR ("status" = 'ended' AND "end_reason"::text IN ('neverStarted', 'cancelled')));
-- What never started, or was cancelled, has no start.
ALTER TABLE "streams" DROP CONSTRAINT "streams_never_started";
ALTER TABLE "streams" ADD CONSTRAINT "streams_never_started" CHECK ("end_reason"::text NOT IN ('neverStarted', 'cancelled') OR "started_at" IS NULL);
-- Of a series it is one of its days.
ALTER TABLE "streams" ADD CONSTRAINT "streams_series_day" CHECK (("series_id" IS NULL) OR ("series_day" IS NOT NULL AND "series_day" ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$'));
-- Days and times as clocks show them.
ALTER TABLE "series" ADD CONSTRAINT "series_when" CHECK ("first_day" ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND "time" ~ '^([01][0-9]|2[0-3]):[0-5][0-9]$' AND ("last_day" IS NULL OR ("last_day" ~ '^[0-9]{4}-[0-9]{2}-[0-9]{2}$' AND "last_day" >= "first_day")));
-- Pictures of people lie here, or came with the demo world: a page sends nobody to another site.
ALTER TABLE "pictures" ADD CONSTRAINT "pictures_url_format" CHECK ("url" ~ '^/files/pictures/[A-Za-z0-9_-]{32}-[0-9]+[.]webp$');
ALTER TABLE "profiles" ADD CONSTRAINT "profiles_pictures_here" CHECK (("avatar_url" IS NULL OR "avatar_url" ~ '^/[A-Za-z0-9]') AND ("banner_url" IS NULL OR "banner_url" ~ '^/[A-Za-z0-9]'));
ALTER TABLE "streams" ADD CONSTRAINT "streams_cover_here" CHECK ("cover_url" IS NULL OR "cover_url" ~ '^/[A-Za-z0-9]');
-- A browser or an account gave the password, and one of them alone.
ALTER TABLE "stream_unlocks" ADD CONSTRAINT "stream_unlocks_whose" CHECK (("account_id" IS NULL) <> ("pass_hash" IS NULL));
-- Nobody is seen in a line before they came.
ALTER TABLE "waiting_places" ADD CONSTRAINT "waiting_places_time" CHECK ("seen_at" >= "since");
-- The pictures that the demo world came with are chosen ones: a picture of the moment is made anew.
UPDATE "streams" SET "cover_url" = "thumbnail_url", "thumbnail_url" = NULL WHERE "thumbnail_url" LIKE '/seed/%';
