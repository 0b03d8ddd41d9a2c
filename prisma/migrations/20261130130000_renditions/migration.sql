-- What of a video could not be read, and the smaller sizes that are made of it beside its own.
-- AlterTable
ALTER TABLE "videos" ADD COLUMN     "heights" INTEGER[] NOT NULL DEFAULT ARRAY[]::INTEGER[],
ADD COLUMN     "rendition_at" TIMESTAMPTZ(3),
ADD COLUMN     "rendition_tag" TEXT,
ADD COLUMN     "unread_parts" INTEGER NOT NULL DEFAULT 0;

ALTER TABLE "videos" ADD CONSTRAINT "videos_unread_parts" CHECK ("unread_parts" >= 0);
ALTER TABLE "videos" ADD CONSTRAINT "videos_heights" CHECK (0 < ALL ("heights"));
-- a size is made of what is ready alone, and whoever makes it says that they are still at it
ALTER TABLE "videos" ADD CONSTRAINT "videos_rendition" CHECK (
  ("rendition_tag" IS NULL) = ("rendition_at" IS NULL)
  AND ("rendition_tag" IS NULL OR ("status" = 'ready' AND "rendition_tag" ~ '^[a-z0-9]{8}$'))
);
