// What a filter of the lists means, said a second time and in JavaScript: from the descriptions of the graph and not from
// the SQL. Takes filters as clients write them.
import {
  type Field,
  type FieldNode,
  type FieldTree,
  isField,
  type LinkField,
  type PlaceField,
  type SearchField,
} from '../../src/db/fields.ts';
import { type ListName, lists, type Row, type Rows } from './random-rows.ts';
import { now } from './rows.ts';

export type Filter = { readonly [name: string]: unknown };

/** Rows that links can be followed in. */
export type World = {
  rows: Rows;
  ordersOfNumber: ReadonlyMap<string, readonly Row[]>;
  ordersOfDocument: ReadonlyMap<string, readonly Row[]>;
  numbers: ReadonlyMap<string, Row>;
  documents: ReadonlyMap<string, Row>;
};

/** A row lies on the edge of a circle, where rounding decides. */
export class OnTheEdge extends Error {}

export function worldOf(rows: Rows): World {
  const live = (name: ListName) => rows[name].filter((row) => row['vanishedAt'] === null);
  const bySid = (name: ListName) => new Map(live(name).map((row) => [row.sid, row]));
  const orders = live('hostedNumberOrders');
  return {
    rows,
    ordersOfNumber: groupedBy(orders, 'incomingPhoneNumberSid'),
    ordersOfDocument: groupedBy(orders, 'signingDocumentSid'),
    numbers: bySid('activeNumbers'),
    documents: bySid('authorizationDocuments'),
  };
}

