// Random rows of the three lists, made of the tables' columns: a column that is added is filled by itself. What may be
// missing is missing in some rows, times and texts are equal in many, and texts are what comparisons stumble over.
import { getTableColumns, getTableName, sql } from 'drizzle-orm';
import type { PgColumn } from 'drizzle-orm/pg-core';
import type { Database } from '../../src/db/client.ts';
import { columnShapes } from '../../src/db/columns.ts';
import { type Field, fieldsOf } from '../../src/db/fields.ts';
import {
  activeNumberList,
  authorizationDocumentList,
  hostedNumberOrderList,
  type List,
} from '../../src/db/pages-lists.ts';
import { createRandom, pick, pickIndex, type Random } from '../../src/emulator/seeded-random.ts';
import { failureCodeOf } from '../../src/twilio/failure-reason.ts';
import { sidPrefixes } from '../../src/vocabulary.ts';
import { size } from '../large/size.ts';
import { now, owner, sid, stranger, subaccount } from './rows.ts';

/** A row as the database gives it back. */
export type Row = Readonly<Record<string, unknown>> & { readonly sid: string };
export type ListName = 'activeNumbers' | 'hostedNumberOrders' | 'authorizationDocuments';
export type Rows = Record<ListName, readonly Row[]>;

/** The three lists and the names of their inputs in the graph. */
export const lists = {
  activeNumbers: {
    list: activeNumberList as List<Row>,
    prefix: 'PN',
    filter: 'ActiveNumberFilter',
    sort: 'ActiveNumberSort',
  },
  hostedNumberOrders: {
    list: hostedNumberOrderList as List<Row>,
    prefix: 'HR',
    filter: 'OrderFilter',
    sort: 'OrderSort',
  },
  authorizationDocuments: {
    list: authorizationDocumentList as List<Row>,
    prefix: 'PX',
    filter: 'DocumentFilter',
    sort: 'DocumentSort',
  },
} as const;
export const listNames = Object.keys(lists) as ListName[];

/** How many rows each list has. */
export const rowCount = size;
/** What the rows and the questions are made from; NUMBERGRAPH_TEST_SEED repeats a run. */
export const seed = Number(process.env['NUMBERGRAPH_TEST_SEED'] ?? Date.now() % 1_000_000);

const smile = '🙂';
const long = 'Long'.padEnd(255, '-');
/** Case, wildcards of LIKE, backslashes, quotes, what is not ASCII, and equal first 256 characters. */
export const texts: readonly string[] = [
  '',
  ' ',
  'Alpha',
  'alpha',
  'ALPHABET',
  'alpha-beta gamma',
  "O'Neil & Söhne",
  '"quoted"',
  '100%',
  '1000',
  'a_b',
  'axb',
  'back\\slash',
  'back\\\\slash',
  '%',
  '_',
  '\\',
  'Ünder',
  'ünder',
  'İstanbul ıssız',
  'straße STRASSE',
  'naïve\u00a0space',
  'tab\tand\nline',
  'Ada.Lovelace+hosted@Example.COM',
  'ada@example.com',
  '415 555 0101',
  '電話番号',
  smile,
  '\uffff',
  '{}[]`~:;<=>?@',
  `${long}!A`,
  `${long}!a`,
  `${long}!b`,
  `${long}?`,
  long,
  `${smile.repeat(255)}xAny`,
  `${smile.repeat(255)}XOther`,
  smile.repeat(256),
  smile.repeat(200),
  "Twilio's own words: The LOA was not signed in time.",
];

/** Items of lists have no backslash: the driver of the server loses those when it reads a list. */
const items = texts.filter((text) => !text.includes('\\'));

const hourMs = 3_600_000;
/** Steep places: poles, the meridian where days begin, the zero of both, and ordinary ones. */
const degrees = {
  latitude: [-90, -89.9999, -45.5, 0, 0.0000001, 40.7128, 52.52, 89.5, 90],
  longitude: [-180, -179.9999, -74.006, 0, 0.0000001, 13.405, 179.9, 180],
} as const;

/** `count` rows of each list; those of a stranger and those that have vanished among them. */
export async function insertRandomRows(database: Database, count: number, from: number): Promise<void> {
  const random = createRandom(from, 'rows');
  for (const name of listNames) {
    const numbers = Array.from({ length: count }, (_, number) => number);
    for (let at = 0; at < count; at += 5000) {
      await insertRecords(
        database,
        name,
        numbers.slice(at, at + 5000).map((number) => randomRow(name, number, count, random)),
      );
    }
  }
  await database.db.execute(sql`analyze`);
}

/** Writes records, given by the fields of the table, in one statement. */
export async function insertRecords(database: Database, name: ListName, records: readonly object[]): Promise<void> {
  const { table } = lists[name].list;
  const shapes = columnShapes(table);
  const names = sql.raw(shapes.map((column) => `"${column.name}"`).join(', '));
  const fields = sql.raw(shapes.map((column) => `record."${column.field}"`).join(', '));
  const types = sql.raw(shapes.map((column) => `"${column.field}" ${column.type}`).join(', '));
  await database.db.execute(
    sql`insert into ${sql.identifier(getTableName(table))} (${names})
      select ${fields} from json_to_recordset(${JSON.stringify(records)}::json) as record (${types})`,
  );
}

