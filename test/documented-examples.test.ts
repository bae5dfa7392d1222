// Each example of Twilio's pages, served as Twilio would serve it, comes through the gateway's reader into the graph with
// every value it has.
import { readdirSync, readFileSync } from 'node:fs';
import { pino } from 'pino';
import { afterEach, describe, expect, test } from 'vitest';
import { createGateway, type Gateway } from '../src/gateway.ts';
import { emptyTestDatabase, openTestDatabase } from './database.ts';
import { pathsOf, resources } from './graph/wire-homes.ts';

type Json = Record<string, unknown>;
const folder = new URL('./fixtures/twilio/', import.meta.url);
const read = (file: string) => JSON.parse(readFileSync(new URL(file, folder), 'utf8')) as Json;
const files = readdirSync(folder).filter((file) => file.endsWith('.json') && !file.startsWith('001-'));

const accountSid = `AC${'a'.repeat(32)}`;
const numberSid = `PN${'5'.repeat(32)}`;
const database = await openTestDatabase();
let gateway: Gateway | undefined;
afterEach(async () => {
  await gateway?.close();
  await emptyTestDatabase(database);
});

/** The list that an example stands in: a list as it is, a single record alone in one. */
function listOf(example: Json): Json {
  return Array.isArray(example['items']) ? example : { items: [example], meta: { key: 'items', next_page_url: null } };
}

const emptyList = { items: [], meta: { key: 'items', next_page_url: null } };
const account = {
  sid: accountSid,
  owner_account_sid: accountSid,
  auth_token: 'token',
  status: 'active',
  friendly_name: 'A',
};

/** A Twilio that has nothing but the example. `knowsNumber`: whether a number without sid can be looked up. */
function answerWith(file: string, example: Json, knowsNumber: boolean): (url: URL) => Response {
  const holds = (kind: string) => Response.json(file.includes(kind) ? listOf(example) : emptyList);
  if (file.includes('incoming-phone-number'))
    return ({ pathname }) => answerIncoming(pathname, [example]) ?? noAccess();
  return ({ pathname, searchParams }) => {
    const found = { sid: numberSid, phone_number: searchParams.get('PhoneNumber') };
    if (pathname.endsWith('/ActiveNumbers')) return holds('active-number');
    if (pathname.endsWith('/AuthorizationDocuments')) return holds('authorization-document');
    return answerIncoming(pathname, knowsNumber ? [found] : []) ?? holds('hosted-number-order');
  };
}

function answerIncoming(pathname: string, numbers: Json[]): Response | null {
  if (pathname.endsWith('/Accounts.json')) return Response.json({ accounts: [account], next_page_uri: null });
  if (!pathname.endsWith('/IncomingPhoneNumbers.json')) return null;
  return Response.json({ incoming_phone_numbers: numbers, next_page_uri: null });
}

function noAccess(): Response {
  return Response.json({ code: 20404, message: 'The requested resource was not found', status: 404 }, { status: 404 });
}

async function startWith(file: string, example: Json, knowsNumber = true): Promise<Gateway> {
  const answer = answerWith(file, example, knowsNumber);
  gateway = await createGateway({
    database,
    accountSid,
    authTokens: ['token'],
    previewUrl: 'https://preview.twilio.com',
    apiUrl: 'https://api.twilio.com',
    publicUrl: 'http://gateway.test',
    syncIntervalMs: 3_600_000,
    graphiql: false,
    allowedOrigins: [],
    allowPrivateUrls: false,
    log: pino({ level: 'silent' }),
    fetch: (input) => Promise.resolve(answer(new URL(typeof input === 'string' ? input : 'about:blank'))),
  });
  await gateway.sync();
  return gateway;
}

async function ask(query: string): Promise<Json> {
  if (!gateway) throw new Error('no gateway runs');
  const headers = { 'content-type': 'application/json' };
  const body = JSON.stringify({ query });
  const response = await gateway.fetch(new Request('http://gateway.test/graphql', { method: 'POST', headers, body }));
  const { data, errors } = (await response.json()) as { data: Json; errors?: unknown };
  expect(errors).toBeUndefined();
  return data;
}

/** What the graph shows of a wire value, by the rules of the reader: written anew here, not taken from it. */
function expected(path: string, value: unknown): unknown {
  if (value === '' || (path.endsWith('inbound_mps') && value === -1)) return null;
  if (/date_(created|updated)$/.test(path)) return new Date(value as string).toISOString();
  if (/(cc_emails|call_sids|codecs)$/.test(path)) return value ?? [];
  if (/geography\.(lata|postal_code)$/.test(path)) return value === null ? null : `${value as string | number}`;
  const isWord = /(^status|^type|lifecycle|preservation|reachability|address_requirements|verification_type)$/.test(
    path,
  );
  if (isWord && typeof value === 'string') return enumWords[value] ?? value.replaceAll('-', '_').toUpperCase();
  return value;
}
const enumWords: Record<string, string> = { tollfree: 'TOLL_FREE', shortcode: 'SHORT_CODE' };

