// Statements that find single records by what people know of them. Every one names the tenant; vanished records answer,
// so that a sid from an old log still leads somewhere.
import { and, asc, desc, eq, inArray, isNull, ne, notInArray, type SQL, sql } from 'drizzle-orm';
import { finalOrderStatuses } from '../vocabulary.ts';
import type { Db } from './client.ts';
import { type StatusTransitionRow, statusTransitions } from './gateway-tables.ts';
import {
  type AccountRow,
  type ActiveNumberRow,
  accounts,
  activeNumbers,
  type HostedNumberOrderRow,
  hostedNumberOrders,
} from './tables.ts';

/** The number first seen last among those with this phone number: a hosted number that is being ported has two sids. */
export async function findNumberByPhoneNumber(
  db: Db,
  ownerAccountSid: string,
  phoneNumber: string,
): Promise<ActiveNumberRow | null> {
  const [row] = await db
    .select()
    .from(activeNumbers)
    .where(and(eq(activeNumbers.ownerAccountSid, ownerAccountSid), eq(activeNumbers.phoneNumber, phoneNumber)))
    .orderBy(desc(activeNumbers.firstSeenAt), desc(activeNumbers.sid))
    .limit(1);
  return row ?? null;
}

/** The order first seen last among those with this unique name: names are unique in one account only. */
export async function findOrderByUniqueName(
  db: Db,
  ownerAccountSid: string,
  uniqueName: string,
): Promise<HostedNumberOrderRow | null> {
  const [row] = await db
    .select()
    .from(hostedNumberOrders)
    .where(and(eq(hostedNumberOrders.ownerAccountSid, ownerAccountSid), eq(hostedNumberOrders.uniqueName, uniqueName)))
    .orderBy(desc(hostedNumberOrders.firstSeenAt), desc(hostedNumberOrders.sid))
    .limit(1);
  return row ?? null;
}

/** The sid of an order of that account that has the unique name; null when the name is free, as far as the mirror knows. */
export async function findUniqueNameHolder(
  db: Db,
  ownerAccountSid: string,
  accountSid: string,
  uniqueName: string,
): Promise<string | null> {
  const [row] = await db
    .select({ sid: hostedNumberOrders.sid })
    .from(hostedNumberOrders)
    .where(
      and(
        eq(hostedNumberOrders.ownerAccountSid, ownerAccountSid),
        eq(hostedNumberOrders.accountSid, accountSid),
        eq(hostedNumberOrders.uniqueName, uniqueName),
        isNull(hostedNumberOrders.vanishedAt),
      ),
    )
    .limit(1);
  return row?.sid ?? null;
}

/** The sid of an order of the tenant for that number that has not ended; null when there is none. */
export async function findOpenOrder(db: Db, ownerAccountSid: string, phoneNumber: string): Promise<string | null> {
  const [row] = await db
    .select({ sid: hostedNumberOrders.sid })
    .from(hostedNumberOrders)
    .where(
      and(
        eq(hostedNumberOrders.ownerAccountSid, ownerAccountSid),
        eq(hostedNumberOrders.phoneNumber, phoneNumber),
        isNull(hostedNumberOrders.vanishedAt),
        notInArray(hostedNumberOrders.status, [...finalOrderStatuses]),
      ),
    )
    .limit(1);
  return row?.sid ?? null;
}

/** For each number the order that brought it in: one that Twilio still has before a vanished one, then the newest. */
export function readOrdersOfNumbers(
  db: Db,
  ownerAccountSid: string,
  numberSids: readonly string[],
): Promise<HostedNumberOrderRow[]> {
  return db
    .selectDistinctOn([hostedNumberOrders.incomingPhoneNumberSid])
    .from(hostedNumberOrders)
    .where(
      and(
        eq(hostedNumberOrders.ownerAccountSid, ownerAccountSid),
        inArray(hostedNumberOrders.incomingPhoneNumberSid, [...numberSids]),
      ),
    )
    .orderBy(
      hostedNumberOrders.incomingPhoneNumberSid,
      sql`(${hostedNumberOrders.vanishedAt} is null) desc`,
      desc(hostedNumberOrders.dateCreated),
      desc(hostedNumberOrders.sid),
    );
}

/** The numbers that Twilio still has under any of these phone numbers, those first seen last first. */
export function readNumbersByPhoneNumber(
  db: Db,
  ownerAccountSid: string,
  phoneNumbers: readonly string[],
): Promise<ActiveNumberRow[]> {
  return db
    .select()
    .from(activeNumbers)
    .where(
      and(
        eq(activeNumbers.ownerAccountSid, ownerAccountSid),
        inArray(activeNumbers.phoneNumber, [...phoneNumbers]),
        isNull(activeNumbers.vanishedAt),
      ),
    )
    .orderBy(desc(activeNumbers.firstSeenAt), desc(activeNumbers.sid));
}

/** The accounts of the tenant, the parent first. */
export function readAccounts(db: Db, ownerAccountSid: string): Promise<AccountRow[]> {
  return db
    .select()
    .from(accounts)
    .where(and(eq(accounts.ownerAccountSid, ownerAccountSid), isNull(accounts.vanishedAt)))
    .orderBy(sql`(${ne(accounts.sid, ownerAccountSid)})`, asc(accounts.sid));
}

/** Entries of the log by position. */
export function readTransitions(
  db: Db,
  ownerAccountSid: string,
  positions: readonly number[],
): Promise<StatusTransitionRow[]> {
  return db
    .select()
    .from(statusTransitions)
    .where(
      and(eq(statusTransitions.ownerAccountSid, ownerAccountSid), inArray(statusTransitions.position, [...positions])),
    );
}

/** Those of the orders that satisfy a condition now, in one statement. */
export async function readMatchingOrderSids(
  db: Db,
  ownerAccountSid: string,
  sids: readonly string[],
  where: SQL | undefined,
): Promise<ReadonlySet<string>> {
  const matching = await db
    .select({ sid: hostedNumberOrders.sid })
    .from(hostedNumberOrders)
    .where(
      and(eq(hostedNumberOrders.ownerAccountSid, ownerAccountSid), inArray(hostedNumberOrders.sid, [...sids]), where),
    );
  return new Set(matching.map((row) => row.sid));
}
