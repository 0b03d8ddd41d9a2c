-- A suspension is a ban of the site: it has a reason, and is answered, as a channel's ban is.
-- AlterTable
ALTER TABLE "restrictions" ALTER COLUMN "creator_id" DROP NOT NULL;

INSERT INTO "restrictions" ("id", "account_id", "given_by_id", "kind", "reason", "created_at")
SELECT uuidv7(), a."id", coalesce(
    (
      SELECT e."actor_id" FROM "audit_log" e
      WHERE e."action" = 'site.accountSuspended' AND e."subject" = 'account:' || a."id" AND e."actor_id" IS NOT NULL
      ORDER BY e."at" DESC LIMIT 1
    ), a."id"
  ), 'ban', a."suspended_reason", a."suspended_at"
FROM "accounts" a WHERE a."suspended_at" IS NOT NULL;

ALTER TABLE "accounts" DROP CONSTRAINT "accounts_suspended_reason";
ALTER TABLE "accounts" DROP COLUMN "suspended_reason";

-- checks

-- The site keeps an account out as a whole, until it is reinstated, and once at a time.
ALTER TABLE "restrictions" ADD CONSTRAINT "restrictions_of_the_site" CHECK (
  "creator_id" IS NOT NULL OR ("kind" = 'ban' AND "ends_at" IS NULL)
);
CREATE UNIQUE INDEX "restrictions_one_of_the_site" ON "restrictions" ("account_id") WHERE "creator_id" IS NULL AND "lifted_at" IS NULL;
