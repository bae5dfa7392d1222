// A number on the account. Its capabilities and its set-up have files of their own.
import type { ActiveNumberRow } from '../db/tables.ts';
import { addressRequirements, numberLifecycles, numberResources, numberTypes } from '../vocabulary.ts';
import { builder } from './builder.ts';
import { AddressRequirementEnum, knownWord, NumberLifecycleEnum, NumberResourceEnum, NumberTypeEnum } from './enums.ts';
import { Mirrored } from './mirrored.ts';
import { NumberCapabilities } from './number-capabilities.ts';
import { NumberConfiguration } from './number-configuration.ts';

const Geography = builder.objectRef<ActiveNumberRow>('Geography').implement({
  description: 'Where a number is at home. Some numbers belong to a country only; the rest is null then.',
  fields: (t) => ({
    isoCountry: t.exposeString('geographyIsoCountry', {
      nullable: true,
      description: 'The country, two letters. Upstream: `geography.iso_country`.',
    }),
    lata: t.exposeString('geographyLata', {
      nullable: true,
      description: 'The LATA, in North America only. Text: it may begin with zeros. Upstream: `geography.lata`.',
    }),
    rateCenter: t.exposeString('geographyRateCenter', {
      nullable: true,
      description: 'The rate center, in North America only. Upstream: `geography.rate_center`.',
    }),
    latitude: t.exposeFloat('geographyLatitude', {
      nullable: true,
      description: 'Degrees north. Upstream: `geography.latitude`.',
    }),
    longitude: t.exposeFloat('geographyLongitude', {
      nullable: true,
      description: 'Degrees east. Upstream: `geography.longitude`.',
    }),
    region: t.exposeString('geographyRegion', {
      nullable: true,
      description: 'The state or province, two letters. Upstream: `geography.region`.',
    }),
    locality: t.exposeString('geographyLocality', {
      nullable: true,
      description: 'The town. Upstream: `geography.locality`.',
    }),
    postalCode: t.exposeString('geographyPostalCode', {
      nullable: true,
      description: 'The postal code. Text: it may begin with zeros. Upstream: `geography.postal_code`.',
    }),
  }),
});

const Regulatory = builder.objectRef<ActiveNumberRow>('Regulatory').implement({
  description: 'What the law asks of the owner of a number.',
  fields: (t) => ({
    addressRequirements: t.field({
      type: AddressRequirementEnum,
      nullable: true,
      description: 'Which address must be registered. Upstream: `regulatory.address_requirements`.',
      resolve: (row) => knownWord(addressRequirements, row.regulatoryAddressRequirements),
    }),
    rawAddressRequirements: t.exposeString('regulatoryAddressRequirements', {
      nullable: true,
      description: "The same in Twilio's own word. Upstream: `regulatory.address_requirements`.",
    }),
  }),
});

export const ActiveNumber = builder.objectRef<ActiveNumberRow>('ActiveNumber');

builder.node(ActiveNumber, {
  description: 'A phone number on the account: bought, ported or hosted.',
  interfaces: [Mirrored],
  id: { resolve: (number) => number.sid },
  fields: (t) => ({
    phoneNumber: t.expose('phoneNumber', { type: 'PhoneNumber', description: 'The number. Upstream: `phone_number`.' }),
    friendlyName: t.exposeString('friendlyName', {
      nullable: true,
      description: 'A name for people, up to 64 characters. Upstream: `friendly_name`.',
    }),
    type: t.field({
      type: NumberTypeEnum,
      description: 'The kind of number; UNKNOWN where Twilio does not say. Upstream: `type`.',
      resolve: (number) => knownWord(numberTypes, number.type ?? ''),
    }),
    rawType: t.exposeString('type', {
      nullable: true,
      description: "The kind in Twilio's own word. Upstream: `type`.",
    }),
    lifecycle: t.field({
      type: NumberLifecycleEnum,
      nullable: true,
      description: 'How mature the offer of such numbers is. Upstream: `lifecycle`.',
      resolve: (number) => knownWord(numberLifecycles, number.lifecycle),
    }),
    rawLifecycle: t.exposeString('lifecycle', {
      nullable: true,
      description: "The same in Twilio's own word. Upstream: `lifecycle`.",
    }),
    url: t.expose('url', {
      type: 'URL',
      nullable: true,
      description: "The number's address in Twilio's API. Upstream: `url` or `uri`.",
    }),
    capabilities: t.field({
      type: NumberCapabilities,
      description: 'What the number can do. Upstream: `capabilities`.',
      resolve: (number) => number,
    }),
    geography: t.field({
      type: Geography,
      description: 'Where the number is at home. Upstream: `geography`.',
      resolve: (number) => number,
    }),
    regulatory: t.field({
      type: Regulatory,
      description: 'What the law asks of its owner. Upstream: `regulatory`.',
      resolve: (number) => number,
    }),
    configuration: t.field({
      type: NumberConfiguration,
      description: 'How the number is set up. Upstream: `configurations`.',
      resolve: (number) => number,
    }),
    readFrom: t.field({
      type: NumberResourceEnum,
      description: 'The resource of Twilio that the number was read from.',
      resolve: (number) => numberResources.find((known) => known === number.readFrom) ?? 'active-numbers',
    }),
    origin: t.exposeString('origin', {
      nullable: true,
      description:
        'How the number came, e.g. `twilio` or `hosted`. Only IncomingPhoneNumbers says it. Upstream: `origin`.',
    }),
    beta: t.exposeBoolean('beta', {
      nullable: true,
      description: 'Whether the number is new to Twilio. Only IncomingPhoneNumbers says it. Upstream: `beta`.',
    }),
    status: t.exposeString('status', {
      nullable: true,
      description:
        'Whether the number is in use, in the word of Twilio. Only IncomingPhoneNumbers says it. Upstream: `status`.',
    }),
    addressSid: t.expose('addressSid', {
      type: 'Sid',
      nullable: true,
      description: 'The address registered for the number. Only IncomingPhoneNumbers says it. Upstream: `address_sid`.',
    }),
    identitySid: t.expose('identitySid', {
      type: 'Sid',
      nullable: true,
      description:
        'The identity registered for the number. Only IncomingPhoneNumbers says it. Upstream: `identity_sid`.',
    }),
    bundleSid: t.expose('bundleSid', {
      type: 'Sid',
      nullable: true,
      description: 'The regulatory bundle of the number. Only IncomingPhoneNumbers says it. Upstream: `bundle_sid`.',
    }),
    emergencyAddressStatus: t.exposeString('emergencyAddressStatus', {
      nullable: true,
      description:
        'How far the emergency address is registered, in the word of Twilio. Only IncomingPhoneNumbers says it. Upstream: `emergency_address_status`.',
    }),
    apiVersion: t.exposeString('apiVersion', {
      nullable: true,
      description:
        'The version of the API that calls start in. Only IncomingPhoneNumbers says it. Upstream: `api_version`.',
    }),
    dateCreated: t.expose('dateCreated', {
      type: 'DateTime',
      nullable: true,
      description: 'When the number came to the account. Only IncomingPhoneNumbers says it. Upstream: `date_created`.',
    }),
    dateUpdated: t.expose('dateUpdated', {
      type: 'DateTime',
      nullable: true,
      description: 'When Twilio last changed it. Only IncomingPhoneNumbers says it. Upstream: `date_updated`.',
    }),
  }),
});
