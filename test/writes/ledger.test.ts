// The ledger of writes over a kind that says what it is told to: keys, subjects, lost answers, processes that are gone.
import { sql } from 'drizzle-orm';
import { pino } from 'pino';
import { afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { type Database, type Db, rows } from '../../src/db/client.ts';
import { writeIntents } from '../../src/db/gateway-tables.ts';
import { insertIntent, type NewIntent, updateIntentRequest } from '../../src/db/write-statements.ts';
import type { TwilioClient } from '../../src/twilio/client.ts';
import { TwilioOutcomeUnknownError, TwilioRejectionError, TwilioUnavailableError } from '../../src/twilio/errors.ts';
import { type AskedWrite, WriteInterruptedError } from '../../src/writes/perform-write.ts';
import type { Look, WriteKind, WriteTools } from '../../src/writes/write-kind.ts';
import { openWrites, type Writes } from '../../src/writes/writes.ts';
import { emptyTestDatabase, openTestDatabase } from '../database.ts';

const owner = `AC${'1'.repeat(32)}`;
const request = { method: 'POST', path: '/x' } as const;
/** So long that no timer settles anything by itself while a test runs. */
const settleAfterMs = 3_600_000;

type Kind = WriteKind<{ value: string }, string>;

/** One process: its ledger, and what its kind was asked. */
type Instance = { writes: Writes; sent: string[]; kind: Kind; reads(): number };

let database: Database;
let now: Date;
const opened: Writes[] = [];
beforeAll(async () => {
  database = await openTestDatabase();
});

beforeEach(async () => {
  await emptyTestDatabase(database);
  now = new Date('2026-11-21T10:00:00Z');
});

afterEach(async () => {
  await Promise.all(opened.splice(0).map((writes) => writes.close()));
});

function startInstance(behaviour: Partial<Kind> = {}): Instance {
  const sent: string[] = [];
  const kind: Kind = {
    mutation: 'tryOut',
    async send(write, credentials, tools, secret) {
      sent.push(write.request.value);
      return behaviour.send ? behaviour.send(write, credentials, tools, secret) : 'made';
    },
    look: behaviour.look ?? (async () => ({ is: 'not-seen' })),
    afterSuccess: behaviour.afterSuccess,
  };
  let reads = 0;
  const twilio = {
    findNumbers: async () => {
      reads += 1;
      return [];
    },
  } as Partial<TwilioClient> as TwilioClient;
  const tools: WriteTools = {
    database,
    ownerAccountSid: owner,
    twilio,
    directory: { credentialsOf: () => ({ accountSid: owner, authToken: 't' }), numbersReadFrom: () => null },
    callbackUrlOf: () => '',
    inbox: { replay: async () => null },
    documentOrders: { readAgain: async () => {} },
    startSync: () => {},
    log: pino({ level: 'silent' }),
    now: () => now,
  };
  const writes = openWrites({ tools, background: twilio, kinds: [kind], inputKey: 'key', settleAfterMs });
  opened.push(writes);
  return { writes, sent, kind, reads: () => reads };
}

function ask(
  { writes, kind }: Instance,
  changes: Partial<AskedWrite<{ value: string }, string>> & { subject?: string } = {},
) {
  const { subject = 'order 1', ...rest } = changes;
  return writes.perform(kind, {
    input: { value: 'a' },
    idempotencyKey: null,
    dryRun: false,
    requestId: 'test',
    prepare: async () => ({
      plan: {
        accountSid: owner,
        subject,
        request: { value: 'a' },
        secret: 'code 0042',
        targetSid: null,
        changes: [{ path: 'value', before: null, after: 'a' }],
        notices: [],
        callsToMake: 1,
      },
    }),
    ...rest,
  });
}

const states = async () =>
  (await database.db.select().from(writeIntents).orderBy(writeIntents.id)).map((row) => row.state);
/** As when the process that had them is gone for longer than a lease. */
const endLeases = () =>
  database.db.execute(sql`update write_intent set lease_expires_at = now() - interval '1 second'`);
const passMs = (ms: number) => {
  now = new Date(now.getTime() + ms);
};
const unknown = async () => {
  throw new TwilioOutcomeUnknownError(request, 'no answer in time');
};

test('the same key and input answers the same and sends nothing', async () => {
  const instance = startInstance();
  const first = await ask(instance, { idempotencyKey: 'k' });
  const second = await ask(instance, { idempotencyKey: 'k' });
  expect(first).toMatchObject({ targetSid: 'made', errors: [], report: { replayed: false } });
  expect(second).toEqual({ ...first, report: { ...first.report, replayed: true } });
  expect(instance.sent).toHaveLength(1);
});

test('fields in another order are the same input; another value is refused', async () => {
  const instance = startInstance();
  await ask(instance, { idempotencyKey: 'k', input: { a: 1, b: { c: 2, d: 3 } } });
  const same = await ask(instance, { idempotencyKey: 'k', input: { b: { d: 3, c: 2 }, a: 1 } });
  const other = await ask(instance, { idempotencyKey: 'k', input: { a: 2, b: { c: 2, d: 3 } } });
  expect(same.report.replayed).toBe(true);
  expect(other.errors).toMatchObject([{ code: 'IDEMPOTENCY_KEY_REUSED', path: ['options', 'idempotencyKey'] }]);
  expect(instance.sent).toHaveLength(1);
});

test('while it is under way the same key and the same subject are told so, on every instance', async () => {
  let answer = (_sid: string) => {};
  const first = startInstance({
    send: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  const second = startInstance();
  const asked = ask(first, { idempotencyKey: 'k' });
  await expect.poll(() => first.sent.length).toBe(1);
  expect((await ask(second, { idempotencyKey: 'k' })).errors).toMatchObject([{ code: 'IN_PROGRESS' }]);
  expect((await ask(second)).errors).toMatchObject([{ code: 'IN_PROGRESS' }]);
  expect((await ask(second, { subject: 'order 2' })).errors).toEqual([]);
  answer('made');
  expect((await asked).targetSid).toBe('made');
  expect((await ask(second)).errors).toEqual([]);
});

test('what is refused or only tried out leaves the key free and the ledger empty', async () => {
  const instance = startInstance();
  const error = { type: 'INPUT', code: 'NOT_FOUND', message: 'x', path: [] } as const;
  const refused = await ask(instance, { idempotencyKey: 'k', prepare: async () => ({ errors: [error] }) });
  const tried = await ask(instance, { idempotencyKey: 'k', dryRun: true });
  expect(refused).toMatchObject({ errors: [error], report: { intentId: null } });
  expect(tried.report).toMatchObject({ dryRun: true, upstreamCalls: 1, changes: [{ path: 'value' }], intentId: null });
  expect(instance.sent).toEqual([]);
  expect(await states()).toEqual([]);
});

test('what was true before the subject was free is judged again', async () => {
  const instance = startInstance();
  const error = { type: 'INPUT', code: 'CONFLICT', message: 'x', path: [] } as const;
  let calls = 0;
  const outcome = await ask(instance, {
    idempotencyKey: 'k',
    prepare: async () => {
      calls += 1;
      if (calls > 1) return { errors: [error] };
      return {
        plan: {
          accountSid: owner,
          subject: 's',
          request: { value: 'a' },
          secret: '',
          targetSid: null,
          changes: [],
          notices: [],
          callsToMake: 1,
        },
      };
    },
  });
  expect(outcome.errors).toEqual([error]);
  expect(instance.sent).toEqual([]);
  expect(await states()).toEqual([]);
});

test('a refusal is final: the key tells it again', async () => {
  const refusal = { httpStatus: 400, code: 22103, message: 'Not supported', moreInfo: null };
  const instance = startInstance({
    send: async () => {
      throw new TwilioRejectionError(request, refusal);
    },
  });
  const first = await ask(instance, { idempotencyKey: 'k' });
  const second = await ask(instance, { idempotencyKey: 'k' });
  expect(first.errors).toMatchObject([{ code: 'UPSTREAM_REJECTED', twilioCode: 22103, outcomeKnown: true }]);
  expect(second.errors).toEqual(first.errors);
  expect(instance.sent).toHaveLength(1);
});

test('what was never sent may be sent again under the same key', async () => {
  let isAway = true;
  const send = async () => {
    if (isAway) throw new TwilioUnavailableError(request, 'no connection');
    return 'made';
  };
  const instance = startInstance({ send });
  expect((await ask(instance, { idempotencyKey: 'k' })).errors).toMatchObject([
    { code: 'UPSTREAM_UNAVAILABLE', outcomeKnown: true, retryAfterMs: 5000 },
  ]);
  isAway = false;
  expect(await ask(instance, { idempotencyKey: 'k' })).toMatchObject({
    targetSid: 'made',
    report: { replayed: false },
  });
});

test('a lost answer is looked for before anybody is told', async () => {
  const instance = startInstance({ send: unknown, look: async () => ({ is: 'happened', targetSid: 'found' }) });
  const outcome = await ask(instance, { idempotencyKey: 'k' });
  expect(outcome).toMatchObject({ targetSid: 'found', errors: [], report: { changes: [{ path: 'value' }] } });
  expect(outcome.report.notices).toEqual([expect.stringContaining('had happened')]);
  expect(await states()).toEqual(['SUCCEEDED']);
});

test('the report counts what looking for a lost answer costs, at once and later', async () => {
  let look: Look = { is: 'not-seen' };
  const instance = startInstance({
    send: async (_write, credentials, tools) => {
      await tools.twilio.findNumbers(credentials, '+15017122661');
      return unknown();
    },
    look: async (_write, credentials, tools) => {
      await tools.twilio.findNumbers(credentials, '+15017122661');
      await tools.twilio.findNumbers(credentials, '+15017122662');
      return look;
    },
  });
  expect((await ask(instance, { idempotencyKey: 'k' })).report.upstreamCalls).toBe(3);
  await endLeases();
  await instance.writes.settle();
  look = { is: 'happened', targetSid: 'late' };
  await endLeases();
  const { report } = await ask(instance, { idempotencyKey: 'k' });
  expect(report).toMatchObject({ replayed: true, upstreamCalls: instance.reads() });
  expect(instance.reads()).toBeGreaterThanOrEqual(7);
});

test('what is not seen stays unknown, holds its subject, and is settled when it shows', async () => {
  let look: Look = { is: 'not-seen' };
  const instance = startInstance({ send: unknown, look: async () => look });
  const first = await ask(instance, { idempotencyKey: 'k' });
  expect(first.errors).toMatchObject([
    { code: 'UPSTREAM_OUTCOME_UNKNOWN', outcomeKnown: false, retryAfterMs: settleAfterMs },
  ]);
  expect((await ask(instance)).errors).toMatchObject([{ code: 'IN_PROGRESS' }]);
  expect((await ask(instance, { idempotencyKey: 'k' })).errors).toMatchObject([{ code: 'UPSTREAM_OUTCOME_UNKNOWN' }]);
  look = { is: 'happened', targetSid: 'late' };
  await endLeases();
  await instance.writes.settle();
  expect(await ask(instance, { idempotencyKey: 'k' })).toMatchObject({ targetSid: 'late', report: { replayed: true } });
  expect(instance.sent).toHaveLength(1);
});

test('what has not shown in time has not happened: only then may it be sent again', async () => {
  const instance = startInstance({ send: unknown });
  await ask(instance, { idempotencyKey: 'k' });
  passMs(settleAfterMs - 1);
  await endLeases();
  await instance.writes.settle();
  expect(await states()).toEqual(['UNKNOWN']);
  passMs(2);
  await endLeases();
  await instance.writes.settle();
  expect(await states()).toEqual(['FAILED']);
  await ask(instance, { idempotencyKey: 'k' });
  expect(instance.sent).toHaveLength(2);
});

test('a Twilio that cannot be asked settles nothing, however long that lasts', async () => {
  const look = async (): Promise<Look> => {
    throw new TwilioUnavailableError(request, 'away');
  };
  const instance = startInstance({ send: unknown, look });
  await ask(instance);
  passMs(10 * settleAfterMs);
  await endLeases();
  await instance.writes.settle();
  expect(await states()).toEqual(['UNKNOWN']);
});

test('what looking cannot tell is left to people, and holds up nobody', async () => {
  const instance = startInstance({ send: unknown, look: async () => ({ is: 'undecidable', why: 'two of them' }) });
  await ask(instance);
  passMs(settleAfterMs + 1);
  await endLeases();
  await instance.writes.settle();
  expect(await states()).toEqual(['STUCK']);
  expect((await ask(instance)).errors).toMatchObject([{ code: 'UPSTREAM_OUTCOME_UNKNOWN' }]);
  expect(instance.sent).toHaveLength(2);
});

test('what a process leaves behind is looked at by another one, and sent by none', async () => {
  const dying = startInstance({ send: () => new Promise(() => {}) });
  void ask(dying, { idempotencyKey: 'k' });
  await expect.poll(() => dying.sent.length).toBe(1);
  const heir = startInstance({ look: async () => ({ is: 'happened', targetSid: 'made' }) });
  await heir.writes.settle();
  expect(await states()).toEqual(['IN_FLIGHT']);
  await endLeases();
  expect(await ask(heir, { idempotencyKey: 'k' })).toMatchObject({ targetSid: 'made', report: { replayed: true } });
  expect(heir.sent).toEqual([]);
});

test('an answer that could not be stored is told as such, and settled later', async () => {
  let fails = true;
  const instance = startInstance({
    look: async () => ({ is: 'happened', targetSid: 'made' }),
    afterSuccess: async () => {
      if (fails) throw new Error('the database is away');
    },
  });
  await expect(ask(instance, { idempotencyKey: 'k' })).rejects.toThrow(WriteInterruptedError);
  fails = false;
  await endLeases();
  await instance.writes.settle();
  expect(await ask(instance, { idempotencyKey: 'k' })).toMatchObject({ targetSid: 'made', report: { replayed: true } });
  expect(instance.sent).toHaveLength(1);
});

test('secrets are not stored, and settled writes are forgotten after seven days, with their keys', async () => {
  const instance = startInstance();
  await ask(instance, { idempotencyKey: 'k' });
  expect(JSON.stringify(await database.db.select().from(writeIntents))).not.toContain('0042');
  passMs(7 * 24 * 3_600_000 + 1);
  await instance.writes.settle();
  expect(await states()).toEqual([]);
  await ask(instance, { idempotencyKey: 'k' });
  expect(instance.sent).toHaveLength(2);
});

test('who saw it happen is believed before who looked in vain', async () => {
  let answer = (_sid: string) => {};
  const stalled = startInstance({
    send: () =>
      new Promise((resolve) => {
        answer = resolve;
      }),
  });
  await stalled.writes.settle();
  const asked = ask(stalled, { idempotencyKey: 'k' });
  await expect.poll(() => stalled.sent.length).toBe(1);
  passMs(settleAfterMs + 1);
  await endLeases();
  await startInstance().writes.settle();
  expect(await states()).toEqual(['FAILED']);
  answer('made');
  expect(await asked).toMatchObject({ targetSid: 'made', errors: [] });
  expect(await states()).toEqual(['SUCCEEDED']);
});

test('what a write is judged by is on the disk before it is sent, also where the server does not wait for that', async () => {
  const { db } = await openTestDatabase();
  // Fires at the commit, under the setting that the commit then has.
  await db.execute(sql`create table commits as select current_setting('synchronous_commit') as setting where false`);
  await db.execute(sql`create function note_commit() returns trigger language plpgsql as $$ begin
    insert into commits values (current_setting('synchronous_commit')); return null; end $$`);
  await db.execute(sql`create constraint trigger note_commit after insert or update on write_intent
    initially deferred for each row execute function note_commit()`);
  const withoutWaiting = <Result>(work: (tx: Db) => Promise<Result>) =>
    db.transaction(async (tx) => {
      await tx.execute(sql`set local synchronous_commit = off`);
      return work(tx);
    });
  const intent: NewIntent = {
    ownerAccountSid: owner,
    accountSid: owner,
    mutation: 'tryOut',
    subject: 'order 1',
    request: { value: 'a' },
    idempotencyKey: null,
    row: 0,
    inputHash: 'hash',
    createdAt: now,
    targetSid: null,
    report: { changes: [], notices: [], upstreamCalls: 0 },
  };
  const inserted = await withoutWaiting((tx) => insertIntent(tx, intent, settleAfterMs));
  await withoutWaiting((tx) => updateIntentRequest(tx, inserted?.id ?? 0, { value: 'b' }));
  expect(await rows(db, sql`select setting from commits`)).toEqual([{ setting: 'on' }, { setting: 'on' }]);
});
