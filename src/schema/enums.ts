// The enums, made of the vocabulary. One enum for each concept, shared by input and output; each that Twilio owns has
// UNKNOWN for words that are not in the vocabulary yet.
import {
  addressRequirements,
  type CallbackCoverage,
  callbackCoverages,
  type DeliveryVerdict,
  deliveryVerdicts,
  documentStatuses,
  documentStatusMeaning,
  type FactSource,
  type FailureCode,
  factSources,
  failureCodes,
  httpMethods,
  identityPreservations,
  numberLifecycles,
  numberResources,
  numberTypes,
  type OnboardingStage,
  onboardingStages,
  orderStatuses,
  orderStatusMeaning,
  type Remedy,
  reachabilities,
  remedies,
  verificationTypes,
  type WriteState,
  writeStates,
} from '../vocabulary.ts';
import { builder } from './builder.ts';

export type Unknown = 'UNKNOWN';

/** The word, or UNKNOWN when the vocabulary lacks it; null stays null. */
export function knownWord<Word extends string>(words: readonly Word[], raw: string): Word | Unknown;
export function knownWord<Word extends string>(words: readonly Word[], raw: string | null): Word | Unknown | null;
export function knownWord<Word extends string>(words: readonly Word[], raw: string | null): Word | Unknown | null {
  return raw === null ? null : (words.find((word) => word === raw) ?? 'UNKNOWN');
}

export const OrderStatusEnum = builder.enumType('OrderStatus', {
  description: 'Where a hosted number order stands. Upstream: `status` of the HostedNumberOrder.',
  values: withUnknown(orderStatuses, (word) => orderStatusMeaning[word], '`rawStatus`'),
});

export const DocumentStatusEnum = builder.enumType('DocumentStatus', {
  description: 'Where an authorization document stands. Upstream: `status` of the AuthorizationDocument.',
  values: withUnknown(documentStatuses, (word) => documentStatusMeaning[word], '`rawStatus`'),
});

export const VerificationTypeEnum = builder.enumType('VerificationType', {
  description: 'How ownership of a number is proved. Upstream: `verification_type`.',
  values: withUnknown(
    verificationTypes,
    (word) =>
      word === 'phone-call'
        ? 'Twilio calls the number and tells a code.'
        : 'A phone bill is sent in and read by Twilio.',
    '`rawType`',
  ),
});

const numberTypeMeaning = {
  local: 'A geographic number of a town or region.',
  mobile: 'A mobile number.',
  tollfree: 'A number that is free for the caller. Twilio writes `tollfree`.',
  shortcode: 'A short number for messages. Twilio writes `shortcode`.',
  national: 'A number of a country without a region.',
};
export const NumberTypeEnum = builder.enumType('NumberType', {
  description: 'The kind of a phone number. Upstream: `type` of the ActiveNumber.',
  values: withUnknown(numberTypes, (word) => numberTypeMeaning[word], '`rawType`'),
});

const lifecycleMeaning = {
  'developer-preview': 'Offered to some developers only.',
  beta: 'Offered to all, still changing.',
  'generally-available': 'Offered to all.',
  exhausted: 'No longer offered.',
};
export const NumberLifecycleEnum = builder.enumType('NumberLifecycle', {
  description: 'How mature the offer of such numbers is. Upstream: `lifecycle` of the ActiveNumber.',
  values: withUnknown(numberLifecycles, (word) => lifecycleMeaning[word], '`rawLifecycle`'),
});

const reachabilityMeaning = {
  domestic: 'From the country of the number.',
  foreign: 'From other countries.',
  global: 'From everywhere.',
};
export const ReachabilityEnum = builder.enumType('Reachability', {
  description: 'From where a number can be reached. Upstream: `inbound_reachability`.',
  values: withUnknown(reachabilities, (word) => reachabilityMeaning[word], '`rawInboundReachability`'),
});

const preservationMeaning = {
  international: 'Kept, also from other countries.',
  domestic: 'Kept within the country of the number.',
  none: 'Not kept.',
};
export const IdentityPreservationEnum = builder.enumType('IdentityPreservation', {
  description:
    'Whether the number of the caller or sender arrives as it was sent. Upstream: `inbound_caller_id_preservation` and `inbound_sender_id_preservation`.',
  values: withUnknown(identityPreservations, (word) => preservationMeaning[word], 'the `raw...` field beside it'),
});

