-- What programs such as OBS send, by keys of their own.
-- AlterEnum
ALTER TYPE "SecurityEventKind" ADD VALUE 'streamKeyMade';

-- AlterTable
ALTER TABLE "stream_keys" ADD COLUMN     "payee" TEXT,
ADD COLUMN     "stream_id" UUID;

-- CreateTable
CREATE TABLE "feeds" (
    "stream_id" UUID NOT NULL,
    "id" UUID NOT NULL DEFAULT gen_random_uuid(),
    "key_id" UUID NOT NULL,
    "participant" TEXT,
    "software" TEXT NOT NULL,
    "started_at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "feeds_pkey" PRIMARY KEY ("stream_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "feeds_id_key" ON "feeds"("id");

-- CreateIndex
CREATE INDEX "feeds_key_id_idx" ON "feeds"("key_id");

-- CreateIndex
CREATE INDEX "stream_keys_stream_id_idx" ON "stream_keys"("stream_id");

-- AddForeignKey
ALTER TABLE "stream_keys" ADD CONSTRAINT "stream_keys_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feeds" ADD CONSTRAINT "feeds_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "feeds" ADD CONSTRAINT "feeds_key_id_fkey" FOREIGN KEY ("key_id") REFERENCES "stream_keys"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- checks
ALTER TABLE "stream_keys" ADD CONSTRAINT "stream_keys_hash_format" CHECK ("key_hash" ~ '^[0-9a-f]{64}$');
ALTER TABLE "stream_keys" ADD CONSTRAINT "stream_keys_label_length" CHECK (char_length("label") BETWEEN 1 AND 60);
ALTER TABLE "feeds" ADD CONSTRAINT "feeds_participant_named" CHECK ("participant" <> '');
ALTER TABLE "feeds" ADD CONSTRAINT "feeds_software_length" CHECK (char_length("software") <= 100);
