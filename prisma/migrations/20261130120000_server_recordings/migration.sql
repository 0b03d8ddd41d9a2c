-- Streams that the server records.
-- CreateTable
CREATE TABLE "server_recordings" (
    "stream_id" UUID NOT NULL,
    "asked_at" TIMESTAMPTZ(3) NOT NULL,
    "lease" TEXT,
    "leased_at" TIMESTAMPTZ(3),
    "video_id" UUID,
    "part_id" UUID,
    "ended_at" TIMESTAMPTZ(3),
    "closed_at" TIMESTAMPTZ(3),
    "refusal" TEXT,

    CONSTRAINT "server_recordings_pkey" PRIMARY KEY ("stream_id")
);

-- CreateIndex
CREATE INDEX "server_recordings_closed_at_idx" ON "server_recordings"("closed_at");

-- AddForeignKey
ALTER TABLE "server_recordings" ADD CONSTRAINT "server_recordings_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server_recordings" ADD CONSTRAINT "server_recordings_video_id_fkey" FOREIGN KEY ("video_id") REFERENCES "videos"("stream_id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "server_recordings" ADD CONSTRAINT "server_recordings_part_id_fkey" FOREIGN KEY ("part_id") REFERENCES "video_parts"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- checks
ALTER TABLE "server_recordings" ADD CONSTRAINT "server_recordings_lease" CHECK (("lease" IS NULL) = ("leased_at" IS NULL) AND "lease" ~ '^[A-Za-z0-9_-]{32}$');
ALTER TABLE "server_recordings" ADD CONSTRAINT "server_recordings_closed" CHECK ("closed_at" IS NULL OR ("ended_at" IS NOT NULL AND "lease" IS NULL));
ALTER TABLE "server_recordings" ADD CONSTRAINT "server_recordings_refused" CHECK ("refusal" IS NULL OR "ended_at" IS NOT NULL);