const requirementMeaning = {
  none: 'No address is needed.',
  any: 'An address anywhere in the world.',
  local: 'An address in the country of the number.',
  foreign: 'An address outside the country of the number.',
};
export const AddressRequirementEnum = builder.enumType('AddressRequirement', {
  description: 'Which address must be registered with Twilio to own the number. Upstream: `address_requirements`.',
  values: withUnknown(addressRequirements, (word) => requirementMeaning[word], '`rawAddressRequirements`'),
});

const stageMeaning: Record<OnboardingStage, string> = {
  eligibility: 'Twilio checks whether it can host the number (`twilio-processing`).',
  ownership: 'Ownership is being proved (`received`, `pending-verification`).',
  authorization: 'The letter of authorization is to be made or signed (`verified`, `pending-loa`).',
  carrier: 'The carrier is at work or the number is being tested (`carrier-processing`, `testing`).',
  live: 'The number is hosted (`completed`).',
  'needs-operator': 'A specialist of Twilio looks into it (`action-required`).',
  dead: 'The order failed (`failed`).',
};
export const OnboardingStageEnum = builder.enumType('OnboardingStage', {
  description: 'The step of onboarding that a status belongs to. Derived by the gateway from `status`.',
  values: withUnknown(stageNames(), (word) => stageMeaning[word], '`rawStatus`'),
});

/** The stage of a status; UNKNOWN for a status that is not in the vocabulary. */
export function stageOf(status: string): OnboardingStage | Unknown {
  const statuses: Record<OnboardingStage, readonly string[]> = onboardingStages;
  return stageNames().find((stage) => statuses[stage].includes(status)) ?? 'UNKNOWN';
}

export const HttpMethodEnum = builder.enumType('HttpMethod', {
  description: 'How Twilio calls an address.',
  values: values(httpMethods, (word) => `By ${word}.`),
});

export const NumberResourceEnum = builder.enumType('NumberResource', {
  description: "The resource of Twilio that a number was read from; they don't say the same.",
  values: values(numberResources, (word) =>
    word === 'active-numbers'
      ? 'The ActiveNumbers preview, with detailed capabilities.'
      : 'IncomingPhoneNumbers, where the account lacks the ActiveNumbers preview: capabilities without details.',
  ),
});

const sourceMeaning: Record<FactSource, string> = {
  callback: 'A status callback came, and the record was read again.',
  'mutation-response': "Twilio's answer to a write of the gateway.",
  sync: "The regular walk over Twilio's lists.",
  reconcile: 'The sweep over open orders and documents, which finds what callbacks missed.',
  'read-through': 'Somebody asked for a record that the mirror lacked or held for too long.',
  inferred: 'Nobody saw it: it follows from what was seen later. In transitions only.',
};
export const FactSourceEnum = builder.enumType('FactSource', {
  description: 'What made the gateway look. Whatever it was, the fact itself is what Twilio said then.',
  values: values(factSources, (word) => sourceMeaning[word]),
});

const verdictMeaning: Record<DeliveryVerdict, string> = {
  PENDING: 'Stored, and not judged yet: the order is still to be read, or not known to Twilio yet.',
  APPLIED: 'The order had entered the status that the callback named, and this was the first callback to tell of it.',
  DUPLICATE: 'The order was known to be in that status, or another callback had told of it before.',
  OUT_OF_ORDER: 'The order is past that status, or Twilio does not know it there.',
  BAD_SIGNATURE: 'Forged, or signed with a token that is not known. Answered 403; never judged.',
  UNKNOWN_ORDER: 'Twilio did not know the order for a whole day.',
  UNRELATED: 'It names no hosted number order: a call callback on the same address.',
};
export const DeliveryVerdictEnum = builder.enumType('DeliveryVerdict', {
  description: 'What became of a status callback.',
  values: values(deliveryVerdicts, (word) => verdictMeaning[word]),
});

const writeStateMeaning: Record<WriteState, string> = {
  IN_FLIGHT: 'Stored, and being sent just now.',
  UNKNOWN: 'Sent, and its answer was lost. The gateway looks again and again whether it has happened.',
  SUCCEEDED: 'It has happened.',
  FAILED: 'It was refused, was never sent, or is certain not to have happened.',
  STUCK: 'Looking cannot tell whether it has happened: a person has to look.',
};
export const WriteStateEnum = builder.enumType('WriteState', {
  description: 'How far a write has come.',
  values: values(writeStates, (word) => writeStateMeaning[word]),
});

