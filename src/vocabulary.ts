// The field's words, each with the page it comes from. Everything that needs one of them (tables, graph, reader,
// emulator) takes it from here; this file imports nothing.
//
// Terminology
//   hosted number order   a request to host a number that stays with its carrier, for SMS (HR...)
//   authorization document the letter of authorization (LOA) that covers up to 15,000 such orders (PX...)
//   active number         a number on the account: bought, ported or hosted (PN...)
//   transition            a change of status, as the log keeps it
//   ingest                to accept what Twilio said into the mirror
//   sync                  the walk over Twilio's lists; a walk is one pass over one list of one account
//   owner account         the parent account; with its subaccounts it is one tenant (Twilio's `owner_account_sid`)

/** Two letters that name the resource, then 32 hexadecimal digits (34 characters in all). */
export const sidPrefixes = {
  account: 'AC',
  address: 'AD',
  application: 'AP',
  authorizationDocument: 'PX',
  bundle: 'BU',
  call: 'CA',
  hostedNumberOrder: 'HR',
  identityDocument: 'RI',
  phoneNumber: 'PN',
  trunk: 'TK',
} as const;
export type SidKind = keyof typeof sidPrefixes;

/** The whole string must match: no newline after it, no letters past f. Source: the patterns of the resource pages. */
export function isSid(value: string, kind: SidKind): boolean {
  return value.startsWith(sidPrefixes[kind]) && /^[A-Z]{2}[0-9a-fA-F]{32}$/.test(value) && value.length === 34;
}

/** How a number is written: E.164, or a short code. Twilio's pages show no other form. */
export function isWrittenNumber(value: string): boolean {
  return /^(\+[1-9]\d{1,14}|\d{3,8})$/.test(value);
}

/** Every status of a hosted number order. `twilio-processing` is missing from the enum of the page, but in its table. */
export const orderStatuses = [
  'twilio-processing',
  'received',
  'pending-verification',
  'verified',
  'pending-loa',
  'carrier-processing',
  'testing',
  'completed',
  'failed',
  'action-required',
] as const;
export type OrderStatus = (typeof orderStatuses)[number];

/** What Twilio says of each status, in our words. */
export const orderStatusMeaning: Record<OrderStatus, string> = {
  'twilio-processing': 'Twilio checks whether the number can be hosted.',
  received: 'The number can be hosted; its ownership is still to be verified.',
  'pending-verification':
    'Twilio waits for the owner to pick up the call and give the code, or for the phone bill to be checked.',
  verified: 'Ownership is proved; the order can be put on an authorization document.',
  'pending-loa': 'The letter of authorization has been made and waits for its signature.',
  'carrier-processing': 'The letter is signed and the number has been handed to the carrier.',
  testing: 'The number is being tested for the capabilities of the order.',
  completed: 'The number is hosted and ready for use.',
  failed: 'The order failed for good; a new one can be made for the same number.',
  'action-required': 'Something failed and an operations specialist of Twilio looks into it.',
};

/** Statuses that no order leaves (Twilio error 22112). */
export const finalOrderStatuses = ['completed', 'failed'] as const satisfies readonly OrderStatus[];

/** The road of an order that nothing stops. `action-required` and `failed` can be reached from each of its steps. */
export const orderRoad = [
  'twilio-processing',
  'received',
  'pending-verification',
  'verified',
  'pending-loa',
  'carrier-processing',
  'testing',
  'completed',
] as const satisfies readonly OrderStatus[];

/** Statuses in which an order may be deleted (page of the HostedNumberOrder, DELETE). */
export const deletableOrderStatuses = [
  'received',
  'pending-verification',
  'verified',
  'pending-loa',
] as const satisfies readonly OrderStatus[];

/** The steps of onboarding that people speak of, each with its statuses. Every status is in one step. */
export const onboardingStages = {
  eligibility: ['twilio-processing'],
  ownership: ['received', 'pending-verification'],
  authorization: ['verified', 'pending-loa'],
  carrier: ['carrier-processing', 'testing'],
  live: ['completed'],
  'needs-operator': ['action-required'],
  dead: ['failed'],
} as const satisfies Record<string, readonly OrderStatus[]>;
export type OnboardingStage = keyof typeof onboardingStages;

export const documentStatuses = ['opened', 'signing', 'signed', 'canceled', 'failed'] as const;
export type DocumentStatus = (typeof documentStatuses)[number];
export const documentStatusMeaning: Record<DocumentStatus, string> = {
  opened: 'The document is open and can be changed.',
  signing: 'The document has been sent for signature and cannot be changed until it is reopened.',
  signed: 'The document has been signed. Final.',
  canceled: 'The recipient has cancelled the document. Final.',
  failed: 'The document failed with an error. Final.',
};

