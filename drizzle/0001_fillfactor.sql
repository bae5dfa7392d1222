-- Each sync writes `synced_at` to every row. Room on the page keeps these updates away from the indexes (HOT updates).
ALTER TABLE "active_number" SET (fillfactor = 80);--> statement-breakpoint
ALTER TABLE "hosted_number_order" SET (fillfactor = 80);--> statement-breakpoint
ALTER TABLE "authorization_document" SET (fillfactor = 80);
