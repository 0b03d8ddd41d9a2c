-- What is recorded or uploaded: played later, paid by the second, each second once.
-- CreateEnum
CREATE TYPE "VideoKind" AS ENUM ('recording', 'upload');

-- CreateEnum
CREATE TYPE "VideoStatus" AS ENUM ('receiving', 'processing', 'ready', 'failed', 'deleted');

-- AlterEnum
ALTER TYPE "StreamStatus" ADD VALUE 'recorded';

-- DropForeignKey
ALTER TABLE "recordings" DROP CONSTRAINT "recordings_stream_id_fkey";

-- AlterTable
ALTER TABLE "streams" ADD COLUMN     "records" BOOLEAN NOT NULL DEFAULT false;

-- DropTable
DROP TABLE "recordings";

-- DropEnum
DROP TYPE "RecordingStatus";

-- CreateTable
CREATE TABLE "videos" (
    "stream_id" UUID NOT NULL,
    "source_id" UUID,
    "kind" "VideoKind" NOT NULL,
    "status" "VideoStatus" NOT NULL DEFAULT 'receiving',
    "folder" TEXT NOT NULL,
    "duration_ms" INTEGER NOT NULL DEFAULT 0,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "width" INTEGER NOT NULL DEFAULT 0,
    "height" INTEGER NOT NULL DEFAULT 0,
    "failure" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "changed_at" TIMESTAMPTZ(3) NOT NULL,
    "ready_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),

    CONSTRAINT "videos_pkey" PRIMARY KEY ("stream_id")
);

-- CreateTable
CREATE TABLE "video_parts" (
    "id" UUID NOT NULL,
    "video_id" UUID NOT NULL,
    "position" INTEGER NOT NULL,
    "upload_id" TEXT NOT NULL,
    "content_type" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL DEFAULT 0,
    "length" BIGINT,
    "starts_at_ms" INTEGER NOT NULL DEFAULT 0,
    "sha256" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "completed_at" TIMESTAMPTZ(3),

    CONSTRAINT "video_parts_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "video_captions" (
    "id" UUID NOT NULL,
    "video_id" UUID NOT NULL,
    "language" TEXT NOT NULL,
    "label" TEXT NOT NULL,
    "file" TEXT NOT NULL,

    CONSTRAINT "video_captions_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "playbacks" (
    "account_id" UUID NOT NULL,
    "video_id" UUID NOT NULL,
    "owned" int4multirange NOT NULL DEFAULT '{}'::int4multirange,
    "position_ms" INTEGER NOT NULL DEFAULT 0,
    "updated_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "playbacks_pkey" PRIMARY KEY ("account_id","video_id")
);

-- CreateTable
CREATE TABLE "stream_titles" (
    "stream_id" UUID NOT NULL,
    "at" TIMESTAMPTZ(3) NOT NULL,
    "title" TEXT NOT NULL,

    CONSTRAINT "stream_titles_pkey" PRIMARY KEY ("stream_id","at")
);

-- CreateIndex
CREATE UNIQUE INDEX "videos_folder_key" ON "videos"("folder");

-- CreateIndex
CREATE INDEX "videos_source_id_idx" ON "videos"("source_id");

-- CreateIndex
CREATE INDEX "videos_status_changed_at_idx" ON "videos"("status", "changed_at");

-- CreateIndex
CREATE UNIQUE INDEX "video_parts_upload_id_key" ON "video_parts"("upload_id");

-- CreateIndex
CREATE UNIQUE INDEX "video_parts_video_id_position_key" ON "video_parts"("video_id", "position");

-- CreateIndex
CREATE UNIQUE INDEX "video_captions_video_id_language_key" ON "video_captions"("video_id", "language");

-- CreateIndex
CREATE INDEX "playbacks_video_id_idx" ON "playbacks"("video_id");

-- CreateIndex
CREATE INDEX "playbacks_account_id_updated_at_idx" ON "playbacks"("account_id", "updated_at" DESC);

-- AddForeignKey
ALTER TABLE "videos" ADD CONSTRAINT "videos_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "videos" ADD CONSTRAINT "videos_source_id_fkey" FOREIGN KEY ("source_id") REFERENCES "streams"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "video_parts" ADD CONSTRAINT "video_parts_video_id_fkey" FOREIGN KEY ("video_id") REFERENCES "videos"("stream_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "video_captions" ADD CONSTRAINT "video_captions_video_id_fkey" FOREIGN KEY ("video_id") REFERENCES "videos"("stream_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "playbacks" ADD CONSTRAINT "playbacks_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "playbacks" ADD CONSTRAINT "playbacks_video_id_fkey" FOREIGN KEY ("video_id") REFERENCES "videos"("stream_id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "stream_titles" ADD CONSTRAINT "stream_titles_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- checks
ALTER TABLE "videos" ADD CONSTRAINT "videos_folder_format" CHECK ("folder" ~ '^[A-Za-z0-9_-]{32}$');
ALTER TABLE "videos" ADD CONSTRAINT "videos_not_negative" CHECK ("duration_ms" >= 0 AND "bytes" >= 0 AND "width" >= 0 AND "height" >= 0);
-- an upload is of no stream; what a recording was of may be gone
ALTER TABLE "videos" ADD CONSTRAINT "videos_source" CHECK ("kind" = 'recording' OR "source_id" IS NULL);
ALTER TABLE "videos" ADD CONSTRAINT "videos_ready" CHECK ("status" <> 'ready' OR ("ready_at" IS NOT NULL AND "duration_ms" > 0));
ALTER TABLE "videos" ADD CONSTRAINT "videos_failure" CHECK (("status" = 'failed') = ("failure" IS NOT NULL));
ALTER TABLE "videos" ADD CONSTRAINT "videos_deleted" CHECK (("status" = 'deleted') = ("deleted_at" IS NOT NULL));
ALTER TABLE "video_parts" ADD CONSTRAINT "video_parts_bytes" CHECK (0 <= "bytes" AND ("length" IS NULL OR "bytes" <= "length"));
ALTER TABLE "video_parts" ADD CONSTRAINT "video_parts_position" CHECK ("position" >= 0 AND "starts_at_ms" >= 0);
ALTER TABLE "video_parts" ADD CONSTRAINT "video_parts_sha256_format" CHECK ("sha256" ~ '^[0-9a-f]{64}$');
ALTER TABLE "video_parts" ADD CONSTRAINT "video_parts_complete" CHECK ("completed_at" IS NULL OR "bytes" = "length");
ALTER TABLE "video_captions" ADD CONSTRAINT "video_captions_words" CHECK ("language" ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' AND char_length("label") BETWEEN 1 AND 60);
ALTER TABLE "video_captions" ADD CONSTRAINT "video_captions_file_format" CHECK ("file" ~ '^[A-Za-z0-9_-]{1,40}[.]vtt$');
ALTER TABLE "playbacks" ADD CONSTRAINT "playbacks_owned_counts" CHECK (isempty("owned") OR (lower("owned") >= 0 AND NOT upper_inf("owned")));
ALTER TABLE "playbacks" ADD CONSTRAINT "playbacks_position" CHECK ("position_ms" >= 0);
ALTER TABLE "stream_titles" ADD CONSTRAINT "stream_titles_length" CHECK (char_length("title") BETWEEN 1 AND 140);
