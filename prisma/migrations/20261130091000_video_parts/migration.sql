-- How a video opens, who packages it, and what of an upload may come.
-- AlterTable
ALTER TABLE "videos" ADD COLUMN     "finished_at" TIMESTAMPTZ(3),
ADD COLUMN     "opens_as" "StreamVisibility",
ADD COLUMN     "packing_at" TIMESTAMPTZ(3),
ADD COLUMN     "packing_folder" TEXT,
ADD COLUMN     "poster_url" TEXT,
ADD COLUMN     "tries" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "video_parts" ADD COLUMN     "dropped_at" TIMESTAMPTZ(3),
ADD COLUMN     "reserved" BIGINT NOT NULL DEFAULT 0,
ADD COLUMN     "token_hash" TEXT;

-- CreateIndex
CREATE UNIQUE INDEX "videos_packing_folder_key" ON "videos"("packing_folder");

-- checks
ALTER TABLE "videos" ADD CONSTRAINT "videos_packing" CHECK (("packing_folder" IS NULL) = ("packing_at" IS NULL) AND ("packing_folder" IS NULL OR ("status" = 'processing' AND "packing_folder" ~ '^[A-Za-z0-9_-]{32}$')));
ALTER TABLE "videos" ADD CONSTRAINT "videos_tries" CHECK ("tries" >= 0);
ALTER TABLE "videos" ADD CONSTRAINT "videos_poster_here" CHECK ("poster_url" ~ '^/files/pictures/[A-Za-z0-9_-]{32}-[0-9]+[.]webp$');
ALTER TABLE "video_parts" ADD CONSTRAINT "video_parts_reserved" CHECK ("reserved" >= 0);
ALTER TABLE "video_parts" ADD CONSTRAINT "video_parts_token_hash_format" CHECK ("token_hash" ~ '^[0-9a-f]{64}$');
