// A hosted number order: a number on its way in. The links to its number and its document are in resolvers/edges.
import type { HostedNumberOrderRow } from '../db/tables.ts';
import { type CallbackCoverage, limits, orderStatuses, verificationTypes } from '../vocabulary.ts';
import { builder } from './builder.ts';
import {
  CallbackCoverageEnum,
  knownWord,
  OnboardingStageEnum,
  OrderStatusEnum,
  stageOf,
  VerificationTypeEnum,
} from './enums.ts';
import { Mirrored } from './mirrored.ts';

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

const Verification = builder.objectRef<HostedNumberOrderRow>('Verification').implement({
  description: 'How ownership of the number is proved, and how far that has come.',
  fields: (t) => ({
    type: t.field({
      type: VerificationTypeEnum,
      nullable: true,
      description: 'By a call or by a phone bill. Upstream: `verification_type`.',
      resolve: (order) => knownWord(verificationTypes, order.verificationType),
    }),
    rawType: t.exposeString('verificationType', {
      nullable: true,
      description: "The type in Twilio's own word. Upstream: `verification_type`.",
    }),
    documentSid: t.expose('verificationDocumentSid', {
      type: 'Sid',
      nullable: true,
      description: 'The phone bill, as an identity document (RI...). Upstream: `verification_document_sid`.',
    }),
    extension: t.exposeString('extension', {
      nullable: true,
      description: 'What the verification call dials once it is connected. Upstream: `extension`.',
    }),
    callDelay: t.exposeInt('callDelay', {
      nullable: true,
      description: 'Seconds to wait before the verification call is made. Upstream: `call_delay`.',
    }),
    attempts: t.exposeInt('verificationAttempts', {
      description: 'How often ownership was to be proved so far. Upstream: `verification_attempts`.',
    }),
    attemptsRemaining: t.int({
      description: `How many of the ${limits.verificationAttemptsMax} attempts that Twilio allows are left.`,
      resolve: (order) => Math.max(0, limits.verificationAttemptsMax - order.verificationAttempts),
    }),
    callSids: t.expose('verificationCallSids', {
      type: ['Sid'],
      description: 'The calls that were made for it. Upstream: `verification_call_sids`.',
    }),
    code: t.exposeString('verificationCode', {
      nullable: true,
      description:
        'What to say or type when the verification call is answered: four or six digits, zeros in front included. Upstream: `verification_code`.',
    }),
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
      resolve: coverageOf,
    }),
  }),
});

function coverageOf(order: HostedNumberOrderRow): CallbackCoverage {
  if (order.callbackSeenAt !== null) return 'SEEN';
  const hasMoved = order.statusSince !== null && order.statusSince > order.dateCreated;
  if (hasMoved) return 'NOT_SEEN';
  return order.createdHere ? 'ATTACHED_BY_GATEWAY' : 'UNKNOWN';
}
