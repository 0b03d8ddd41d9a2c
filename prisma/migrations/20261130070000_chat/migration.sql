-- AlterTable
ALTER TABLE "chat_messages" ADD COLUMN     "client_id" UUID,
ADD COLUMN     "reply_to_id" UUID,
ADD COLUMN     "revision" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "chats" (
    "stream_id" UUID NOT NULL,
    "revision" INTEGER NOT NULL DEFAULT 0,
    "pinned_id" UUID,

    CONSTRAINT "chats_pkey" PRIMARY KEY ("stream_id")
);

-- CreateTable
CREATE TABLE "chat_mentions" (
    "message_id" UUID NOT NULL,
    "account_id" UUID NOT NULL,
    "handle" TEXT NOT NULL,

    CONSTRAINT "chat_mentions_pkey" PRIMARY KEY ("message_id","account_id")
);

-- CreateIndex
CREATE UNIQUE INDEX "chats_pinned_id_key" ON "chats"("pinned_id");

-- CreateIndex
CREATE INDEX "chat_mentions_account_id_idx" ON "chat_mentions"("account_id");

-- CreateIndex
CREATE INDEX "chat_messages_stream_id_revision_idx" ON "chat_messages"("stream_id", "revision");

-- CreateIndex
CREATE INDEX "chat_messages_reply_to_id_idx" ON "chat_messages"("reply_to_id");

-- CreateIndex
CREATE UNIQUE INDEX "chat_messages_stream_id_author_id_client_id_key" ON "chat_messages"("stream_id", "author_id", "client_id");

-- AddForeignKey
ALTER TABLE "chats" ADD CONSTRAINT "chats_stream_id_fkey" FOREIGN KEY ("stream_id") REFERENCES "streams"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chats" ADD CONSTRAINT "chats_pinned_id_fkey" FOREIGN KEY ("pinned_id") REFERENCES "chat_messages"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_messages" ADD CONSTRAINT "chat_messages_reply_to_id_fkey" FOREIGN KEY ("reply_to_id") REFERENCES "chat_messages"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_mentions" ADD CONSTRAINT "chat_mentions_message_id_fkey" FOREIGN KEY ("message_id") REFERENCES "chat_messages"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "chat_mentions" ADD CONSTRAINT "chat_mentions_account_id_fkey" FOREIGN KEY ("account_id") REFERENCES "accounts"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- checks
-- Changes are counted from 0 on: a reader takes what is larger than what it has.
ALTER TABLE "chats" ADD CONSTRAINT "chats_revision_counts" CHECK ("revision" >= 0);
ALTER TABLE "chat_messages" ADD CONSTRAINT "chat_messages_revision_counts" CHECK ("revision" >= 0);
-- A message replies to another one.
ALTER TABLE "chat_messages" ADD CONSTRAINT "chat_messages_replies_to_another" CHECK ("reply_to_id" <> "id");