/** What the tenant has, generated columns included. */
export async function readRows(database: Database): Promise<Rows> {
  const read = async (name: ListName) => {
    const { list } = lists[name];
    const found: Row[] = [];
    for (let part: Row[] | null = null; part === null || part.length > 0; found.push(...part)) {
      const isNext = sql`${list.ownerAccountSid} = ${owner} and ${list.sid} > ${found.at(-1)?.sid ?? ''}`;
      part = await list.read(database.db, isNext, [sql`${list.sid}`], 5000);
    }
    return found;
  };
  const [activeNumbers, hostedNumberOrders, authorizationDocuments] = await Promise.all(listNames.map(read));
  return {
    activeNumbers: activeNumbers ?? [],
    hostedNumberOrders: hostedNumberOrders ?? [],
    authorizationDocuments: authorizationDocuments ?? [],
  };
}

/** The `number`-th record of a list in which links lead to some of `count` records. */
export function randomRow(name: ListName, number: number, count: number, random: Random): Record<string, unknown> {
  const { list, prefix } = lists[name];
  const fields = new Map<string, Field>(fieldsOf(list.fields.tree).map(({ field }) => [field.column, field]));
  const columns: Readonly<Record<string, PgColumn>> = getTableColumns(list.table);
  const entries = Object.entries(columns)
    .filter(([, column]) => column.generated === undefined)
    .map(([name, column]) => [name, randomValue(column, fields.get(name), count, random)] as const);
  const row: Record<string, unknown> = {
    ...Object.fromEntries(entries),
    sid: sid(prefix, number),
    ownerAccountSid: random() < 0.03 ? stranger : owner,
    accountSid: pick(random, [owner, subaccount]),
    vanishedAt: random() < 0.1 ? now : null,
  };
  if ('failureReason' in row)
    row['failureCode'] = failureCodeOf(String(row['status']), row['failureReason'] as string | null);
  return withoutDetails(row);
}

/** What a number cannot do at all has no details; lists are empty then. */
function withoutDetails(row: Record<string, unknown>): Record<string, unknown> {
  const absent = ['capabilitiesVoice', 'capabilitiesSms', 'capabilitiesMms'].filter((block) => row[block] === false);
  const isDetail = (name: string) => absent.some((block) => name !== block && name.startsWith(block));
  return Object.fromEntries(
    Object.entries(row).map(([name, value]) => [name, isDetail(name) ? (Array.isArray(value) ? [] : null) : value]),
  );
}

function randomValue(column: PgColumn, field: Field | undefined, count: number, random: Random): unknown {
  if (!column.notNull && random() < 0.2) return null;
  const some = (values: number) => pickIndex(random, values);
  switch (field?.kind) {
    case undefined:
      return plainValue(column, random);
    case 'text':
      return random() < 0.7
        ? pick(random, texts)
        : `Name ${some(count)} of ${pick(random, ['Berlin', 'berlin', 'Bern'])}`;
    case 'exact':
      return `+1415555${String(some(count)).padStart(5, '0')}`;
    case 'texts':
      return Array.from({ length: some(3) }, () => pick(random, items));
    case 'integer':
      return pick(random, [-1, 0, 1, 2, 30, 60, 2_147_483_647]);
    case 'float':
      return randomDegrees(field.column, random);
    case 'flag':
    case 'present':
      return random() < 0.5;
    case 'time':
      return new Date(now.getTime() - some(Math.ceil(count / 10)) * hourMs);
    case 'sid': {
      // Links lead nowhere from some, and from many to the same record.
      const kinds =
        field.of === 'phoneNumber' || field.of === 'authorizationDocument' ? count * 1.2 * random() ** 2 : 40;
      return sid(sidPrefixes[field.of], some(kinds + 1));
    }
    case 'word':
      return pick(random, [...Object.values(field.words).flat(), ...(isOurs(field) ? [] : ['brand-new-word'])]);
    default:
      return field satisfies never;
  }
}

function randomDegrees(column: string, random: Random): number {
  const isNorth = column.endsWith('Latitude');
  const steep: readonly number[] = isNorth ? degrees.latitude : degrees.longitude;
  return random() < 0.5 ? pick(random, steep) : (random() * 2 - 1) * (isNorth ? 90 : 180);
}

/** Words that no other is ever stored beside: HTTP's, and our own. */
function isOurs(field: Field): boolean {
  return ['HttpMethodOp', 'NumberResourceOp', 'FailureCodeOp', 'CallbackCoverageOp'].includes(field.operators ?? '');
}

function plainValue(column: PgColumn, random: Random): unknown {
  if (column.dataType === 'boolean') return random() < 0.5;
  if (column.dataType === 'number') return pickIndex(random, 5);
  if (column.dataType === 'date') return new Date(now.getTime() - pickIndex(random, 50) * hourMs);
  return 'anything';
}
