// Mirrored records by sid, as a write has to see them: past the loaders, which remember what was before.
import { and, desc, eq, inArray, isNull, sql } from 'drizzle-orm';
import type { Db } from './client.ts';
import { recordChanges, writeIntents } from './gateway-tables.ts';
import {
  type ActiveNumberRow,
  type AuthorizationDocumentRow,
  activeNumbers,
  authorizationDocuments,
  type HostedNumberOrderRow,
  hostedNumberOrders,
} from './tables.ts';

type Read<Row> = (db: Db, ownerAccountSid: string, sids: readonly string[]) => Promise<Row[]>;

/** Vanished or not; those of another tenant are not seen. */
export const readRecords: {
  orders: Read<HostedNumberOrderRow>;
  documents: Read<AuthorizationDocumentRow>;
  numbers: Read<ActiveNumberRow>;
} = {
  orders: (db, owner, sids) =>
    db
      .select()
      .from(hostedNumberOrders)
      .where(and(eq(hostedNumberOrders.ownerAccountSid, owner), inArray(hostedNumberOrders.sid, [...sids]))),
  documents: (db, owner, sids) =>
    db
      .select()
      .from(authorizationDocuments)
      .where(and(eq(authorizationDocuments.ownerAccountSid, owner), inArray(authorizationDocuments.sid, [...sids]))),
  numbers: (db, owner, sids) =>
    db
      .select()
      .from(activeNumbers)
      .where(and(eq(activeNumbers.ownerAccountSid, owner), inArray(activeNumbers.sid, [...sids]))),
};

/** All orders of the tenant for that number, whatever has become of them. */
export async function findOrderSidsOfNumber(db: Db, ownerAccountSid: string, phoneNumber: string): Promise<string[]> {
  const found = await db
    .select({ sid: hostedNumberOrders.sid })
    .from(hostedNumberOrders)
    .where(
      and(eq(hostedNumberOrders.ownerAccountSid, ownerAccountSid), eq(hostedNumberOrders.phoneNumber, phoneNumber)),
    );
  return found.map((order) => order.sid);
}

/** Orders with those unique names that Twilio still has, in whichever account: names are unique in one account only. */
export function findOrdersByUniqueName(
  db: Db,
  ownerAccountSid: string,
  uniqueNames: readonly string[],
): Promise<HostedNumberOrderRow[]> {
  return db
    .select()
    .from(hostedNumberOrders)
    .where(
      and(
        eq(hostedNumberOrders.ownerAccountSid, ownerAccountSid),
        inArray(hostedNumberOrders.uniqueName, [...uniqueNames]),
        isNull(hostedNumberOrders.vanishedAt),
      ),
    )
    .orderBy(hostedNumberOrders.sid);
}

/**
 * When the verification code that each order has now was made, at the latest: it was seen at the last change before which
 * the order had another or none, and Twilio dated that change. Later changes move neither. An order is left out where the
 * log no longer reaches back so far.
 */
export async function readCodeTimes(
  db: Db,
  ownerAccountSid: string,
  sids: readonly string[],
): Promise<ReadonlyMap<string, Date>> {
  const c = recordChanges;
  const o = hostedNumberOrders;
  // What the row was after a change is what it was before the next one.
  const dated = sql`coalesce(
    (select (later.before ->> 'date_updated')::timestamptz from ${c} later
      where later.sid = ${c.sid} and later.position > ${c.position} and later.owner_account_sid = ${ownerAccountSid}
      order by later.position limit 1),
    ${o.dateUpdated})`;
  const found = await db
    .selectDistinctOn([c.sid], { sid: c.sid, madeAt: sql`least(${c.observedAt}, ${dated})`.mapWith(c.observedAt) })
    .from(c)
    .innerJoin(o, eq(o.sid, c.sid))
    .where(
      and(
        eq(c.ownerAccountSid, ownerAccountSid),
        eq(c.kind, 'ORDER'),
        inArray(c.sid, [...sids]),
        sql`${c.before} ->> 'verification_code' is distinct from ${o.verificationCode}`,
      ),
    )
    .orderBy(c.sid, desc(c.position));
  return new Map(found.map(({ sid, madeAt }) => [sid, madeAt]));
}

/** All records of the tenant of that phone number, whatever has become of them. */
export async function findNumberSids(db: Db, ownerAccountSid: string, phoneNumber: string): Promise<string[]> {
  const found = await db
    .select({ sid: activeNumbers.sid })
    .from(activeNumbers)
    .where(and(eq(activeNumbers.ownerAccountSid, ownerAccountSid), eq(activeNumbers.phoneNumber, phoneNumber)));
  return found.map((number) => number.sid);
}

/** The first row of a bulk write that was sent under that key; null when none was. */
export async function findRowOfKey(db: Db, ownerAccountSid: string, idempotencyKey: string): Promise<number | null> {
  const [first] = await db
    .select({ row: writeIntents.row })
    .from(writeIntents)
    .where(and(eq(writeIntents.ownerAccountSid, ownerAccountSid), eq(writeIntents.idempotencyKey, idempotencyKey)))
    .orderBy(writeIntents.row)
    .limit(1);
  return first?.row ?? null;
}
