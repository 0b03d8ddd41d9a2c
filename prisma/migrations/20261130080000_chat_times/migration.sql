-- A message is stored by one statement, which takes its place and its time from the row of its chat.
-- AlterTable
ALTER TABLE "chats" ADD COLUMN     "newest_at" TIMESTAMPTZ(3);

-- What was said before keeps its place.
INSERT INTO "chats" ("stream_id", "revision", "newest_at")
SELECT "stream_id", max("revision"), max("sent_at") FROM "chat_messages" GROUP BY "stream_id"
ON CONFLICT ("stream_id") DO UPDATE SET "newest_at" = excluded."newest_at";
