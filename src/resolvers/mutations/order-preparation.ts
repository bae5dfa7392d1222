// The three steps that all writes to one order share: values first, then the order as the mirror has it, and only if those
// are sound the order as it is now.
import type { Context } from '../../context.ts';
import type { FieldChange } from '../../db/gateway-tables.ts';
import type { HostedNumberOrderRow } from '../../db/tables.ts';
import { findOrdersByUniqueName, readRecords } from '../../db/write-lookups.ts';
import type { OrderRef } from '../../schema/references.ts';
import { freshOrder } from '../../writes/fresh-record.ts';
import { goneError } from '../../writes/order-moves.ts';
import type { Preparation, WritePlan, WriteTools } from '../../writes/write-kind.ts';
import { findNamed, orderNaming } from './named-records.ts';
import { beginInputCheck, type InputCheck } from './outcome.ts';

type OrderWrite<Request, Secret> = {
  order: typeof OrderRef.$inferInput;
  /** Rules on values. `known` is the order as the mirror has it; null when the reference leads nowhere. */
  checkValues?(check: InputCheck, known: HostedNumberOrderRow | null): Promise<void> | void;
  /** Judges the order as it is now, and says what is to be done. */
  plan(order: HostedNumberOrderRow): Promise<Preparation<Request, Secret>> | Preparation<Request, Secret>;
};

/** All mistakes of the values at once; else what `plan` says of the order. Throws what the client throws. */
export async function prepareOrderWrite<Request, Secret>(
  { order, checkValues, plan }: OrderWrite<Request, Secret>,
  tools: WriteTools,
  context: Context,
): Promise<Preparation<Request, Secret>> {
  const check = beginInputCheck();
  const known = await findOrder(order, check, context);
  await checkValues?.(check, known);
  if (known === null || check.errors.length > 0) return { errors: check.errors };
  const fresh = await freshOrder(known, tools);
  return fresh === null ? { errors: [goneError()] } : plan(fresh);
}

/** The part of a plan that follows from the order. */
export function planFor(order: HostedNumberOrderRow): Pick<WritePlan<unknown>, 'accountSid' | 'subject' | 'targetSid'> {
  return { accountSid: order.accountSid, subject: `order ${order.sid}`, targetSid: order.sid };
}

/** One change, or none where the value stays. Lists are told as one text. */
export function changeOf(path: string, before: FieldValue, after: FieldValue): FieldChange[] {
  const [from, to] = [toText(before), toText(after)];
  return from === to ? [] : [{ path, before: from, after: to }];
}
type FieldValue = string | number | readonly string[] | null;

function toText(value: FieldValue): string | null {
  const text = value === null ? '' : typeof value === 'object' ? value.join(', ') : String(value);
  return text === '' ? null : text;
}

/** Missing, foreign and vanished orders are told alike. */
async function findOrder(
  reference: typeof OrderRef.$inferInput,
  check: InputCheck,
  context: Context,
): Promise<HostedNumberOrderRow | null> {
  const { database, ownerAccountSid } = context.services;
  const { noun, typename, sidKind, byName } = orderNaming(context);
  const naming = {
    noun,
    typename,
    sidKind,
    async readBySid(sids: readonly string[]) {
      const rows = await readRecords.orders(database.db, ownerAccountSid, sids);
      return rows.filter((row) => row.vanishedAt === null);
    },
    byName: byName && {
      field: byName.field,
      complain: byName.complain,
      nameOf: (row: HostedNumberOrderRow) => row.uniqueName,
      read: (names: readonly string[]) => findOrdersByUniqueName(database.db, ownerAccountSid, names),
    },
  };
  const [found] = await findNamed(naming, [reference], check, () => ['order']);
  return found ?? null;
}