const at = (value: unknown, path: string) =>
  path.split('.').reduce<unknown>((inner, name) => (inner as Json | null | undefined)?.[name], value);
const toSelection = (path: string): string =>
  path.split('.').reduceRight((inner, name) => (inner ? `${name} { ${inner} }` : name), '');

const roots = {
  'hosted-number-order': 'hostedNumberOrder',
  'authorization-document': 'authorizationDocument',
  'active-number': 'activeNumber',
  'incoming-phone-number': 'activeNumber',
} as const;

describe.each(files)('%s', (file) => {
  const example = read(file);
  const items = (Array.isArray(example['items']) ? example['items'] : [example]) as Json[];
  const kind = (Object.keys(roots) as (keyof typeof roots)[]).find((name) => file.includes(name));

  test('comes through the reader into the graph, value for value', async () => {
    await startWith(file, example);
    const [item] = items;
    if (!item || !kind) {
      const { hostedNumberOrders, authorizationDocuments } = await ask(
        '{ hostedNumberOrders { totalCount } authorizationDocuments { totalCount } }',
      );
      expect([hostedNumberOrders, authorizationDocuments]).toEqual([{ totalCount: 0 }, { totalCount: 0 }]);
      return;
    }
    const resource = resources[kind];
    const paths = pathsOf(item).filter(
      (path) => !path.startsWith('links.') && !skipped.includes(path) && !isBlock(item, path),
    );
    const fields = paths.map((path) => resource?.home(path).field ?? '');
    const selection = [...new Set(fields)].map(toSelection).join(' ');
    const sid = typeof item['sid'] === 'string' ? item['sid'] : numberSid;
    const data = await ask(`{ record: ${roots[kind]}(by: { sid: "${sid}" }) { ${selection} } }`).catch(() => null);
    // Malformed sids of the pages cannot be asked for by sid, but they are in the lists.
    const record = (data?.['record'] ??
      (await ask(`{ list: ${roots[kind]}s { nodes { ${selection} } } }`).then((list) =>
        at(list, 'list.nodes.0'),
      ))) as Json;
    const shown = Object.fromEntries(paths.map((path, index) => [path, at(record, fields[index] ?? '')]));
    const wanted = Object.fromEntries(paths.map((path) => [path, expected(path, at(item, path))]));
    expect(shown).toEqual(wanted);
  });
});

/** Shown with its host in front; and a fax capability without a voice one, which has no block to be shown in. */
const skipped = ['uri', 'capabilities.fax'];

/** A block of capabilities that is null or a boolean is an object in the graph: it is compared below. */
function isBlock(item: Json, path: string): boolean {
  const value = at(item, path);
  return /^capabilities\.(voice|sms|mms)$/.test(path) && (value === null || typeof value === 'boolean');
}

test('a block that is null is null in the graph', async () => {
  await startWith('004-01-list-active-number.json', read('004-01-list-active-number.json'));
  const { activeNumbers } = await ask(
    '{ activeNumbers { nodes { capabilities { voice { fax } mms { inboundMps } } } } }',
  );
  expect(at(activeNumbers, 'nodes.0.capabilities')).toEqual({ voice: { fax: true }, mms: null });
});

test('the booleans of IncomingPhoneNumbers are blocks without details, or none', async () => {
  await startWith('000-04-incoming-phone-number.json', read('000-04-incoming-phone-number.json'));
  const { activeNumbers } = await ask(
    '{ activeNumbers { nodes { readFrom capabilities { voice { fax } sms { inboundConnectivity } mms { inboundMps } } } } }',
  );
  expect(at(activeNumbers, 'nodes.0')).toEqual({
    readFrom: 'INCOMING_PHONE_NUMBERS',
    capabilities: { voice: null, sms: { inboundConnectivity: null }, mms: null },
  });
});

test('a number without sid that cannot be looked up is skipped, and readyz counts it', async () => {
  const running = await startWith('004-03-list-active-number.json', read('004-03-list-active-number.json'), false);
  expect(await ask('{ activeNumbers { totalCount } }')).toEqual({ activeNumbers: { totalCount: 0 } });
  const { notes } = (await (await running.fetch(new Request('http://gateway.test/readyz'))).json()) as {
    notes: string[];
  };
  expect(notes.join()).toContain('numbers');
  expect(notes.join()).toContain('1 could not be read');
});
