-- What is in plain_phone is sealed on start, with keys that are not in the database; then the column goes: src/patients/bringOver.ts.
ALTER TABLE "patients" RENAME COLUMN "phone" TO "plain_phone";--> statement-breakpoint
ALTER TABLE "patients" ADD COLUMN "phone" "bytea";--> statement-breakpoint
ALTER TABLE "patients" ADD COLUMN "phone_index" "bytea";--> statement-breakpoint
ALTER TABLE "patients" ADD COLUMN "insurance_number" "bytea";--> statement-breakpoint
ALTER TABLE "patients" ADD COLUMN "insurance_number_index" "bytea";--> statement-breakpoint
CREATE INDEX "patients_phone_index_index" ON "patients" USING btree ("phone_index");--> statement-breakpoint
CREATE INDEX "patients_insurance_number_index_index" ON "patients" USING btree ("insurance_number_index");
