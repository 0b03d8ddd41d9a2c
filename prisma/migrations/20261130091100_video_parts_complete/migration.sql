-- a file that is complete has a length: a comparison with none would have let it through
ALTER TABLE "video_parts" DROP CONSTRAINT "video_parts_complete";
ALTER TABLE "video_parts" ADD CONSTRAINT "video_parts_complete" CHECK ("completed_at" IS NULL OR ("length" IS NOT NULL AND "bytes" = "length"));
