// The calls that the gateway makes to Twilio, one function each. It knows addresses and parameters; http.ts knows how to
// send, errors.ts what can go wrong, representations.ts how to read an answer.
import type {
  AccountFacts,
  ActiveNumberFacts,
  AuthorizationDocumentFacts,
  HostedNumberOrderFacts,
} from './facts.ts';

/** Whom a call is made as. Preview resources take the account from here; there is none in their path. */
export type Credentials = { accountSid: string; authToken: string };

/** One page of a list. */
export type Page<Facts> = {
  items: Facts[];
  /** Items that could not be read at all (a number without sid that could not be looked up). */
  skipped: number;
  /** Path and query of the next page on the configured host; null at the end. */
  nextPage: string | null;
};

/** Parameters of a new order, in the words of Twilio's page (camelCase). Lists become repeated keys; undefined is not sent. */
export type CreateHostedNumberOrderParameters = {
  phoneNumber: string;
  smsCapability: boolean;
  accountSid?: string;
  friendlyName?: string;
  uniqueName?: string;
  email?: string;
  ccEmails?: readonly string[];
  addressSid?: string;
  smsUrl?: string;
  smsMethod?: string;
  smsFallbackUrl?: string;
  smsFallbackMethod?: string;
  smsApplicationSid?: string;
  statusCallbackUrl?: string;
  statusCallbackMethod?: string;
  verificationType?: string;
  verificationDocumentSid?: string;
};

/**
 * Every read may be repeated and is, within bounds; no write ever is. Errors are those of errors.ts.
 * `after` is the `nextPage` of the page before; without it the first page is read.
 */
export interface TwilioClient {
  listAccounts(credentials: Credentials, after?: string): Promise<Page<AccountFacts & { authToken: string }>>;
  listActiveNumbers(credentials: Credentials, after?: string): Promise<Page<ActiveNumberFacts>>;
  fetchActiveNumber(credentials: Credentials, sid: string): Promise<ActiveNumberFacts>;
  listIncomingPhoneNumbers(credentials: Credentials, after?: string): Promise<Page<ActiveNumberFacts>>;
  fetchIncomingPhoneNumber(credentials: Credentials, sid: string): Promise<ActiveNumberFacts>;
  listHostedNumberOrders(credentials: Credentials, after?: string): Promise<Page<HostedNumberOrderFacts>>;
  fetchHostedNumberOrder(credentials: Credentials, sid: string): Promise<HostedNumberOrderFacts>;
  createHostedNumberOrder(
    credentials: Credentials,
    parameters: CreateHostedNumberOrderParameters,
  ): Promise<HostedNumberOrderFacts>;
  listAuthorizationDocuments(credentials: Credentials, after?: string): Promise<Page<AuthorizationDocumentFacts>>;
  fetchAuthorizationDocument(credentials: Credentials, sid: string): Promise<AuthorizationDocumentFacts>;
  listDependentHostedNumberOrders(
    credentials: Credentials,
    documentSid: string,
    after?: string,
  ): Promise<Page<HostedNumberOrderFacts>>;
}
