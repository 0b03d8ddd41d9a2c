-- a recording can be played while it comes in: where it is packaged into, who does it, how far they are
ALTER TABLE "videos" ADD COLUMN "live_folder" TEXT;
ALTER TABLE "videos" ADD COLUMN "live_at" TIMESTAMPTZ(3);
ALTER TABLE "videos" ADD COLUMN "live_ms" INTEGER NOT NULL DEFAULT 0;

-- CreateIndex
CREATE UNIQUE INDEX "videos_live_folder_key" ON "videos"("live_folder");

-- checks: a comparison with no folder would have let everything through
ALTER TABLE "videos" ADD CONSTRAINT "videos_live" CHECK (
  ("live_folder" IS NULL AND "live_at" IS NULL AND "live_ms" = 0)
  OR ("kind" = 'recording' AND "live_folder" IS NOT NULL AND "live_folder" ~ '^[A-Za-z0-9_-]{32}$' AND "live_ms" >= 0));
