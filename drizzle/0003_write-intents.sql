CREATE TABLE "write_intent" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"owner_account_sid" text COLLATE "C" NOT NULL,
	"account_sid" text COLLATE "C" NOT NULL,
	"mutation" text NOT NULL,
	"subject" text COLLATE "C" NOT NULL,
	"state" text NOT NULL,
	"request" jsonb NOT NULL,
	"idempotency_key" text,
	"row" integer DEFAULT 0 NOT NULL,
	"input_hash" text NOT NULL,
	"created_at" timestamp (3) with time zone NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"lease_expires_at" timestamp (3) with time zone NOT NULL,
	"looks" integer DEFAULT 0 NOT NULL,
	"target_sid" text COLLATE "C",
	"report" jsonb NOT NULL,
	"errors" jsonb NOT NULL
);
--> statement-breakpoint
CREATE UNIQUE INDEX "write_intent_key" ON "write_intent" USING btree ("owner_account_sid","idempotency_key","row") WHERE "write_intent"."idempotency_key" is not null;--> statement-breakpoint
CREATE UNIQUE INDEX "write_intent_subject" ON "write_intent" USING btree ("owner_account_sid","subject") WHERE state in ('IN_FLIGHT', 'UNKNOWN');--> statement-breakpoint
CREATE INDEX "write_intent_open" ON "write_intent" USING btree ("lease_expires_at") WHERE state in ('IN_FLIGHT', 'UNKNOWN');--> statement-breakpoint
CREATE INDEX "write_intent_list" ON "write_intent" USING btree ("owner_account_sid","created_at","id");--> statement-breakpoint
CREATE INDEX "write_intent_state" ON "write_intent" USING btree ("owner_account_sid","state","created_at","id");--> statement-breakpoint
CREATE INDEX "write_intent_settled" ON "write_intent" USING btree ("settled_at");