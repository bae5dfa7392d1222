// A hosted number order: a number on its way in. The links to its number and its document are in resolvers/edges, what it
// allows to be done in resolvers/order-verification.
import type { HostedNumberOrderRow } from '../db/tables.ts';
import { callbackCoverages, orderStatuses } from '../vocabulary.ts';
import { builder } from './builder.ts';
import { CallbackCoverageEnum, knownWord, OnboardingStageEnum, OrderStatusEnum, stageOf } from './enums.ts';
import { Mirrored } from './mirrored.ts';
import { failureOf, OrderFailure } from './order-failure.ts';
import { Verification } from './verification.ts';

const HostedCapabilities = builder.objectRef<HostedNumberOrderRow>('HostedCapabilities').implement({
  description: 'What Twilio hosts of a number. Only SMS is supported. Null where Twilio said nothing.',
  fields: (t) => ({
    sms: t.exposeBoolean('capabilitiesSms', { nullable: true, description: 'Messages. Upstream: `capabilities.sms`.' }),
    mms: t.exposeBoolean('capabilitiesMms', {
      nullable: true,
      description: 'Messages with pictures and other media. Upstream: `capabilities.mms`.',
    }),
    voice: t.exposeBoolean('capabilitiesVoice', {
      nullable: true,
      description: 'Calls. Upstream: `capabilities.voice`.',
    }),
    fax: t.exposeBoolean('capabilitiesFax', { nullable: true, description: 'Fax. Upstream: `capabilities.fax`.' }),
  }),
});

export const HostedNumberOrder = builder.objectRef<HostedNumberOrderRow>('HostedNumberOrder');

builder.node(HostedNumberOrder, {
  description: 'A request to host a number for SMS on Twilio, while its calls stay with its carrier.',
  interfaces: [Mirrored],
  id: { resolve: (order) => order.sid },
  fields: (t) => ({
    phoneNumber: t.expose('phoneNumber', {
      type: 'PhoneNumber',
      description: 'The number to host. Upstream: `phone_number`.',
    }),
    status: t.field({
      type: OrderStatusEnum,
      description: 'Where the order stands. Upstream: `status`.',
      resolve: (order) => knownWord(orderStatuses, order.status),
    }),
    rawStatus: t.exposeString('status', { description: "The status in Twilio's own word. Upstream: `status`." }),
    stage: t.field({
      type: OnboardingStageEnum,
      description: 'The step of onboarding that the status belongs to. Derived by the gateway.',
      resolve: (order) => stageOf(order.status),
    }),
    failureReason: t.exposeString('failureReason', {
      nullable: true,
      description: "Why the order needs action, in Twilio's words. Upstream: `failure_reason`.",
    }),
    failure: t.field({
      type: OrderFailure,
      nullable: true,
      description:
        'What the failure means and what can be done; null where the order has not failed, or Twilio gave no reason. Derived by the gateway from `failureReason`.',
      resolve: failureOf,
    }),
    capabilities: t.field({
      type: HostedCapabilities,
      description: 'What is to be hosted. Upstream: `capabilities`.',
      resolve: (order) => order,
    }),
    friendlyName: t.exposeString('friendlyName', {
      nullable: true,
      description: 'A name for people, up to 64 characters. Upstream: `friendly_name`.',
    }),
    uniqueName: t.exposeString('uniqueName', {
      nullable: true,
      description: 'A name that no other order of the account has. Upstream: `unique_name`.',
    }),
    url: t.expose('url', {
      type: 'URL',
      nullable: true,
      description: "The order's address in Twilio's API. Upstream: `url`.",
    }),
    email: t.expose('email', {
      type: 'EmailAddress',
      nullable: true,
      description: 'The owner of the number. Upstream: `email`.',
    }),
    ccEmails: t.expose('ccEmails', {
      type: ['EmailAddress'],
      description: 'Who else gets the letter of authorization. Upstream: `cc_emails`.',
    }),
    addressSid: t.expose('addressSid', {
      type: 'Sid',
      nullable: true,
      description: 'The address of the owner of the number. Upstream: `address_sid`.',
    }),
    incomingPhoneNumberSid: t.expose('incomingPhoneNumberSid', {
      type: 'Sid',
      nullable: true,
      description: 'The number that Twilio made for this order. Upstream: `incoming_phone_number_sid`.',
    }),
    signingDocumentSid: t.expose('signingDocumentSid', {
      type: 'Sid',
      nullable: true,
      description: 'The authorization document that covers the order. Upstream: `signing_document_sid`.',
    }),
    verification: t.field({
      type: Verification,
      description: 'How ownership of the number is proved.',
      resolve: (order) => order,
    }),
    dateCreated: t.expose('dateCreated', {
      type: 'DateTime',
      description: 'When the order was made. Upstream: `date_created`.',
    }),
    dateUpdated: t.expose('dateUpdated', {
      type: 'DateTime',
      description: 'When Twilio last changed the order. Upstream: `date_updated`.',
    }),
    callbackCoverage: t.field({
      type: CallbackCoverageEnum,
      description:
        'Whether callbacks tell of the order; Twilio takes their address when an order is made, never later.',
      resolve: (order) => callbackCoverages.find((known) => known === order.callbackCoverage) ?? 'UNKNOWN',
    }),
  }),
});
