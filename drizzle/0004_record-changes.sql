CREATE TABLE "record_change" (
	"position" bigint DEFAULT nextval('status_transition_position_seq') NOT NULL,
	"owner_account_sid" text COLLATE "C" NOT NULL,
	"kind" text NOT NULL,
	"sid" text COLLATE "C" NOT NULL,
	"before" jsonb,
	"observed_at" timestamp (3) with time zone NOT NULL,
	CONSTRAINT "record_change_owner_account_sid_position_pk" PRIMARY KEY("owner_account_sid","position")
);
--> statement-breakpoint
CREATE INDEX "record_change_sid_position_index" ON "record_change" USING btree ("sid","position");