function groupedBy(rows: readonly Row[], field: string): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of rows) {
    const key = String(row[field]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  return groups;
}

/** The rows that a list shows under a filter. */
export function listed(world: World, name: ListName, filter: Filter): Row[] {
  const { vanished = false, ...rest } = filter;
  const { tree } = lists[name].list.fields;
  return world.rows[name].filter(
    (row) => (row['vanishedAt'] !== null) === vanished && satisfies(world, tree, row, rest),
  );
}

function satisfies(world: World, tree: FieldTree, row: Row, filter: Filter): boolean {
  return Object.entries(filter).every(([name, value]) => {
    if (name === 'and') return (value as Filter[]).every((each) => satisfies(world, tree, row, each));
    if (name === 'or') return (value as Filter[]).some((each) => satisfies(world, tree, row, each));
    if (name === 'not') return !satisfies(world, tree, row, value as Filter);
    const node = tree[name];
    if (node === undefined) throw new Error(`no field ${name}`);
    return nodeHolds(world, node, row, value);
  });
}

function nodeHolds(world: World, node: FieldNode, row: Row, value: unknown): boolean {
  if (isField(node)) return fieldHolds(node, row, value);
  switch (node.kind) {
    case 'group':
      return satisfies(world, node.fields, row, value as Filter);
    case 'link':
      return endsOf(world, node, row).some((end) => satisfies(world, end.tree, end.row, value as Filter));
    case 'near':
      return isNear(node, row, value as Circle);
    case 'search':
      return isFound(node, row, value as string);
    default:
      return node satisfies never;
  }
}

/** A number has one order, the newest that Twilio still has; a document has many. */
function endsOf(world: World, { link }: LinkField, row: Row): { tree: FieldTree; row: Row }[] {
  const [orderTree, numberTree, documentTree] = [
    lists.hostedNumberOrders.list.fields.tree,
    lists.activeNumbers.list.fields.tree,
    lists.authorizationDocuments.list.fields.tree,
  ];
  switch (link) {
    case 'orderOfNumber':
      return newestOf(world.ordersOfNumber.get(row.sid) ?? []).map((order) => ({ tree: orderTree, row: order }));
    case 'ordersOfDocument':
      return (world.ordersOfDocument.get(row.sid) ?? []).map((order) => ({ tree: orderTree, row: order }));
    case 'numberOfOrder': {
      const number = world.numbers.get(String(row['incomingPhoneNumberSid']));
      return number ? [{ tree: numberTree, row: number }] : [];
    }
    case 'documentOfOrder': {
      const document = world.documents.get(String(row['signingDocumentSid']));
      return document ? [{ tree: documentTree, row: document }] : [];
    }
    default:
      return link satisfies never;
  }
}

function newestOf(orders: readonly Row[]): Row[] {
  const isNewer = (a: Row, b: Row) => {
    const [first, second] = [timeOf(a['dateCreated']), timeOf(b['dateCreated'])];
    return first === second ? a.sid > b.sid : first > second;
  };
  return orders
    .slice(0, 1)
    .map((first) => orders.reduce((newest, each) => (isNewer(each, newest) ? each : newest), first));
}

function fieldHolds(field: Field, row: Row, asked: unknown): boolean {
  const stored = row[field.column] ?? null;
  if (field.kind === 'present') return stored === asked;
  const value = field.kind === 'word' ? graphWordOf(field, stored as string | null) : stored;
  return Object.entries(asked as Filter).every(([operator, operand]) => {
    if (operator === 'isNull') return (stored === null) === operand;
    return value === null ? isNegated(operator) : operatorHolds(operator, value, operand);
  });
}

/** What is not there differs from everything. */
const isNegated = (operator: string) => operator === 'ne' || operator === 'notIn';

function operatorHolds(operator: string, value: unknown, operand: unknown): boolean {
  switch (operator) {
    case 'eq':
      return value === operand;
    case 'ne':
      return value !== operand;
    case 'in':
      return (operand as unknown[]).includes(value);
    case 'notIn':
      return !(operand as unknown[]).includes(value);
    case 'startsWith':
      return smallLetters(String(value)).startsWith(smallLetters(String(operand)));
    case 'contains':
      return smallLetters(String(value)).includes(smallLetters(String(operand)));
    case 'has':
      return (value as unknown[]).includes(operand);
    case 'gte':
      return value instanceof Date ? timeOf(value) >= timeOf(operand) : Number(value) >= Number(operand);
    case 'lte':
      return Number(value) <= Number(operand);
    case 'lt':
      return timeOf(value) < timeOf(operand);
    case 'within':
      return timeOf(value) >= now.getTime() - durationMsOf(String(operand));
    default:
      throw new Error(`the naive filter does not know ${operator}`);
  }
}

/** The word of the graph: `toll-free` in capitals with underscores, UNKNOWN for what we have no word for. */
function graphWordOf(field: Field & { kind: 'word' }, stored: string | null): string | null {
  if (stored === null) return field.emptyIsUnknown ? 'UNKNOWN' : null;
  const word = Object.entries(field.words).find(([, words]) => words.includes(stored))?.[0];
  return word === undefined ? 'UNKNOWN' : (oneWordOfTwilio[word] ?? word.toUpperCase().replaceAll('-', '_'));
}
const oneWordOfTwilio: Record<string, string> = { tollfree: 'TOLL_FREE', shortcode: 'SHORT_CODE' };

/** The letters A to Z in lower case and no others. */
function smallLetters(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
}

function timeOf(value: unknown): number {
  return value instanceof Date ? value.getTime() : Date.parse(String(value));
}

const unitMs: Record<string, number> = { W: 604_800_000, D: 86_400_000, H: 3_600_000, M: 60_000, S: 1000 };
/** No months here, so M is minutes. */
function durationMsOf(text: string): number {
  return [...text.matchAll(/(\d+(?:\.\d+)?)([WDHMS])/g)].reduce(
    (sum, [, n, unit]) => sum + Number(n) * (unitMs[unit ?? ''] ?? 0),
    0,
  );
}

/** Each word asked begins a word of the first 256 characters of a text, or all of it ends the phone number. */
function isFound(search: SearchField, row: Row, asked: string): boolean {
  const words = search.texts.flatMap((column) => wordsIn(beginningOf(row[column] as string | null)));
  if (wordsIn(asked).every((word) => words.some((each) => each.startsWith(word)))) return true;
  const digits = asked.replaceAll(/[-+().\s]/g, '');
  if (search.phoneNumber === undefined || !/^[0-9]{2,}$/.test(digits)) return false;
  return String(row[search.phoneNumber]).endsWith(digits);
}

function beginningOf(text: string | null): string {
  return [...(text ?? '')].slice(0, 256).join('');
}

function wordsIn(text: string): string[] {
  const isOfWord = (character: string) => /[0-9a-z]/.test(character) || character > '\x7f';
  const words = [''];
  for (const character of smallLetters(text)) {
    if (isOfWord(character)) words.push(`${words.pop()}${character}`);
    else words.push('');
  }
  return words.filter((word) => word !== '');
}

type Circle = { latitude: number; longitude: number; radiusKm: number };
const earthRadiusKm = 6371.0088;

/** The angle between two arrows from the centre of the Earth. Throws OnTheEdge. */
function isNear(place: PlaceField, row: Row, circle: Circle): boolean {
  const [latitude, longitude] = [row[place.latitude], row[place.longitude]];
  if (typeof latitude !== 'number' || typeof longitude !== 'number') return false;
  const [a, b] = [arrowTo(latitude, longitude), arrowTo(circle.latitude, circle.longitude)];
  const cross = [a.y * b.z - a.z * b.y, a.z * b.x - a.x * b.z, a.x * b.y - a.y * b.x];
  const distanceKm = earthRadiusKm * Math.atan2(Math.hypot(...cross), a.x * b.x + a.y * b.y + a.z * b.z);
  // On the far side of the Earth the haversine formula is exact to a decimetre only.
  const doubtKm = distanceKm > 19_900 ? 1e-3 : 1e-6;
  if (distanceKm !== 0 && Math.abs(distanceKm - circle.radiusKm) < doubtKm) throw new OnTheEdge();
  return distanceKm <= circle.radiusKm;
}

function arrowTo(latitude: number, longitude: number): { x: number; y: number; z: number } {
  const [north, east] = [(latitude * Math.PI) / 180, (longitude * Math.PI) / 180];
  return { x: Math.cos(north) * Math.cos(east), y: Math.cos(north) * Math.sin(east), z: Math.sin(north) };
}
