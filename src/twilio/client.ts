// The calls that the gateway makes to Twilio, and what each promises. The *-calls.ts files know addresses and parameters;
// http.ts knows how to send, errors.ts what can go wrong, representations/ how to read an answer.
import { limits, type NumberResource } from '../vocabulary.ts';
import { accountCalls } from './account-calls.ts';
import { documentCalls } from './document-calls.ts';
import type { AccountFacts, ActiveNumberFacts, AuthorizationDocumentFacts, HostedNumberOrderFacts } from './facts.ts';
import { createTwilioHttp, type TwilioHttp, type TwilioHttpOptions } from './http.ts';
import { numberCalls } from './number-calls.ts';
import type { NumberConfigurationParameters } from './number-configuration.ts';
import { orderCalls } from './order-calls.ts';
import { upstreamBase } from './upstream-base.ts';

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

/** A new order, in the words of Twilio's page (camelCase). Undefined and empty lists are not sent. */
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

/** Changes of an order. `''` and `[]` are sent as an empty value, which clears the field. */
export type UpdateHostedNumberOrderParameters = {
  friendlyName?: string;
  uniqueName?: string;
  email?: string;
  ccEmails?: readonly string[];
  /** `pending-verification` starts the verification; Twilio takes no other (22112). */
  status?: string;
  verificationCode?: string;
  verificationType?: string;
  verificationDocumentSid?: string;
  extension?: string;
  /** Seconds. */
  callDelay?: number;
};

/** A new document, or changes of one: `[]` is then sent as an empty value, which clears the copies. */
export type AuthorizationDocumentParameters = {
  /** At most 15,000; on an update these replace the document's orders. */
  hostedNumberOrderSids?: readonly string[];
  addressSid?: string;
  email?: string;
  ccEmails?: readonly string[];
  /** Of updates only: `opened` or `signing` (22122). */
  status?: string;
  contactTitle?: string;
  contactPhoneNumber?: string;
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
  /** The account's numbers that are exactly this phone number: two while a hosted one is being ported. */
  findNumbers(credentials: Credentials, phoneNumber: string): Promise<ActiveNumberFacts[]>;
  /** Costs money. Look with `findNumbers` before it is tried again. */
  purchaseActiveNumber(
    credentials: Credentials,
    resource: NumberResource,
    phoneNumber: string,
    configuration: NumberConfigurationParameters,
  ): Promise<ActiveNumberFacts>;
  /** Throws TypeError for a setting that `acceptedConfiguration` does not have for the resource. May be repeated. */
  updateActiveNumber(
    credentials: Credentials,
    resource: NumberResource,
    sid: string,
    configuration: NumberConfigurationParameters,
  ): Promise<ActiveNumberFacts>;
  /**
   * Gives the number to another account; the answer is the number in its new account. `parent` is the parent account:
   * no other may transfer (21474). `fromAccountSid` has the number; without it the parent itself does.
   */
  transferActiveNumber(
    parent: Credentials,
    sid: string,
    toAccountSid: string,
    fromAccountSid?: string,
  ): Promise<ActiveNumberFacts>;
  /** Gives the number up. May be repeated: 404 after an unknown outcome means that it is done. */
  releaseActiveNumber(credentials: Credentials, resource: NumberResource, sid: string): Promise<void>;

  listHostedNumberOrders(credentials: Credentials, after?: string): Promise<Page<HostedNumberOrderFacts>>;
  fetchHostedNumberOrder(credentials: Credentials, sid: string): Promise<HostedNumberOrderFacts>;
  /** The orders that have the phone number and the unique name given, of the first 50 that Twilio lists for them. */
  findHostedNumberOrders(
    credentials: Credentials,
    filter: { phoneNumber?: string; uniqueName?: string },
  ): Promise<HostedNumberOrderFacts[]>;
  createHostedNumberOrder(
    credentials: Credentials,
    parameters: CreateHostedNumberOrderParameters,
  ): Promise<HostedNumberOrderFacts>;
  updateHostedNumberOrder(
    credentials: Credentials,
    sid: string,
    parameters: UpdateHostedNumberOrderParameters,
  ): Promise<HostedNumberOrderFacts>;
  /** Takes the number of the order along. May be repeated: 404 after an unknown outcome means that it is done. */
  deleteHostedNumberOrder(credentials: Credentials, sid: string): Promise<void>;

  listAuthorizationDocuments(credentials: Credentials, after?: string): Promise<Page<AuthorizationDocumentFacts>>;
  fetchAuthorizationDocument(credentials: Credentials, sid: string): Promise<AuthorizationDocumentFacts>;
  createAuthorizationDocument(
    credentials: Credentials,
    parameters: AuthorizationDocumentParameters,
  ): Promise<AuthorizationDocumentFacts>;
  updateAuthorizationDocument(
    credentials: Credentials,
    sid: string,
    parameters: AuthorizationDocumentParameters,
  ): Promise<AuthorizationDocumentFacts>;
  listDependentHostedNumberOrders(
    credentials: Credentials,
    documentSid: string,
    after?: string,
  ): Promise<Page<HostedNumberOrderFacts>>;
}

/**
 * The calls of clients' requests; those of `background` (the mirror's own work) wait behind them. Those of `brief` come
 * between, and give up after `briefReadMs`.
 */
export type PrioritizedTwilioClient = TwilioClient & {
  readonly background: TwilioClient;
  readonly brief: TwilioClient;
  /** Ends all reads, those under way and those to come, with TwilioUnavailableError. A write under way goes on. */
  close(): void;
};

export type TwilioClientOptions = TwilioHttpOptions & {
  /** Where `preview.twilio.com` is: ActiveNumbers and hosted numbers. */
  previewUrl: string;
  /** Where `api.twilio.com` is: accounts and IncomingPhoneNumbers. */
  apiUrl: string;
  /** Items of a list page, 1 to 1,000 (Twilio's bound). */
  pageSize?: number;
};

/** Makes the client. It reads nothing until it is called, and holds nothing between calls. Throws TypeError for a bad address. */
export function createTwilioClient(options: TwilioClientOptions): PrioritizedTwilioClient {
  const upstream = {
    preview: upstreamBase(options.previewUrl, 'preview.twilio.com'),
    api: upstreamBase(options.apiUrl, 'api.twilio.com'),
    pageSize: options.pageSize ?? limits.listPageSizeMax,
    log: options.log,
  };
  const clientOver = (http: TwilioHttp): TwilioClient => ({
    ...accountCalls({ ...upstream, http }),
    ...numberCalls({ ...upstream, http }),
    ...orderCalls({ ...upstream, http }),
    ...documentCalls({ ...upstream, http }),
  });
  const { interactive, background, brief, close } = createTwilioHttp(options);
  return { ...clientOver(interactive), background: clientOver(background), brief: clientOver(brief), close };
}
