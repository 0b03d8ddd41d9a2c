-- The wallet of a creator may be one that the chain does not know: it is given what an account has to hold, then it is paid.
-- AlterTable
ALTER TABLE "withdrawals" ADD COLUMN     "admission_id" UUID;

-- CreateIndex
CREATE UNIQUE INDEX "withdrawals_admission_id_key" ON "withdrawals"("admission_id");

-- AddForeignKey
ALTER TABLE "withdrawals" ADD CONSTRAINT "withdrawals_admission_id_fkey" FOREIGN KEY ("admission_id") REFERENCES "settlements"("id") ON DELETE SET NULL ON UPDATE CASCADE;
