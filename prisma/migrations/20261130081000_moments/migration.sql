-- The picture of the moment: what is seen in a stream while it is live.
-- What was there before came from nowhere.
UPDATE "streams" SET "thumbnail_url" = NULL;

-- CreateIndex
CREATE INDEX "streams_thumbnail_url_idx" ON "streams"("thumbnail_url");

-- checks
-- A picture of the moment is one that was made here, of a stream that is live.
ALTER TABLE "streams" ADD CONSTRAINT "streams_moment" CHECK ("thumbnail_url" IS NULL OR ("status" = 'live' AND "thumbnail_url" ~ '^/files/thumbnails/[A-Za-z0-9_-]{32}-[0-9]+[.]webp$'));
-- Such pictures have their rows too, so that the sweep finds them.
ALTER TABLE "pictures" DROP CONSTRAINT "pictures_url_format";
ALTER TABLE "pictures" ADD CONSTRAINT "pictures_url_format" CHECK ("url" ~ '^/files/(pictures|thumbnails)/[A-Za-z0-9_-]{32}-[0-9]+[.]webp$');
