// Makes a callback durable: in the database, or in the journal while the database does not answer in time. What the
// journal holds goes to the database in the order in which it came, as soon as that is possible.
import type { Logger } from 'pino';
import type { NewDelivery } from '../db/inbox-statements.ts';
import { createGroupCommit } from './group-commit.ts';
import type { Journal } from './journal.ts';
import { waitAtMost } from './patience.ts';

export interface Intake {
  /** Resolves once the delivery is durable; rejects when neither the database nor the journal takes it. */
  accept(delivery: NewDelivery): Promise<void>;
  /** Tries to empty the journal now; resolves when that worked or not. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

export type IntakeOptions = {
  /** Stores deliveries, each once however often it is handed in. */
  store(deliveries: readonly NewDelivery[]): Promise<void>;
  /** Null: what the database does not take is refused. */
  journal: Journal | null;
  log: Logger;
  /** Called when the journal has been emptied into the database. */
  onDrained(): void;
};

/** Twilio waits 15 s and calls again; half of the two seconds that an answer may take belong to the journal. */
const storeDeadlineMs = 1_500;
const drainEveryMs = 1_000;

/** Starts emptying what an earlier process has left. */
export function openIntake({ store, journal, log, onDrained }: IntakeOptions): Intake {
  const storeInTime = (deliveries: readonly NewDelivery[]) => inTime(store(deliveries), storeDeadlineMs);
  const storeTogether = createGroupCommit(storeInTime);
  let gate: Promise<unknown> = Promise.resolve();
  let draining: Promise<void> | null = null;

  const empty = async (full: Journal) => {
    await full.drain((deliveries) => storeEach(deliveries, storeInTime, log));
    // The database takes callbacks again. Those that come now wait for those that came before, one short round long.
    const last = full.quiet().then(() => full.drain((deliveries) => storeEach(deliveries, storeInTime, log)));
    gate = last.catch(() => {});
    await last;
    onDrained();
  };
  const drainOnce = (): Promise<void> => {
    if (journal === null || (journal.isEmpty && !journal.hasFiles)) return Promise.resolve();
    draining ??= empty(journal)
      .catch((error: unknown) => log.warn({ err: error, source: 'journal' }, 'callbacks wait in the journal'))
      .finally(() => {
        draining = null;
      });
    return draining;
  };
  const timer = setInterval(() => void drainOnce(), drainEveryMs);
  void drainOnce();
  return {
    async accept(delivery) {
      await gate;
      if (journal === null) return storeTogether(delivery);
      if (journal.isEmpty) {
        try {
          await storeTogether(delivery);
          return;
        } catch (error) {
          log.warn({ err: error, source: 'callback' }, 'the database did not take a callback; the journal does');
        }
      }
      await journal.append(delivery);
    },
    async drain() {
      // An attempt under way may be waiting for a database that did not answer when it began.
      await draining;
      await drainOnce();
    },
    async close() {
      clearInterval(timer);
      await draining;
      await journal?.close();
    },
  };
}

/** A row that the database refuses for what is in it must not hold up those behind it: it is logged and left out. */
async function storeEach(
  deliveries: readonly NewDelivery[],
  store: (deliveries: readonly NewDelivery[]) => Promise<void>,
  log: Logger,
): Promise<void> {
  try {
    await store(deliveries);
  } catch (error) {
    if (!isAboutTheData(error)) throw error;
    const [only] = deliveries;
    if (only && deliveries.length === 1) {
      log.error({ err: error, source: 'journal', sid: only.orderSid }, 'the database refuses a callback');
      return;
    }
    for (const delivery of deliveries) await storeEach([delivery], store, log);
  }
}

/** Classes 22 and 23 of SQLSTATE: the data, and not the server, is at fault. */
function isAboutTheData(error: unknown): boolean {
  for (let current: unknown = error; current instanceof Error; current = current.cause) {
    if ('code' in current && typeof current.code === 'string' && /^2[23]/.test(current.code)) return true;
  }
  return false;
}

async function inTime(work: Promise<void>, deadlineMs: number): Promise<void> {
  if (await waitAtMost(work, deadlineMs)) return;
  throw new Error(`no answer from the database within ${deadlineMs} ms`);
}
