// Twilio's side as the suite drives it: orders are moved over the emulator's control routes, and read over its API, so
// that the truth of a run is the emulator's and not the gateway's.
import type { History } from './history.ts';
import { exchange } from './http.ts';

export type Order = { sid: string; phoneNumber: string; status: string; documentSid: string | null };
export type Account = { sid: string; authToken: string };

/** The steps of an order that is received, in order. */
export const road = [
  'pending-verification',
  'verified',
  'pending-loa',
  'carrier-processing',
  'testing',
  'completed',
] as const;

type WireOrder = {
  sid: string;
  phone_number: string;
  status: string;
  signing_document_sid: string | null;
  verification_attempts: number;
};

export interface Upstream {
  readonly parent: Account;
  readonly subaccount: Account;
  /** Enters a status. Orders of the seed have no callback address: the suite itself sends their callbacks. */
  move(order: Order, status: string): Promise<void>;
  /** All orders of the parent, as the API lists them. */
  listOrders(): Promise<Order[]>;
  listDocuments(): Promise<{ sid: string; status: string }[]>;
  /** The recipient signs: `orders`, which are all those of the document, go to the carrier. */
  signDocument(sid: string, orders: readonly Order[]): Promise<void>;
  cancelDocument(sid: string): Promise<void>;
  /** Spoils answers from now on, as the emulator's rules of faults say. */
  spoil(rules: readonly object[]): Promise<void>;
  /** Forgets all such rules. */
  heal(): Promise<void>;
  /** Lets the emulator's clock follow the real one, or stand still. */
  runClock(running: boolean): Promise<void>;
  /** How many verification calls Twilio has made for each order of the parent. */
  countVerificationCalls(): Promise<Map<string, number>>;
  /** The callback address that Twilio was given with the newest order, without its fragment. */
  findCallbackAddress(): Promise<string | null>;
}

/** `url` is the emulator's own, not the one behind the fault proxy: the suite must get through while the gateway does not. */
export function createUpstream(url: string, accounts: readonly Account[], history: History): Upstream {
  const [parent, subaccount] = accounts;
  if (!parent || !subaccount) throw new Error('the emulator has too few accounts');
  const control = async (path: string, body: unknown): Promise<void> => {
    const { status, text } = await exchange(`${url}/_emulator/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
    if (status >= 300) throw new Error(`${path}: ${status} ${text}`);
  };
  const list = (resource: string) => listAll(url, parent, `/HostedNumbers/${resource}?PageSize=1000`);
  return {
    parent,
    subaccount,
    async move(order, status) {
      await control(`orders/${order.sid}/move`, { status });
      history.record({ type: 'moved', orderSid: order.sid, status, at: Date.now() });
    },
    async listOrders() {
      const rows = (await list('HostedNumberOrders')) as WireOrder[];
      return rows.map((row) => ({
        sid: row.sid,
        phoneNumber: row.phone_number,
        status: row.status,
        documentSid: row.signing_document_sid,
      }));
    },
    listDocuments: async () => (await list('AuthorizationDocuments')) as { sid: string; status: string }[],
    async signDocument(sid, orders) {
      await control(`documents/${sid}/sign`, {});
      for (const order of orders) {
        history.record({ type: 'moved', orderSid: order.sid, status: 'carrier-processing', at: Date.now() });
      }
    },
    cancelDocument: (sid) => control(`documents/${sid}/cancel`, {}),
    spoil: (rules) => control('faults', rules),
    async heal() {
      await exchange(`${url}/_emulator/faults`, { method: 'DELETE' });
    },
    runClock: (running) => control('clock', { running, speed: 1 }),
    async countVerificationCalls() {
      const rows = (await list('HostedNumberOrders')) as WireOrder[];
      return new Map(rows.map((row) => [row.sid, row.verification_attempts]));
    },
    async findCallbackAddress() {
      const { text } = await exchange(`${url}/_emulator/deliveries?limit=1`);
      const { deliveries } = JSON.parse(text) as { deliveries: { url: string }[] };
      return deliveries[0]?.url.split('#')[0] ?? null;
    },
  };
}

async function listAll(url: string, account: Account, firstPath: string): Promise<unknown[]> {
  const authorization = `Basic ${Buffer.from(`${account.sid}:${account.authToken}`).toString('base64')}`;
  const items: unknown[] = [];
  for (let path: string | null = firstPath; path !== null; ) {
    const { status, text } = await exchange(url + path, { headers: { authorization } });
    if (status !== 200) throw new Error(`${path}: ${status}`);
    const page = JSON.parse(text) as { items: unknown[]; meta: { next_page_url: string | null } };
    items.push(...page.items);
    const next: string | null = page.meta.next_page_url;
    path = next === null ? null : next.replace(/^https?:\/\/[^/]+/, '');
  }
  return items;
}
