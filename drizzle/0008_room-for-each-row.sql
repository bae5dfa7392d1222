-- Each walk and each sweep writes `synced_at` to every row of a list. A page that is half full holds all its rows a second
-- time, so that none of these updates leaves its page and none touches the indexes (HOT updates).
ALTER TABLE "active_number" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "hosted_number_order" SET (fillfactor = 50);--> statement-breakpoint
ALTER TABLE "authorization_document" SET (fillfactor = 50);
