CREATE TABLE "lockouts" (
	"key" text PRIMARY KEY NOT NULL,
	"failures" integer NOT NULL,
	"last_failure" bigint NOT NULL
);
--> statement-breakpoint
CREATE INDEX "lockouts_last_failure_index" ON "lockouts" USING btree ("last_failure");