-- Clips: up to a minute of a video, with files of its own.
-- AlterEnum
ALTER TYPE "ReportSubject" ADD VALUE 'clip';

-- AlterTable
ALTER TABLE "streams" ADD COLUMN     "clips_allowed" BOOLEAN NOT NULL DEFAULT true;

-- CreateTable
CREATE TABLE "clips" (
    "id" UUID NOT NULL,
    "video_id" UUID NOT NULL,
    "creator_id" UUID NOT NULL,
    "maker_id" UUID NOT NULL,
    "title" TEXT NOT NULL,
    "from_ms" INTEGER NOT NULL,
    "to_ms" INTEGER NOT NULL,
    "folder" TEXT NOT NULL,
    "bytes" BIGINT NOT NULL,
    "poster_url" TEXT,
    "created_at" TIMESTAMPTZ(3) NOT NULL,
    "ready_at" TIMESTAMPTZ(3),
    "deleted_at" TIMESTAMPTZ(3),
    "deleted_by_id" UUID,

    CONSTRAINT "clips_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "clips_folder_key" ON "clips"("folder");

-- CreateIndex
CREATE INDEX "clips_video_id_idx" ON "clips"("video_id");

-- CreateIndex
CREATE INDEX "clips_creator_id_deleted_at_id_idx" ON "clips"("creator_id", "deleted_at", "id" DESC);

-- CreateIndex
CREATE INDEX "clips_maker_id_idx" ON "clips"("maker_id");

-- CreateIndex
CREATE INDEX "clips_deleted_by_id_idx" ON "clips"("deleted_by_id");

-- CreateIndex
CREATE INDEX "clips_poster_url_idx" ON "clips"("poster_url");

-- AddForeignKey
ALTER TABLE "clips" ADD CONSTRAINT "clips_video_id_fkey" FOREIGN KEY ("video_id") REFERENCES "videos"("stream_id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clips" ADD CONSTRAINT "clips_creator_id_fkey" FOREIGN KEY ("creator_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clips" ADD CONSTRAINT "clips_maker_id_fkey" FOREIGN KEY ("maker_id") REFERENCES "accounts"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "clips" ADD CONSTRAINT "clips_deleted_by_id_fkey" FOREIGN KEY ("deleted_by_id") REFERENCES "accounts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- checks
ALTER TABLE "clips" ADD CONSTRAINT "clips_title_length" CHECK (char_length("title") BETWEEN 1 AND 140);
ALTER TABLE "clips" ADD CONSTRAINT "clips_span" CHECK (0 <= "from_ms" AND "from_ms" < "to_ms");
ALTER TABLE "clips" ADD CONSTRAINT "clips_folder_format" CHECK ("folder" ~ '^[A-Za-z0-9_-]{32}$');
ALTER TABLE "clips" ADD CONSTRAINT "clips_bytes" CHECK ("bytes" >= 0 AND ("deleted_at" IS NULL OR "bytes" = 0));
ALTER TABLE "clips" ADD CONSTRAINT "clips_poster_here" CHECK ("poster_url" ~ '^/files/pictures/[A-Za-z0-9_-]{32}-[0-9]+[.]webp$');
ALTER TABLE "clips" ADD CONSTRAINT "clips_deleted" CHECK ("deleted_by_id" IS NULL OR "deleted_at" IS NOT NULL);
