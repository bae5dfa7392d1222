DROP INDEX "webhook_delivery_list";--> statement-breakpoint
ALTER TABLE "authorization_document" ADD COLUMN "status_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "hosted_number_order" ADD COLUMN "status_since" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "hosted_number_order" ADD COLUMN "callback_seen_at" timestamp (3) with time zone;--> statement-breakpoint
ALTER TABLE "status_transition" ADD COLUMN "inferred" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "status_transition" ADD COLUMN "anomalous" boolean DEFAULT false NOT NULL;--> statement-breakpoint
ALTER TABLE "status_transition" ADD COLUMN "time_in_previous_ms" bigint;--> statement-breakpoint
ALTER TABLE "webhook_delivery" ADD COLUMN "delivery_id" uuid DEFAULT gen_random_uuid() NOT NULL;--> statement-breakpoint
ALTER TABLE "webhook_delivery" ADD COLUMN "hinted_status" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "webhook_delivery" ADD COLUMN "transition_position" bigint;--> statement-breakpoint
ALTER TABLE "webhook_delivery" ADD COLUMN "replayed_at" timestamp (3) with time zone;--> statement-breakpoint
CREATE INDEX "webhook_delivery_verdict" ON "webhook_delivery" USING btree ("owner_account_sid","verdict","received_at","id");--> statement-breakpoint
CREATE INDEX "webhook_delivery_order" ON "webhook_delivery" USING btree ("order_sid","received_at","id");--> statement-breakpoint
CREATE INDEX "webhook_delivery_transition" ON "webhook_delivery" USING btree ("transition_position") WHERE "webhook_delivery"."transition_position" is not null;--> statement-breakpoint
CREATE INDEX "webhook_delivery_list" ON "webhook_delivery" USING btree ("owner_account_sid","received_at","id");--> statement-breakpoint
ALTER TABLE "webhook_delivery" ADD CONSTRAINT "webhook_delivery_deliveryId_unique" UNIQUE("delivery_id");--> statement-breakpoint
-- What waits from before this migration says its status in its parameters only.
UPDATE "webhook_delivery" SET "hinted_status" = (
  SELECT parameter ->> 1 FROM jsonb_array_elements("parameters") AS parameter WHERE parameter ->> 0 = 'Status' LIMIT 1
) WHERE "verdict" = 'PENDING';
