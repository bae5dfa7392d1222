-- What the indexes on expressions know nothing of: they leave rows out, and so PostgreSQL does not look at their statistics.
-- One for each expression of the fields' definitions (src/db/field-indexes.ts, expressionsOf).
CREATE STATISTICS "active_number_friendly_name_key" ON (coalesce('0' || left(lower("friendly_name"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_origin_key" ON (coalesce('0' || left(lower("origin"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_status_key" ON (coalesce('0' || left(lower("status"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_emergency_address_status_key" ON (coalesce('0' || left(lower("emergency_address_status"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_api_version_key" ON (coalesce('0' || left(lower("api_version"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_date_created_key" ON (coalesce("date_created", 'infinity'::timestamptz)) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_date_updated_key" ON (coalesce("date_updated", 'infinity'::timestamptz)) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_geography_iso_country_key" ON (coalesce('0' || left(lower("geography_iso_country"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_geography_lata_key" ON (coalesce('0' || left(lower("geography_lata"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_geography_rate_center_key" ON (coalesce('0' || left(lower("geography_rate_center"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_geography_region_key" ON (coalesce('0' || left(lower("geography_region"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_geography_locality_key" ON (coalesce('0' || left(lower("geography_locality"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_geography_postal_code_key" ON (coalesce('0' || left(lower("geography_postal_code"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_configuration_status_callback_key" ON (coalesce('0' || left(lower("configuration_status_callback"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_configuration_voice_emergency_status_key" ON (coalesce('0' || left(lower("configuration_voice_emergency_status"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_configuration_voice_receive_mode_key" ON (coalesce('0' || left(lower("configuration_voice_receive_mode"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_configuration_voice_url_key" ON (coalesce('0' || left(lower("configuration_voice_url"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_configuration_voice_fallback_url_key" ON (coalesce('0' || left(lower("configuration_voice_fallback_url"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_configuration_sms_url_key" ON (coalesce('0' || left(lower("configuration_sms_url"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_configuration_sms_fallback_url_key" ON (coalesce('0' || left(lower("configuration_sms_fallback_url"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_configuration_mms_url_key" ON (coalesce('0' || left(lower("configuration_mms_url"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_configuration_mms_fallback_url_key" ON (coalesce('0' || left(lower("configuration_mms_fallback_url"), 256), '1')) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_words_key" ON (array_to_tsvector(string_to_array(btrim(regexp_replace(lower(left(coalesce("friendly_name", ''), 256)), '[\u0001-/:-`{-\u007f]+', ' ', 'g')), ' '))) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "active_number_last_digits_key" ON (reverse("phone_number")) FROM "active_number";--> statement-breakpoint
CREATE STATISTICS "hosted_number_order_friendly_name_key" ON (coalesce('0' || left(lower("friendly_name"), 256), '1')) FROM "hosted_number_order";--> statement-breakpoint
CREATE STATISTICS "hosted_number_order_unique_name_key" ON (coalesce('0' || left(lower("unique_name"), 256), '1')) FROM "hosted_number_order";--> statement-breakpoint
CREATE STATISTICS "hosted_number_order_failure_reason_key" ON (coalesce('0' || left(lower("failure_reason"), 256), '1')) FROM "hosted_number_order";--> statement-breakpoint
CREATE STATISTICS "hosted_number_order_email_key" ON (coalesce('0' || left(lower("email"), 256), '1')) FROM "hosted_number_order";--> statement-breakpoint
CREATE STATISTICS "hosted_number_order_extension_key" ON (coalesce('0' || left(lower("extension"), 256), '1')) FROM "hosted_number_order";--> statement-breakpoint
CREATE STATISTICS "hosted_number_order_words_key" ON (array_to_tsvector(string_to_array(btrim(regexp_replace(lower(left(coalesce("friendly_name", ''), 256) || ' ' || left(coalesce("unique_name", ''), 256) || ' ' || left(coalesce("email", ''), 256)), '[\u0001-/:-`{-\u007f]+', ' ', 'g')), ' '))) FROM "hosted_number_order";--> statement-breakpoint
CREATE STATISTICS "hosted_number_order_last_digits_key" ON (reverse("phone_number")) FROM "hosted_number_order";--> statement-breakpoint
CREATE STATISTICS "authorization_document_email_key" ON (coalesce('0' || left(lower("email"), 256), '1')) FROM "authorization_document";--> statement-breakpoint
CREATE STATISTICS "authorization_document_contact_title_key" ON (coalesce('0' || left(lower("contact_title"), 256), '1')) FROM "authorization_document";--> statement-breakpoint
CREATE STATISTICS "authorization_document_contact_phone_number_key" ON (coalesce('0' || left(lower("contact_phone_number"), 256), '1')) FROM "authorization_document";--> statement-breakpoint
CREATE STATISTICS "authorization_document_words_key" ON (array_to_tsvector(string_to_array(btrim(regexp_replace(lower(left(coalesce("email", ''), 256)), '[\u0001-/:-`{-\u007f]+', ' ', 'g')), ' '))) FROM "authorization_document";