const coverageMeaning: Record<CallbackCoverage, string> = {
  ATTACHED_BY_GATEWAY: 'The gateway made the order with its own callback address; none was due yet.',
  SEEN: 'A callback has come.',
  NOT_SEEN: 'The order has moved and no callback came: the sweep and the sync alone follow it.',
  UNKNOWN: 'Made elsewhere, and not moved since: nobody knows where its callbacks go.',
};
export const CallbackCoverageEnum = builder.enumType('CallbackCoverage', {
  description: 'Whether callbacks tell of an order. Derived by the gateway.',
  values: values(callbackCoverages, (word) => coverageMeaning[word]),
});

export const TransitionKindEnum = builder.enumType('TransitionKind', {
  description: 'What has changed its status.',
  values: {
    ORDER: { value: 'ORDER', description: 'A hosted number order.' },
    DOCUMENT: { value: 'DOCUMENT', description: 'An authorization document.' },
  } as const,
});

const failureMeaning: Record<FailureCode, string> = {
  LOA_NOT_SIGNED_IN_TIME: 'The letter of authorization was not signed within seven days.',
  VERIFICATION_IDLE: 'Nobody proved ownership for seven days.',
  VERIFICATION_ATTEMPTS_EXHAUSTED:
    'All attempts to prove ownership were used; only support of Twilio can go on (22100).',
  CARRIER_INFORMATION_UNAVAILABLE: 'Twilio found no information on the carrier of the number.',
  ALREADY_MESSAGING_ENABLED: 'Another provider has the number enabled for messages.',
  ALREADY_HOSTED: 'The number is hosted already.',
  COUNTRY_UNSUPPORTED: 'Twilio does not host numbers of that country.',
  MOBILE_NUMBER: 'Mobile numbers cannot be hosted.',
  UPSTREAM_INTERNAL: 'A problem inside Twilio.',
  IDLE_TOO_LONG: 'Nothing happened for 30 days.',
  UNCLASSIFIED: 'A reason that the pages of Twilio do not name; `raw` has it.',
};
export const FailureCodeEnum = builder.enumType('FailureCode', {
  description: 'Why an order failed or needs action. Classified by the gateway from `failure_reason`.',
  values: values(failureCodes, (word) => failureMeaning[word]),
});

const remedyMeaning: Record<Remedy, string> = {
  SIGN_NEW_LOA: 'Make a new letter of authorization and have it signed.',
  RECREATE_ORDER: 'Make a new order for the same number.',
  CLEAR_EXISTING_SMS: 'Have the other provider remove messaging from the number, then make a new order.',
  CONTACT_TWILIO: 'Write to hostedsms@twilio.com; `supportMessage` is a draft.',
  WAIT: 'Wait: a specialist of Twilio looks into it.',
  NONE: 'Nothing can be done: such a number cannot be hosted.',
};
export const RemedyEnum = builder.enumType('Remedy', {
  description: 'What can be done about a failed order. Advice of the gateway, drawn from the pages of Twilio.',
  values: values(remedies, (word) => remedyMeaning[word]),
});

/** Every stage, in the order of onboarding. */
export function stageNames(): OnboardingStage[] {
  return ['eligibility', 'ownership', 'authorization', 'carrier', 'live', 'needs-operator', 'dead'];
}

type EnumValues<Word> = Record<string, { value: Word; description: string }>;

function values<Word extends string>(words: readonly Word[], describe: (word: Word) => string): EnumValues<Word> {
  return Object.fromEntries(words.map((word) => [enumName(word), { value: word, description: describe(word) }]));
}

function withUnknown<Word extends string>(
  words: readonly Word[],
  describe: (word: Word) => string,
  rawField: string,
): EnumValues<Word | Unknown> {
  const description = `A word that the gateway does not know yet; ${rawField} has it. Can be filtered by, not written.`;
  return { ...values(words, describe), UNKNOWN: { value: 'UNKNOWN', description } };
}

/** The name in the graph of a word of the vocabulary. */
export function enumName(word: string): string {
  if (word === 'tollfree') return 'TOLL_FREE';
  if (word === 'shortcode') return 'SHORT_CODE';
  return word.replaceAll('-', '_').toUpperCase();
}
