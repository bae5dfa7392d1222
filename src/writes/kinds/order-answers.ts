// What the writes to orders do with Twilio's answers: into the mirror, and from there on it is known.
import type { HostedNumberOrderRow } from '../../db/tables.ts';
import { ingest, ingestDisappearance } from '../../mirror/ingest.ts';
import type { Credentials, UpdateHostedNumberOrderParameters } from '../../twilio/client.ts';
import type { HostedNumberOrderFacts } from '../../twilio/facts.ts';
import type { SentWrite, WriteTools } from '../write-kind.ts';

/** Keeps an order that Twilio gave; gives its sid. */
export async function keepOrder(
  order: HostedNumberOrderFacts,
  startedAt: Date,
  { database, ownerAccountSid }: WriteTools,
  isMadeHere = false,
): Promise<string> {
  const createdHere = new Set(isMadeHere ? [order.sid] : []);
  await ingest(database, { ownerAccountSid, source: 'mutation-response', startedAt, orders: [order], createdHere });
  return order.sid;
}

/** Sends one change of an order and keeps the answer; gives its sid. */
export async function sendOrderChange(
  write: SentWrite<Record<string, unknown>>,
  parameters: UpdateHostedNumberOrderParameters,
  credentials: Credentials,
  tools: WriteTools,
): Promise<string> {
  const startedAt = tools.now();
  const order = await tools.twilio.updateHostedNumberOrder(credentials, orderSidOf(write), parameters);
  return keepOrder(order, startedAt, tools);
}

/** The order as Twilio has it now, kept. */
export async function lookAtOrder(
  write: SentWrite<Record<string, unknown>>,
  credentials: Credentials,
  tools: WriteTools,
): Promise<HostedNumberOrderFacts> {
  const startedAt = tools.now();
  const order = await tools.twilio.fetchHostedNumberOrder(credentials, orderSidOf(write));
  await keepOrder(order, startedAt, tools);
  return order;
}

/** The order is gone, and with it the number that was made for it (DELETE on the page of the HostedNumberOrder). */
export async function keepDisappearance(
  orderSid: string,
  numberSid: HostedNumberOrderRow['incomingPhoneNumberSid'],
  { database, ownerAccountSid, now }: WriteTools,
): Promise<void> {
  const seen = { ownerAccountSid, source: 'mutation-response', startedAt: now() } as const;
  await ingestDisappearance(database, { ...seen, resource: 'orders', sids: [orderSid] });
  if (numberSid !== null) await ingestDisappearance(database, { ...seen, resource: 'numbers', sids: [numberSid] });
}

/** The order that a write is about. */
export function orderSidOf({ targetSid }: SentWrite<Record<string, unknown>>): string {
  if (targetSid === null) throw new Error('a write to an order names none');
  return targetSid;
}
