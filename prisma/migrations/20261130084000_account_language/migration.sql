-- The language that mails and pushes speak to an account.
-- AlterTable
ALTER TABLE "accounts" ADD COLUMN "language" TEXT;

-- checks
ALTER TABLE "accounts" ADD CONSTRAINT "accounts_language_code" CHECK ("language" ~ '^[a-z]{2}$');
