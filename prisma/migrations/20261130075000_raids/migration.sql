-- Where a creator sends the viewers of a stream when it is over.
-- CreateTable
CREATE TABLE "raids" (
    "from_id" UUID NOT NULL,
    "to_id" UUID NOT NULL,
    "word" TEXT NOT NULL DEFAULT '',
    "viewers" INTEGER NOT NULL DEFAULT 0,
    "at" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "raids_pkey" PRIMARY KEY ("from_id")
);

-- CreateIndex
CREATE INDEX "raids_to_id_at_idx" ON "raids"("to_id", "at" DESC);

-- AddForeignKey
ALTER TABLE "raids" ADD CONSTRAINT "raids_from_id_fkey" FOREIGN KEY ("from_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "raids" ADD CONSTRAINT "raids_to_id_fkey" FOREIGN KEY ("to_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- checks
ALTER TABLE "raids" ADD CONSTRAINT "raids_elsewhere" CHECK ("from_id" <> "to_id");
ALTER TABLE "raids" ADD CONSTRAINT "raids_word_length" CHECK (char_length("word") <= 140);
ALTER TABLE "raids" ADD CONSTRAINT "raids_viewers" CHECK ("viewers" >= 0);
