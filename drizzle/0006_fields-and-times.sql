DROP INDEX "active_number_phone_number";--> statement-breakpoint
DROP INDEX "active_number_account";--> statement-breakpoint
DROP INDEX "active_number_type";--> statement-breakpoint
DROP INDEX "active_number_iso_country";--> statement-breakpoint
DROP INDEX "active_number_lata";--> statement-breakpoint
DROP INDEX "active_number_rate_center";--> statement-breakpoint
DROP INDEX "active_number_region";--> statement-breakpoint
DROP INDEX "active_number_locality";--> statement-breakpoint
DROP INDEX "active_number_postal_code";--> statement-breakpoint
DROP INDEX "active_number_latitude";--> statement-breakpoint
DROP INDEX "active_number_longitude";--> statement-breakpoint
DROP INDEX "active_number_voice_caller_id";--> statement-breakpoint
DROP INDEX "active_number_voice_reachability";--> statement-breakpoint
DROP INDEX "active_number_sms";--> statement-breakpoint
DROP INDEX "active_number_sms_sender_id";--> statement-breakpoint
DROP INDEX "active_number_sms_reachability";--> statement-breakpoint
DROP INDEX "active_number_mms";--> statement-breakpoint
DROP INDEX "active_number_mms_reachability";--> statement-breakpoint
DROP INDEX "authorization_document_account";--> statement-breakpoint
DROP INDEX "hosted_number_order_incoming_phone_number";--> statement-breakpoint
DROP INDEX "hosted_number_order_signing_document";--> statement-breakpoint
DROP INDEX "hosted_number_order_account";--> statement-breakpoint
DROP INDEX "hosted_number_order_unique_name_filter";--> statement-breakpoint
DROP INDEX "active_number_friendly_name";--> statement-breakpoint
DROP INDEX "active_number_voice";--> statement-breakpoint
DROP INDEX "authorization_document_email";--> statement-breakpoint
DROP INDEX "hosted_number_order_unique_name";--> statement-breakpoint
DROP INDEX "hosted_number_order_phone_number";--> statement-breakpoint
DROP INDEX "hosted_number_order_incoming_phone_number_sid";--> statement-breakpoint
DROP INDEX "hosted_number_order_friendly_name";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "read_from" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "origin" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "status" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "emergency_address_status" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "api_version" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_status_callback" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_status_callback_method" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_voice_emergency_status" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_voice_receive_mode" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_voice_url" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_voice_method" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_voice_fallback_url" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_voice_fallback_method" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_sms_url" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_sms_method" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_sms_fallback_url" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_sms_fallback_method" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_mms_url" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_mms_method" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_mms_fallback_url" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "active_number" ALTER COLUMN "configuration_mms_fallback_method" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "authorization_document" ALTER COLUMN "contact_title" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "authorization_document" ALTER COLUMN "contact_phone_number" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "hosted_number_order" ALTER COLUMN "failure_reason" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "hosted_number_order" ALTER COLUMN "extension" SET DATA TYPE text COLLATE "C";--> statement-breakpoint
ALTER TABLE "hosted_number_order" ADD COLUMN "failure_code" text COLLATE "C";--> statement-breakpoint
ALTER TABLE "hosted_number_order" ADD COLUMN "callback_coverage" text COLLATE "C" GENERATED ALWAYS AS (case when callback_seen_at is not null then 'SEEN' when status_since > date_created then 'NOT_SEEN' when created_here then 'ATTACHED_BY_GATEWAY' else 'UNKNOWN' end) STORED NOT NULL;--> statement-breakpoint
CREATE INDEX "active_number_counted" ON "active_number" USING btree ("owner_account_sid","type","lifecycle","account_sid","capabilities_voice_inbound_reachability","capabilities_sms_inbound_reachability","capabilities_mms_inbound_reachability","geography_iso_country","geography_rate_center","geography_region","geography_locality","regulatory_address_requirements") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_account_sid" ON "active_number" USING btree ("owner_account_sid","account_sid","phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_address_sid" ON "active_number" USING btree ("owner_account_sid","address_sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_identity_sid" ON "active_number" USING btree ("owner_account_sid","identity_sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_bundle_sid" ON "active_number" USING btree ("owner_account_sid","bundle_sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_date_created" ON "active_number" USING btree ("owner_account_sid",coalesce("date_created", 'infinity'::timestamptz),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_date_updated" ON "active_number" USING btree ("owner_account_sid",coalesce("date_updated", 'infinity'::timestamptz),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_capabilities_voice_codecs" ON "active_number" USING gin ("capabilities_voice_codecs") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_geography_iso_country" ON "active_number" USING btree ("owner_account_sid",coalesce('0' || left(lower("geography_iso_country"), 256), '1'),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_geography_lata" ON "active_number" USING btree ("owner_account_sid",coalesce('0' || left(lower("geography_lata"), 256), '1'),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_geography_rate_center" ON "active_number" USING btree ("owner_account_sid",coalesce('0' || left(lower("geography_rate_center"), 256), '1'),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_geography_region" ON "active_number" USING btree ("owner_account_sid",coalesce('0' || left(lower("geography_region"), 256), '1'),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_geography_locality" ON "active_number" USING btree ("owner_account_sid",coalesce('0' || left(lower("geography_locality"), 256), '1'),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_geography_postal_code" ON "active_number" USING btree ("owner_account_sid",coalesce('0' || left(lower("geography_postal_code"), 256), '1'),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_geography_longitude" ON "active_number" USING btree ("owner_account_sid","geography_longitude") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_configuration_status_callback" ON "active_number" USING btree ("owner_account_sid",coalesce('0' || left(lower("configuration_status_callback"), 256), '1')) WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_configuration_voice_application_sid" ON "active_number" USING btree ("owner_account_sid","configuration_voice_application_sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_configuration_voice_trunk_sid" ON "active_number" USING btree ("owner_account_sid","configuration_voice_trunk_sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_configuration_voice_emergency_address_sid" ON "active_number" USING btree ("owner_account_sid","configuration_voice_emergency_address_sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_configuration_voice_url" ON "active_number" USING btree ("owner_account_sid",coalesce('0' || left(lower("configuration_voice_url"), 256), '1')) WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_configuration_voice_fallback_url" ON "active_number" USING btree ("owner_account_sid",coalesce('0' || left(lower("configuration_voice_fallback_url"), 256), '1')) WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_configuration_sms_application_sid" ON "active_number" USING btree ("owner_account_sid","configuration_sms_application_sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_configuration_sms_url" ON "active_number" USING btree ("owner_account_sid",coalesce('0' || left(lower("configuration_sms_url"), 256), '1')) WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_configuration_sms_fallback_url" ON "active_number" USING btree ("owner_account_sid",coalesce('0' || left(lower("configuration_sms_fallback_url"), 256), '1')) WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_configuration_mms_application_sid" ON "active_number" USING btree ("owner_account_sid","configuration_mms_application_sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_configuration_mms_url" ON "active_number" USING btree ("owner_account_sid",coalesce('0' || left(lower("configuration_mms_url"), 256), '1')) WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_configuration_mms_fallback_url" ON "active_number" USING btree ("owner_account_sid",coalesce('0' || left(lower("configuration_mms_fallback_url"), 256), '1')) WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_traits" ON "active_number" USING btree ("owner_account_sid","type","lifecycle","read_from",coalesce('0' || left(lower("origin"), 256), '1'),"beta",coalesce('0' || left(lower("status"), 256), '1'),coalesce('0' || left(lower("emergency_address_status"), 256), '1'),coalesce('0' || left(lower("api_version"), 256), '1'),"regulatory_address_requirements") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_messaging" ON "active_number" USING btree ("owner_account_sid","capabilities_sms","capabilities_sms_inbound_connectivity","capabilities_sms_outbound_connectivity","capabilities_sms_gsm7","capabilities_sms_ucs2","capabilities_sms_gsm7_concatenation","capabilities_sms_ucs2_concatenation","capabilities_sms_inbound_sender_id_preservation","capabilities_sms_inbound_reachability","capabilities_sms_inbound_mps","capabilities_mms","capabilities_mms_inbound_connectivity","capabilities_mms_outbound_connectivity","capabilities_mms_inbound_reachability","capabilities_mms_inbound_mps") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_settings" ON "active_number" USING btree ("owner_account_sid","configuration_status_callback_method",coalesce('0' || left(lower("configuration_voice_emergency_status"), 256), '1'),coalesce('0' || left(lower("configuration_voice_receive_mode"), 256), '1'),"configuration_voice_method","configuration_voice_fallback_method","configuration_voice_caller_id_lookup","configuration_sms_method","configuration_sms_fallback_method","configuration_mms_method","configuration_mms_fallback_method") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_words" ON "active_number" USING gin (array_to_tsvector(string_to_array(btrim(regexp_replace(lower(left(coalesce("friendly_name", ''), 256)), '[\u0001-/:-`{-\u007f]+', ' ', 'g')), ' '))) WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_last_digits" ON "active_number" USING btree ("owner_account_sid",reverse("phone_number")) WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_place" ON "active_number" USING btree ("owner_account_sid","geography_latitude","geography_longitude") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_by_phone_number" ON "active_number" USING btree ("owner_account_sid","phone_number","first_seen_at");--> statement-breakpoint
CREATE INDEX "authorization_document_counted" ON "authorization_document" USING btree ("owner_account_sid","status","account_sid") WHERE "authorization_document"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "authorization_document_cc_emails" ON "authorization_document" USING gin ("cc_emails") WHERE "authorization_document"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "authorization_document_address_sid" ON "authorization_document" USING btree ("owner_account_sid","address_sid") WHERE "authorization_document"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "authorization_document_contact_title" ON "authorization_document" USING btree ("owner_account_sid",coalesce('0' || left(lower("contact_title"), 256), '1')) WHERE "authorization_document"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "authorization_document_contact_phone_number" ON "authorization_document" USING btree ("owner_account_sid",coalesce('0' || left(lower("contact_phone_number"), 256), '1')) WHERE "authorization_document"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "authorization_document_account_sid" ON "authorization_document" USING btree ("owner_account_sid","account_sid","date_created","sid") WHERE "authorization_document"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "authorization_document_date_updated" ON "authorization_document" USING btree ("owner_account_sid","date_updated","date_created","sid") WHERE "authorization_document"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "authorization_document_words" ON "authorization_document" USING gin (array_to_tsvector(string_to_array(btrim(regexp_replace(lower(left(coalesce("email", ''), 256)), '[\u0001-/:-`{-\u007f]+', ' ', 'g')), ' '))) WHERE "authorization_document"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_counted" ON "hosted_number_order" USING btree ("owner_account_sid","status","account_sid","failure_code","signing_document_sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_account_sid" ON "hosted_number_order" USING btree ("owner_account_sid","account_sid","date_created","sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_failure_reason" ON "hosted_number_order" USING btree ("owner_account_sid",coalesce('0' || left(lower("failure_reason"), 256), '1')) WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_email" ON "hosted_number_order" USING btree ("owner_account_sid",coalesce('0' || left(lower("email"), 256), '1')) WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_cc_emails" ON "hosted_number_order" USING gin ("cc_emails") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_address_sid" ON "hosted_number_order" USING btree ("owner_account_sid","address_sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_verification_document_sid" ON "hosted_number_order" USING btree ("owner_account_sid","verification_document_sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_extension" ON "hosted_number_order" USING btree ("owner_account_sid",coalesce('0' || left(lower("extension"), 256), '1')) WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_verification_call_sids" ON "hosted_number_order" USING gin ("verification_call_sids") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_date_updated" ON "hosted_number_order" USING btree ("owner_account_sid","date_updated","date_created","sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_traits" ON "hosted_number_order" USING btree ("owner_account_sid","failure_code","capabilities_sms","capabilities_mms","capabilities_voice","capabilities_fax","verification_type","call_delay","verification_attempts","callback_coverage") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_words" ON "hosted_number_order" USING gin (array_to_tsvector(string_to_array(btrim(regexp_replace(lower(left(coalesce("friendly_name", ''), 256) || ' ' || left(coalesce("unique_name", ''), 256) || ' ' || left(coalesce("email", ''), 256)), '[\u0001-/:-`{-\u007f]+', ' ', 'g')), ' '))) WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_last_digits" ON "hosted_number_order" USING btree ("owner_account_sid",reverse("phone_number")) WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_by_unique_name" ON "hosted_number_order" USING btree ("owner_account_sid","unique_name","first_seen_at");--> statement-breakpoint
CREATE INDEX "hosted_number_order_by_number" ON "hosted_number_order" USING btree ("incoming_phone_number_sid");--> statement-breakpoint
CREATE INDEX "hosted_number_order_by_document" ON "hosted_number_order" USING btree ("signing_document_sid");--> statement-breakpoint
CREATE INDEX "status_transition_time" ON "status_transition" USING btree ("owner_account_sid",coalesce("effective_at", "observed_at"));--> statement-breakpoint
CREATE INDEX "active_number_friendly_name" ON "active_number" USING btree ("owner_account_sid",coalesce('0' || left(lower("friendly_name"), 256), '1'),"phone_number","sid") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "active_number_voice" ON "active_number" USING btree ("owner_account_sid","capabilities_voice","capabilities_voice_inbound_connectivity","capabilities_voice_outbound_connectivity","capabilities_voice_e911","capabilities_voice_fax","capabilities_voice_sip_trunking","capabilities_voice_calls_per_second","capabilities_voice_concurrent_calls_limit","capabilities_voice_long_record_length","capabilities_voice_inbound_called_dtmf","capabilities_voice_inbound_caller_dtmf","capabilities_voice_inbound_caller_id_preservation","capabilities_voice_inbound_reachability") WHERE "active_number"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "authorization_document_email" ON "authorization_document" USING btree ("owner_account_sid",coalesce('0' || left(lower("email"), 256), '1'),"date_created","sid") WHERE "authorization_document"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_unique_name" ON "hosted_number_order" USING btree ("owner_account_sid",coalesce('0' || left(lower("unique_name"), 256), '1'),"date_created","sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_phone_number" ON "hosted_number_order" USING btree ("owner_account_sid","phone_number","date_created","sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_incoming_phone_number_sid" ON "hosted_number_order" USING btree ("owner_account_sid","incoming_phone_number_sid") WHERE "hosted_number_order"."vanished_at" is null;--> statement-breakpoint
CREATE INDEX "hosted_number_order_friendly_name" ON "hosted_number_order" USING btree ("owner_account_sid",coalesce('0' || left(lower("friendly_name"), 256), '1'),"date_created","sid") WHERE "hosted_number_order"."vanished_at" is null;