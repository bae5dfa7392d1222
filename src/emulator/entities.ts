// What the emulator stores. A stored row is never sent: each resource file turns rows into Twilio's wire form with a pure
// function. Rows are immutable; a change is a new row put under the same sid. Dates are milliseconds.
import type { DocumentStatus, NumberType, OrderStatus, VerificationType } from '../vocabulary.ts';

/** What every collection needs: identity, owner, and the place in the newest-first order that pages walk. */
export type Row = {
  readonly sid: string;
  readonly accountSid: string;
  /** Rises with every insert; the keyset of all page tokens. */
  readonly position: number;
};

export type AccountRow = Row & {
  readonly authToken: string;
  readonly friendlyName: string;
  readonly status: 'active' | 'suspended' | 'closed';
  readonly type: 'Full' | 'Trial';
  readonly dateCreated: number;
  readonly dateUpdated: number;
};

export type AddressRow = Row & {
  readonly customerName: string;
  readonly friendlyName: string;
  readonly street: string;
  readonly streetSecondary: string | null;
  readonly city: string;
  readonly region: string;
  readonly postalCode: string;
  readonly isoCountry: string;
  readonly emergencyEnabled: boolean;
  readonly dateCreated: number;
  readonly dateUpdated: number;
};

/** The unchanging side of a number, shared by all numbers of one place and type (a million numbers, some hundred profiles). */
export type NumberProfile = {
  readonly type: NumberType;
  readonly lifecycle: string;
  readonly beta: boolean;
  readonly addressRequirements: 'none' | 'any' | 'local' | 'foreign';
  readonly voice: boolean;
  readonly sms: boolean;
  readonly mms: boolean;
  readonly fax: boolean;
  readonly e911: boolean;
  readonly callsPerSecond: number;
  readonly preservation: 'international' | 'domestic' | 'none';
  readonly reachability: 'domestic' | 'foreign' | 'global';
  readonly geography: {
    readonly isoCountry: string | null;
    readonly lata: number | null;
    readonly rateCenter: string | null;
    readonly latitude: number | null;
    readonly longitude: number | null;
    readonly region: string | null;
    readonly locality: string | null;
    readonly postalCode: string | null;
  };
};

export type Routing = {
  readonly applicationSid: string | null;
  readonly url: string | null;
  readonly method: string | null;
  readonly fallbackUrl: string | null;
  readonly fallbackMethod: string | null;
};

export type NumberConfiguration = {
  readonly statusCallback: string | null;
  readonly statusCallbackMethod: string | null;
  readonly voice: Routing & {
    readonly trunkSid: string | null;
    readonly emergencyStatus: 'Active' | 'Inactive';
    readonly emergencyAddressSid: string | null;
    readonly receiveMode: 'voice' | 'fax';
    readonly callerIdLookup: boolean;
  };
  readonly sms: Routing;
  readonly mms: Routing;
};

export type NumberRow = Row & {
  readonly phoneNumber: string;
  /** Null: the number in its national format. */
  readonly friendlyName: string | null;
  readonly origin: 'twilio' | 'hosted';
  /** `pending` until the order of a hosted number completes; only `in-use` numbers can be transferred (error 22121). */
  readonly status: 'in-use' | 'pending';
  readonly dateCreated: number;
  readonly dateUpdated: number;
  readonly profile: NumberProfile;
  readonly configuration: NumberConfiguration;
  readonly addressSid: string | null;
  readonly identitySid: string | null;
  readonly bundleSid: string | null;
};

export type OrderRow = Row & {
  readonly incomingPhoneNumberSid: string;
  readonly addressSid: string | null;
  readonly signingDocumentSid: string | null;
  readonly phoneNumber: string;
  readonly friendlyName: string | null;
  readonly uniqueName: string | null;
  readonly status: OrderStatus;
  readonly failureReason: string;
  readonly dateCreated: number;
  readonly dateUpdated: number;
  /** When the present status began. */
  readonly statusSince: number;
  /** When the order moves by itself; null for a final order. Timers are rebuilt from it after a restart. */
  readonly dueAt: number | null;
  readonly email: string | null;
  readonly ccEmails: readonly string[];
  readonly verificationAttempts: number;
  readonly verificationType: VerificationType;
  readonly verificationDocumentSid: string | null;
  readonly verificationCode: string | null;
  readonly codeExpiresAt: number | null;
  readonly verificationCallSids: readonly string[];
  readonly extension: string | null;
  readonly callDelay: number;
  readonly statusCallbackUrl: string | null;
  readonly statusCallbackMethod: 'GET' | 'POST';
  /** The autopilot removes only what it made. */
  readonly madeBy: 'customer' | 'autopilot' | 'seed';
};

export type DocumentRow = Row & {
  readonly status: DocumentStatus;
  readonly addressSid: string;
  readonly email: string;
  readonly ccEmails: readonly string[];
  readonly contactTitle: string;
  readonly contactPhoneNumber: string;
  readonly dateCreated: number;
  readonly dateUpdated: number;
};

/** What the telephone network knows of a number, whoever hosts it. Its sid is the phone number. */
export type LineRow = Row & {
  readonly lineType: 'landline' | 'mobile' | 'voip';
  readonly messagingEnabled: boolean;
  /** A released hosted number stays registered for three days (quickstart). */
  readonly registeredUntil: number | null;
  /** Accounts that hold a Verified Caller ID for the number. */
  readonly callerIdOf: readonly string[];
};
