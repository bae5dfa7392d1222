CREATE TABLE "account" (
	"sid" text COLLATE "C" PRIMARY KEY NOT NULL,
	"owner_account_sid" text COLLATE "C" NOT NULL,
	"account_sid" text COLLATE "C" NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"synced_at" timestamp (3) with time zone NOT NULL,
	"source" text NOT NULL,
	"vanished_at" timestamp (3) with time zone,
	"friendly_name" text,
	"status" text,
	"hosted_numbers_access" boolean,
	"numbers_read_from" text
);
--> statement-breakpoint
CREATE TABLE "active_number" (
	"sid" text COLLATE "C" PRIMARY KEY NOT NULL,
	"owner_account_sid" text COLLATE "C" NOT NULL,
	"account_sid" text COLLATE "C" NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"synced_at" timestamp (3) with time zone NOT NULL,
	"source" text NOT NULL,
	"vanished_at" timestamp (3) with time zone,
	"read_from" text NOT NULL,
	"phone_number" text COLLATE "C" NOT NULL,
	"friendly_name" text COLLATE "C",
	"type" text COLLATE "C",
	"lifecycle" text COLLATE "C",
	"url" text,
	"origin" text,
	"beta" boolean,
	"status" text,
	"address_sid" text COLLATE "C",
	"identity_sid" text COLLATE "C",
	"bundle_sid" text COLLATE "C",
	"emergency_address_status" text,
	"api_version" text,
	"date_created" timestamp (3) with time zone,
	"date_updated" timestamp (3) with time zone,
	"capabilities_voice" boolean NOT NULL,
	"capabilities_voice_inbound_connectivity" boolean,
	"capabilities_voice_outbound_connectivity" boolean,
	"capabilities_voice_e911" boolean,
	"capabilities_voice_fax" boolean,
	"capabilities_voice_sip_trunking" boolean,
	"capabilities_voice_calls_per_second" integer,
	"capabilities_voice_concurrent_calls_limit" integer,
	"capabilities_voice_long_record_length" integer,
	"capabilities_voice_inbound_called_dtmf" boolean,
	"capabilities_voice_inbound_caller_dtmf" boolean,
	"capabilities_voice_inbound_caller_id_preservation" text COLLATE "C",
	"capabilities_voice_inbound_reachability" text COLLATE "C",
	"capabilities_voice_codecs" text[] NOT NULL,
	"capabilities_sms" boolean NOT NULL,
	"capabilities_sms_inbound_connectivity" boolean,
	"capabilities_sms_outbound_connectivity" boolean,
	"capabilities_sms_gsm7" boolean,
	"capabilities_sms_ucs2" boolean,
	"capabilities_sms_gsm7_concatenation" boolean,
	"capabilities_sms_ucs2_concatenation" boolean,
	"capabilities_sms_inbound_sender_id_preservation" text COLLATE "C",
	"capabilities_sms_inbound_reachability" text COLLATE "C",
	"capabilities_sms_inbound_mps" integer,
	"capabilities_mms" boolean NOT NULL,
	"capabilities_mms_inbound_connectivity" boolean,
	"capabilities_mms_outbound_connectivity" boolean,
	"capabilities_mms_inbound_reachability" text COLLATE "C",
	"capabilities_mms_inbound_mps" integer,
	"geography_iso_country" text COLLATE "C",
	"geography_lata" text COLLATE "C",
	"geography_rate_center" text COLLATE "C",
	"geography_latitude" double precision,
	"geography_longitude" double precision,
	"geography_region" text COLLATE "C",
	"geography_locality" text COLLATE "C",
	"geography_postal_code" text COLLATE "C",
	"regulatory_address_requirements" text COLLATE "C",
	"configuration_status_callback" text,
	"configuration_status_callback_method" text,
	"configuration_voice_application_sid" text COLLATE "C",
	"configuration_voice_trunk_sid" text COLLATE "C",
	"configuration_voice_emergency_status" text,
	"configuration_voice_emergency_address_sid" text COLLATE "C",
	"configuration_voice_receive_mode" text,
	"configuration_voice_url" text,
	"configuration_voice_method" text,
	"configuration_voice_fallback_url" text,
	"configuration_voice_fallback_method" text,
	"configuration_voice_caller_id_lookup" boolean,
	"configuration_sms_application_sid" text COLLATE "C",
	"configuration_sms_url" text,
	"configuration_sms_method" text,
	"configuration_sms_fallback_url" text,
	"configuration_sms_fallback_method" text,
	"configuration_mms_application_sid" text COLLATE "C",
	"configuration_mms_url" text,
	"configuration_mms_method" text,
	"configuration_mms_fallback_url" text,
	"configuration_mms_fallback_method" text
);
--> statement-breakpoint
CREATE TABLE "authorization_document" (
	"sid" text COLLATE "C" PRIMARY KEY NOT NULL,
	"owner_account_sid" text COLLATE "C" NOT NULL,
	"account_sid" text COLLATE "C" NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"synced_at" timestamp (3) with time zone NOT NULL,
	"source" text NOT NULL,
	"vanished_at" timestamp (3) with time zone,
	"status" text COLLATE "C" NOT NULL,
	"address_sid" text COLLATE "C",
	"email" text COLLATE "C",
	"cc_emails" text[] NOT NULL,
	"url" text,
	"date_created" timestamp (3) with time zone NOT NULL,
	"date_updated" timestamp (3) with time zone NOT NULL,
	"contact_title" text,
	"contact_phone_number" text
);
--> statement-breakpoint
CREATE TABLE "gateway_secret" (
	"owner_account_sid" text COLLATE "C" NOT NULL,
	"name" text NOT NULL,
	"value" text NOT NULL,
	CONSTRAINT "gateway_secret_owner_account_sid_name_pk" PRIMARY KEY("owner_account_sid","name")
);
--> statement-breakpoint
CREATE TABLE "hosted_number_order" (
	"sid" text COLLATE "C" PRIMARY KEY NOT NULL,
	"owner_account_sid" text COLLATE "C" NOT NULL,
	"account_sid" text COLLATE "C" NOT NULL,
	"first_seen_at" timestamp (3) with time zone NOT NULL,
	"synced_at" timestamp (3) with time zone NOT NULL,
	"source" text NOT NULL,
	"vanished_at" timestamp (3) with time zone,
	"phone_number" text COLLATE "C" NOT NULL,
	"status" text COLLATE "C" NOT NULL,
	"failure_reason" text,
	"capabilities_sms" boolean,
	"capabilities_mms" boolean,
	"capabilities_voice" boolean,
	"capabilities_fax" boolean,
	"friendly_name" text COLLATE "C",
	"unique_name" text COLLATE "C",
	"url" text,
	"email" text COLLATE "C",
	"cc_emails" text[] NOT NULL,
	"address_sid" text COLLATE "C",
	"incoming_phone_number_sid" text COLLATE "C",
	"signing_document_sid" text COLLATE "C",
	"verification_type" text COLLATE "C",
	"verification_document_sid" text COLLATE "C",
	"verification_attempts" integer NOT NULL,
	"verification_call_sids" text[] NOT NULL,
	"verification_code" text,
	"extension" text,
	"call_delay" integer,
	"date_created" timestamp (3) with time zone NOT NULL,
	"date_updated" timestamp (3) with time zone NOT NULL,
	"created_here" boolean DEFAULT false NOT NULL
);
--> statement-breakpoint
CREATE TABLE "lease" (
	"name" text PRIMARY KEY NOT NULL,
	"owner_account_sid" text COLLATE "C" NOT NULL,
	"holder" text NOT NULL,
	"expires_at" timestamp (3) with time zone NOT NULL
);
--> statement-breakpoint
CREATE TABLE "status_transition" (
	"position" bigserial PRIMARY KEY NOT NULL,
	"owner_account_sid" text COLLATE "C" NOT NULL,
	"account_sid" text COLLATE "C" NOT NULL,
	"kind" text NOT NULL,
	"sid" text COLLATE "C" NOT NULL,
	"from_status" text COLLATE "C",
	"to_status" text COLLATE "C",
	"observed_at" timestamp (3) with time zone NOT NULL,
	"effective_at" timestamp (3) with time zone,
	"sources" text[] NOT NULL
);
--> statement-breakpoint
CREATE TABLE "sync_walk" (
	"owner_account_sid" text COLLATE "C" NOT NULL,
	"account_sid" text COLLATE "C" NOT NULL,
	"resource" text NOT NULL,
	"started_at" timestamp (3) with time zone NOT NULL,
	"next_page" text,
	"pages" integer DEFAULT 0 NOT NULL,
	"rows" bigint DEFAULT 0 NOT NULL,
	"skipped" bigint DEFAULT 0 NOT NULL,
	"finished_at" timestamp (3) with time zone,
	"completed_walk_started_at" timestamp (3) with time zone,
	"problem" text,
	CONSTRAINT "sync_walk_account_sid_resource_pk" PRIMARY KEY("account_sid","resource")
);
--> statement-breakpoint
CREATE TABLE "webhook_delivery" (
	"id" bigserial PRIMARY KEY NOT NULL,
	"owner_account_sid" text COLLATE "C" NOT NULL,
	"account_sid" text COLLATE "C" NOT NULL,
	"received_at" timestamp (3) with time zone NOT NULL,
	"method" text NOT NULL,
	"parameters" jsonb NOT NULL,
	"order_sid" text COLLATE "C",
	"verdict" text NOT NULL,
	"settled_at" timestamp (3) with time zone,
	"attempts" smallint DEFAULT 0 NOT NULL,
	"retry_at" timestamp (3) with time zone
);
--> statement-breakpoint
CREATE INDEX "account_owner_account_sid_sid_index" ON "account" USING btree ("owner_account_sid","sid");--> statement-breakpoint
CREATE INDEX "active_number_list" ON "active_number" USING btree ("owner_account_sid","phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_vanished" ON "active_number" USING btree ("owner_account_sid","phone_number","sid") WHERE "active_number"."vanished_at" is not null;--> statement-breakpoint
CREATE INDEX "active_number_phone_number" ON "active_number" USING btree ("owner_account_sid","phone_number","first_seen_at");--> statement-breakpoint
CREATE INDEX "active_number_account" ON "active_number" USING btree ("owner_account_sid","account_sid","phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_friendly_name" ON "active_number" USING btree ("owner_account_sid",lower("friendly_name"),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_type" ON "active_number" USING btree ("owner_account_sid","type","phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_iso_country" ON "active_number" USING btree ("owner_account_sid",lower("geography_iso_country"),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_lata" ON "active_number" USING btree ("owner_account_sid",lower("geography_lata"),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_rate_center" ON "active_number" USING btree ("owner_account_sid",lower("geography_rate_center"),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_region" ON "active_number" USING btree ("owner_account_sid",lower("geography_region"),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_locality" ON "active_number" USING btree ("owner_account_sid",lower("geography_locality"),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_postal_code" ON "active_number" USING btree ("owner_account_sid",lower("geography_postal_code"),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_latitude" ON "active_number" USING btree ("owner_account_sid","geography_latitude","phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_longitude" ON "active_number" USING btree ("owner_account_sid","geography_longitude","phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_voice" ON "active_number" USING btree ("owner_account_sid","capabilities_voice","phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_voice_caller_id" ON "active_number" USING btree ("owner_account_sid","capabilities_voice_inbound_caller_id_preservation","phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_voice_reachability" ON "active_number" USING btree ("owner_account_sid","capabilities_voice_inbound_reachability","phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_sms" ON "active_number" USING btree ("owner_account_sid","capabilities_sms","phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_sms_sender_id" ON "active_number" USING btree ("owner_account_sid","capabilities_sms_inbound_sender_id_preservation","phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_sms_reachability" ON "active_number" USING btree ("owner_account_sid","capabilities_sms_inbound_reachability","phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_mms" ON "active_number" USING btree ("owner_account_sid","capabilities_mms","phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_mms_reachability" ON "active_number" USING btree ("owner_account_sid","capabilities_mms_inbound_reachability","phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "authorization_document_list" ON "authorization_document" USING btree ("owner_account_sid","date_created","sid") WHERE "authorization_document"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "authorization_document_vanished" ON "authorization_document" USING btree ("owner_account_sid","date_created","sid") WHERE "authorization_document"."vanished_at" is not null;--> statement-breakpoint
CREATE INDEX "authorization_document_account" ON "authorization_document" USING btree ("owner_account_sid","account_sid","date_created","sid") WHERE "authorization_document"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "authorization_document_status" ON "authorization_document" USING btree ("owner_account_sid","status","date_created","sid") WHERE "authorization_document"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "authorization_document_email" ON "authorization_document" USING btree ("owner_account_sid",lower("email"),"date_created","sid") WHERE "authorization_document"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_list" ON "hosted_number_order" USING btree ("owner_account_sid","date_created","sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_vanished" ON "hosted_number_order" USING btree ("owner_account_sid","date_created","sid") WHERE "hosted_number_order"."vanished_at" is not null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_unique_name" ON "hosted_number_order" USING btree ("owner_account_sid","unique_name","first_seen_at");--> statement-breakpoint
CREATE INDEX "hosted_number_order_incoming_phone_number" ON "hosted_number_order" USING btree ("incoming_phone_number_sid");--> statement-breakpoint
CREATE INDEX "hosted_number_order_signing_document" ON "hosted_number_order" USING btree ("signing_document_sid");--> statement-breakpoint
CREATE INDEX "hosted_number_order_account" ON "hosted_number_order" USING btree ("owner_account_sid","account_sid","date_created","sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_status" ON "hosted_number_order" USING btree ("owner_account_sid","status","date_created","sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_phone_number" ON "hosted_number_order" USING btree ("owner_account_sid",lower("phone_number"),"date_created","sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_incoming_phone_number_sid" ON "hosted_number_order" USING btree ("owner_account_sid","incoming_phone_number_sid","date_created","sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_signing_document_sid" ON "hosted_number_order" USING btree ("owner_account_sid","signing_document_sid","date_created","sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_friendly_name" ON "hosted_number_order" USING btree ("owner_account_sid",lower("friendly_name"),"date_created","sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_unique_name_filter" ON "hosted_number_order" USING btree ("owner_account_sid",lower("unique_name"),"date_created","sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "status_transition_owner_account_sid_position_index" ON "status_transition" USING btree ("owner_account_sid","position");--> statement-breakpoint
CREATE INDEX "status_transition_sid_position_index" ON "status_transition" USING btree ("sid","position");--> statement-breakpoint
CREATE INDEX "webhook_delivery_pending" ON "webhook_delivery" USING btree ("id") WHERE verdict = 'PENDING';--> statement-breakpoint
CREATE INDEX "webhook_delivery_list" ON "webhook_delivery" USING btree ("owner_account_sid","id");