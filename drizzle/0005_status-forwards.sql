CREATE TABLE "status_forward" (
	"sid" text COLLATE "C" PRIMARY KEY NOT NULL,
	"owner_account_sid" text COLLATE "C" NOT NULL,
	"url" text NOT NULL,
	"position" bigint DEFAULT 0 NOT NULL,
	"newest_position" bigint NOT NULL,
	"attempts" integer DEFAULT 0 NOT NULL,
	"failing_since" timestamp (3) with time zone,
	"next_attempt_at" timestamp (3) with time zone DEFAULT now() NOT NULL,
	"lease_holder" text,
	"lease_expires_at" timestamp (3) with time zone,
	"last_delivered_at" timestamp (3) with time zone,
	"given_up_at" timestamp (3) with time zone,
	"last_error" text,
	"created_at" timestamp (3) with time zone DEFAULT now() NOT NULL
);
--> statement-breakpoint
CREATE INDEX "status_forward_due" ON "status_forward" USING btree ("owner_account_sid","next_attempt_at") WHERE newest_position > position;--> statement-breakpoint
CREATE INDEX "status_forward_created" ON "status_forward" USING btree ("owner_account_sid","created_at");