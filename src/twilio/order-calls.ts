// Calls to HostedNumberOrders (developer preview).
import { understood } from './answer.ts';
import { changesFormOf, formOf, type Parameters } from './form.ts';
import { type List, readPage } from './pages.ts';
import { readHostedNumberOrder } from './representations/hosted-number-order.ts';
import type { Caller } from './send.ts';
import { fetchOne, findAll, type Upstream, under } from './upstream.ts';

const ordersPath = '/HostedNumbers/HostedNumberOrders';

/** The calls to orders; TwilioClient says what each promises. */
export function orderCalls(upstream: Upstream) {
  const { http, preview } = upstream;
  const list = { base: preview, path: ordersPath, read: readHostedNumberOrder } satisfies List<unknown>;
  return {
    listHostedNumberOrders: (as: Caller, after?: string) => readPage(upstream, list, as, after),

    fetchHostedNumberOrder: (as: Caller, sid: string) =>
      fetchOne(upstream, preview, under(ordersPath, sid), as, readHostedNumberOrder),

    findHostedNumberOrders(as: Caller, { phoneNumber, uniqueName }: { phoneNumber?: string; uniqueName?: string }) {
      const filters = { PhoneNumber: phoneNumber, UniqueName: uniqueName };
      return findAll(upstream, list, as, filters, (order) => {
        return (
          order.phoneNumber === (phoneNumber ?? order.phoneNumber) &&
          order.uniqueName === (uniqueName ?? order.uniqueName)
        );
      });
    },

    async createHostedNumberOrder(as: Caller, parameters: Parameters & { accountSid?: string }) {
      const json = await http.write(as, preview, ordersPath, formOf(parameters));
      return understood({ method: 'POST', path: ordersPath }, () =>
        readHostedNumberOrder(json, parameters.accountSid ?? as.accountSid),
      );
    },

    async updateHostedNumberOrder(as: Caller, sid: string, parameters: Parameters) {
      const path = under(ordersPath, sid);
      const json = await http.write(as, preview, path, changesFormOf(parameters));
      return understood({ method: 'POST', path }, () => readHostedNumberOrder(json, as.accountSid));
    },

    deleteHostedNumberOrder: (as: Caller, sid: string) => http.remove(as, preview, under(ordersPath, sid)),
  };
}
