CREATE TABLE "audit_checkpoints" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"hash" text NOT NULL,
	"mac" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_entries" (
	"seq" bigint PRIMARY KEY NOT NULL,
	"at" timestamp (3) with time zone NOT NULL,
	"staff" integer,
	"action" text NOT NULL,
	"subject" text,
	"previous" text NOT NULL,
	"hash" text NOT NULL
);
--> statement-breakpoint
CREATE TABLE "audit_head" (
	"one" boolean PRIMARY KEY DEFAULT true NOT NULL,
	"seq" bigint NOT NULL,
	"hash" text NOT NULL,
	CONSTRAINT "audit_head_one" CHECK ("audit_head"."one")
);
--> statement-breakpoint
CREATE INDEX "audit_entries_staff_seq_index" ON "audit_entries" USING btree ("staff","seq");--> statement-breakpoint
CREATE INDEX "audit_entries_subject_seq_index" ON "audit_entries" USING btree ("subject","seq");--> statement-breakpoint
INSERT INTO "audit_head" ("seq", "hash") VALUES (0, repeat('0', 64));
