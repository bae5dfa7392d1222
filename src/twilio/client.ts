// The calls that the gateway makes to Twilio, one function each. It knows addresses and parameters; http.ts knows how to
// send, errors.ts what can go wrong, representations/ how to read an answer.
import { limits } from '../vocabulary.ts';
import { understood } from './answer.ts';
import { TwilioRejectionError, TwilioUnavailableError } from './errors.ts';
import type { AccountFacts, ActiveNumberFacts, AuthorizationDocumentFacts, HostedNumberOrderFacts } from './facts.ts';
import { formOf } from './form.ts';
import { createTwilioHttp, type TwilioHttpOptions } from './http.ts';
import { type List, type PageReading, type Reader, readPage } from './pages.ts';
import { readAccount } from './representations/account.ts';
import { phoneNumberWithoutSid, readActiveNumber } from './representations/active-number.ts';
import { readAuthorizationDocument } from './representations/authorization-document.ts';
import { readHostedNumberOrder } from './representations/hosted-number-order.ts';
import { readIncomingPhoneNumber } from './representations/incoming-phone-number.ts';
import { isObject } from './representations/wire-values.ts';
import { type UpstreamBase, upstreamBase } from './upstream-base.ts';

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

export type TwilioClientOptions = TwilioHttpOptions & {
  /** Where `preview.twilio.com` is: ActiveNumbers and hosted numbers. */
  previewUrl: string;
  /** Where `api.twilio.com` is: accounts and IncomingPhoneNumbers. */
  apiUrl: string;
  /** Items of a list page, 1 to 1,000 (Twilio's bound). */
  pageSize?: number;
};

type Upstream = PageReading & { preview: UpstreamBase; api: UpstreamBase };

const accountsPath = '/2010-04-01/Accounts.json';
const activeNumbersPath = '/Numbers/ActiveNumbers';
const ordersPath = '/HostedNumbers/HostedNumberOrders';
const documentsPath = '/HostedNumbers/AuthorizationDocuments';

/** Makes the client. It reads nothing until it is called; there is nothing to close. Throws TypeError for a bad address. */
export function createTwilioClient(options: TwilioClientOptions): TwilioClient {
  const upstream: Upstream = {
    http: createTwilioHttp(options),
    preview: upstreamBase(options.previewUrl, 'preview.twilio.com'),
    api: upstreamBase(options.apiUrl, 'api.twilio.com'),
    pageSize: options.pageSize ?? limits.listPageSizeMax,
    log: options.log,
  };
  const { preview, api } = upstream;
  const pageOf = <Facts>(list: List<Facts>, as: Credentials, after?: string) => readPage(upstream, list, as, after);
  const fetchOne = async <Facts>(base: UpstreamBase, path: string, as: Credentials, read: Reader<Facts>) => {
    const json = await upstream.http.read(as, base, path);
    return understood({ method: 'GET', path }, () => read(json, as.accountSid));
  };
  return {
    listAccounts: (as, after) =>
      pageOf({ base: api, path: accountsPath, read: (json) => readAccount(json, as) }, as, after),
    listActiveNumbers: (as, after) => pageOf(activeNumbersOf(upstream, as), as, after),
    fetchActiveNumber: async (as, sid) => {
      const number = await fetchOne(preview, under(activeNumbersPath, sid), as, readActiveNumber);
      return completeActiveNumber(upstream, as, number);
    },
    listIncomingPhoneNumbers: (as, after) =>
      pageOf({ base: api, path: `${incomingPathOf(as)}.json`, read: readIncomingPhoneNumber }, as, after),
    fetchIncomingPhoneNumber: (as, sid) =>
      fetchOne(api, `${under(incomingPathOf(as), sid)}.json`, as, readIncomingPhoneNumber),
    listHostedNumberOrders: (as, after) =>
      pageOf({ base: preview, path: ordersPath, read: readHostedNumberOrder }, as, after),
    fetchHostedNumberOrder: (as, sid) => fetchOne(preview, under(ordersPath, sid), as, readHostedNumberOrder),
    createHostedNumberOrder: (as, parameters) => createHostedNumberOrder(upstream, as, parameters),
    listAuthorizationDocuments: (as, after) =>
      pageOf({ base: preview, path: documentsPath, read: readAuthorizationDocument }, as, after),
    fetchAuthorizationDocument: (as, sid) =>
      fetchOne(preview, under(documentsPath, sid), as, readAuthorizationDocument),
    listDependentHostedNumberOrders: (as, documentSid, after) => {
      const path = `${under(documentsPath, documentSid)}/DependentHostedNumberOrders`;
      return pageOf({ base: preview, path, read: readHostedNumberOrder }, as, after);
    },
  };
}

async function createHostedNumberOrder(
  { http, preview }: Upstream,
  as: Credentials,
  parameters: CreateHostedNumberOrderParameters,
): Promise<HostedNumberOrderFacts> {
  const json = await http.write(as, preview, ordersPath, formOf(parameters));
  return understood({ method: 'POST', path: ordersPath }, () =>
    readHostedNumberOrder(json, parameters.accountSid ?? as.accountSid),
  );
}

function activeNumbersOf(upstream: Upstream, as: Credentials): List<ActiveNumberFacts> {
  const complete = (item: unknown) => withSid(upstream, as, item);
  return { base: upstream.preview, path: activeNumbersPath, read: readActiveNumber, complete };
}

/**
 * The instance form lacks what the list form has (codecs, receive mode, MMS configuration and more): without the second
 * read, what a walk has found would be forgotten whenever the number is read alone.
 */
async function completeActiveNumber(
  upstream: Upstream,
  as: Credentials,
  number: ActiveNumberFacts,
): Promise<ActiveNumberFacts> {
  const query = `?PhoneNumber=${encodeURIComponent(number.phoneNumber)}&PageSize=50`;
  const { items } = await readPage(upstream, activeNumbersOf(upstream, as), as, activeNumbersPath + query);
  return items.find((item) => item.sid === number.sid) ?? number;
}

/**
 * Twilio's page of ActiveNumbers lists numbers without sid; IncomingPhoneNumbers knows it. A number that is found twice
 * (hosted and being ported at once) stays without, because nothing tells which of the two it is.
 */
async function withSid(upstream: Upstream, as: Credentials, item: unknown): Promise<unknown> {
  const phoneNumber = phoneNumberWithoutSid(item);
  if (phoneNumber === null || !isObject(item)) return item;
  const query = `?PhoneNumber=${encodeURIComponent(phoneNumber)}&PageSize=50`;
  const lookup = { base: upstream.api, path: `${incomingPathOf(as)}.json`, read: readIncomingPhoneNumber };
  try {
    const { items } = await readPage(upstream, lookup, as, lookup.path + query);
    const [found, another] = items.filter((number) => number.phoneNumber === phoneNumber);
    return found && !another ? { ...item, sid: found.sid } : item;
  } catch (error) {
    if (error instanceof TwilioRejectionError || error instanceof TwilioUnavailableError) return item;
    throw error;
  }
}

function incomingPathOf({ accountSid }: Credentials): string {
  return `/2010-04-01/Accounts/${encodeURIComponent(accountSid)}/IncomingPhoneNumbers`;
}

function under(path: string, sid: string): string {
  return `${path}/${encodeURIComponent(sid)}`;
}