/** Why an order failed or needs action: the reasons that the pages name (FAQ, status table of the HostedNumberOrder). */
export const failureCodes = [
  'LOA_NOT_SIGNED_IN_TIME',
  'VERIFICATION_IDLE',
  'VERIFICATION_ATTEMPTS_EXHAUSTED',
  'CARRIER_INFORMATION_UNAVAILABLE',
  'ALREADY_MESSAGING_ENABLED',
  'ALREADY_HOSTED',
  'COUNTRY_UNSUPPORTED',
  'MOBILE_NUMBER',
  'UPSTREAM_INTERNAL',
  'IDLE_TOO_LONG',
  'UNCLASSIFIED',
] as const;
export type FailureCode = (typeof failureCodes)[number];

/** What can be done about a failure. */
export const remedies = [
  'SIGN_NEW_LOA',
  'RECREATE_ORDER',
  'CLEAR_EXISTING_SMS',
  'CONTACT_TWILIO',
  'WAIT',
  'NONE',
] as const;
export type Remedy = (typeof remedies)[number];

/** Where the FAQ and the quickstart send people whose order is stuck. */
export const hostedNumbersSupportAddress = 'hostedsms@twilio.com';

/** Statuses in which ownership verification may be started (page of the HostedNumberOrder; Twilio errors 22111, 22112). */
export const verifiableOrderStatuses = ['received', 'pending-verification'] as const satisfies readonly OrderStatus[];

/** How ownership is proved. The call is Twilio's default. */
export const verificationTypes = ['phone-call', 'phone-bill'] as const;
export type VerificationType = (typeof verificationTypes)[number];

/** `Type` of an active number. Twilio writes `tollfree` and `shortcode` as one word. */
export const numberTypes = ['local', 'mobile', 'tollfree', 'shortcode', 'national'] as const;
export type NumberType = (typeof numberTypes)[number];

export const numberLifecycles = ['developer-preview', 'beta', 'generally-available', 'exhausted'] as const;
export const reachabilities = ['domestic', 'foreign', 'global'] as const;
export const identityPreservations = ['international', 'domestic', 'none'] as const;
export const addressRequirements = ['none', 'any', 'local', 'foreign'] as const;
export const httpMethods = ['GET', 'POST'] as const;

/** The resource that a number was read from; the second where the account lacks the ActiveNumbers preview. */
export const numberResources = ['active-numbers', 'incoming-phone-numbers'] as const;
export type NumberResource = (typeof numberResources)[number];

/**
 * What has become of a status callback. PENDING: not judged yet. APPLIED: the order had entered the status that it named.
 * DUPLICATE: that was known by then. OUT_OF_ORDER: the order is past that status.
 */
export const deliveryVerdicts = [
  'PENDING',
  'APPLIED',
  'DUPLICATE',
  'OUT_OF_ORDER',
  'BAD_SIGNATURE',
  'UNKNOWN_ORDER',
  'UNRELATED',
] as const;
export type DeliveryVerdict = (typeof deliveryVerdicts)[number];

/**
 * How far a write has come. UNKNOWN: it was sent and its answer was lost. FAILED: refused, or certain not to have
 * happened. STUCK: looking cannot tell any more; a person has to.
 */
export const writeStates = ['IN_FLIGHT', 'UNKNOWN', 'SUCCEEDED', 'FAILED', 'STUCK'] as const;
export type WriteState = (typeof writeStates)[number];

/** Whether Twilio reports on an order by callbacks that reach the gateway. */
export const callbackCoverages = ['ATTACHED_BY_GATEWAY', 'SEEN', 'NOT_SEEN', 'UNKNOWN'] as const;
export type CallbackCoverage = (typeof callbackCoverages)[number];

/** What made the gateway look, so that a fact can be traced. Inferred: nothing did, the fact follows from another. */
export const factSources = ['callback', 'mutation-response', 'sync', 'reconcile', 'read-through', 'inferred'] as const;
export type FactSource = (typeof factSources)[number];

/** Limits that Twilio states. Lengths count code points. */
export const limits = {
  friendlyNameLengthMax: 64,
  uniqueNameLengthMax: 128,
  verificationAttemptsMax: 3,
  verificationCodeLifeMs: 10 * 60_000,
  callDelayMaxSeconds: 60,
  /** The page of the order names this bound in one place and the one above in another. */
  callDelayUndisputedSeconds: 30,
  ordersPerDocumentMax: 15_000,
  listPageSizeMax: 1000,
  /** Twilio waits this long for the answer to a callback. */
  callbackWaitMs: 15_000,
} as const;
