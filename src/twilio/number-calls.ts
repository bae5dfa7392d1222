// Calls to the two resources of a number: ActiveNumbers (private preview) and IncomingPhoneNumbers, with the same sids.
import type { NumberResource } from '../vocabulary.ts';
import { understood } from './answer.ts';
import type { ActiveNumberFacts } from './facts.ts';
import type { Form } from './form.ts';
import {
  activeNumbersOf,
  activeNumbersPath,
  completeActiveNumber,
  completeWrittenNumber,
  withSid,
} from './listed-number.ts';
import { configurationForm, type NumberConfigurationParameters } from './number-configuration.ts';
import { readPage } from './pages.ts';
import { readActiveNumber } from './representations/active-number.ts';
import { unwrapInstance } from './representations/envelope.ts';
import { readIncomingPhoneNumber } from './representations/incoming-phone-number.ts';
import type { Caller } from './send.ts';
import { fetchOne, findAll, incomingPathOf, type Upstream, under } from './upstream.ts';

/** The calls to numbers; TwilioClient says what each promises. */
export function numberCalls(upstream: Upstream) {
  const { http, preview, api } = upstream;
  const incomingOf = (as: Caller) => ({ base: api, path: `${incomingPathOf(as)}.json`, read: readIncomingPhoneNumber });
  return {
    listActiveNumbers: (as: Caller, after?: string) => readPage(upstream, activeNumbersOf(upstream, as), as, after),

    async fetchActiveNumber(as: Caller, sid: string) {
      const number = await fetchOne(upstream, preview, under(activeNumbersPath, sid), as, readActiveNumber);
      return completeActiveNumber(upstream, as, number);
    },

    listIncomingPhoneNumbers: (as: Caller, after?: string) => readPage(upstream, incomingOf(as), as, after),

    fetchIncomingPhoneNumber: (as: Caller, sid: string) =>
      fetchOne(upstream, api, incomingInstancePath(as.accountSid, sid), as, readIncomingPhoneNumber),

    findNumbers: (as: Caller, phoneNumber: string) =>
      findAll(upstream, incomingOf(as), as, { PhoneNumber: phoneNumber }, (found) => found.phoneNumber === phoneNumber),

    async purchaseActiveNumber(
      as: Caller,
      resource: NumberResource,
      phoneNumber: string,
      configuration: NumberConfigurationParameters,
    ) {
      const form: Form = [['PhoneNumber', phoneNumber], ...configurationForm(resource, configuration)];
      if (resource === 'incoming-phone-numbers') return writeIncoming(upstream, as, `${incomingPathOf(as)}.json`, form);
      const json = await http.write(as, preview, activeNumbersPath, form);
      return purchasedActiveNumber(upstream, as, json);
    },

    async updateActiveNumber(
      as: Caller,
      resource: NumberResource,
      sid: string,
      configuration: NumberConfigurationParameters,
    ) {
      const form = configurationForm(resource, configuration);
      if (resource === 'incoming-phone-numbers') {
        return writeIncoming(upstream, as, incomingInstancePath(as.accountSid, sid), form);
      }
      const path = under(activeNumbersPath, sid);
      const json = await http.write(as, preview, path, form);
      const number = understood({ method: 'POST', path }, () => readActiveNumber(json, as.accountSid));
      return completeWrittenNumber(upstream, as, number);
    },

    transferActiveNumber: (parent: Caller, sid: string, toAccountSid: string, fromAccountSid = parent.accountSid) =>
      writeIncoming(
        upstream,
        parent,
        incomingInstancePath(fromAccountSid, sid),
        [['AccountSid', toAccountSid]],
        toAccountSid,
      ),

    releaseActiveNumber: (as: Caller, resource: NumberResource, sid: string) =>
      resource === 'active-numbers'
        ? http.remove(as, preview, under(activeNumbersPath, sid))
        : http.remove(as, api, incomingInstancePath(as.accountSid, sid)),
  };
}

/** `ownerSid` has the number after the write; it is used where the answer names no account. */
async function writeIncoming(
  { http, api }: Upstream,
  as: Caller,
  path: string,
  form: Form,
  ownerSid = as.accountSid,
): Promise<ActiveNumberFacts> {
  const json = await http.write(as, api, path, form);
  return understood({ method: 'POST', path }, () => readIncomingPhoneNumber(json, ownerSid));
}

/**
 * Twilio's page shows the answer to a purchase in the form of lists, without the sid; its users read one. A number
 * whose sid cannot be found out either is a purchase of unknown outcome, to be looked for by its phone number.
 */
async function purchasedActiveNumber(upstream: Upstream, as: Caller, json: unknown): Promise<ActiveNumberFacts> {
  const request = { method: 'POST', path: activeNumbersPath } as const;
  const item = understood(request, () => unwrapInstance(json));
  const identified = await withSid(upstream, as, item);
  const number = understood(request, () => readActiveNumber(identified, as.accountSid));
  return identified === item ? completeWrittenNumber(upstream, as, number) : number;
}

function incomingInstancePath(accountSid: string, sid: string): string {
  return `${under(incomingPathOf({ accountSid }), sid)}.json`;
}
