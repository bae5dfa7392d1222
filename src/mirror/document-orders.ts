// Reads the orders of a document again after the gateway has written to it: Twilio moves them, and its answer names none
// of them. One walk over the document's list is a request for each thousand; to read them one by one would be 15,000.
import { setTimeout as sleep } from 'node:timers/promises';
import type { MirrorReading } from './companion-reader.ts';
import { ingest } from './ingest.ts';
import type { OrderReader } from './order-reader.ts';

export type DocumentOrdersOptions = MirrorReading & {
  orders: OrderReader;
  /** How long a write waits for them; a second without it. */
  waitMaxMs?: number;
};

/** `leftSids`: orders that were taken off the document, which its list shows no longer. */
export type WrittenDocument = { sid: string; accountSid: string; leftSids: readonly string[] };

export interface DocumentOrders {
  /**
   * Reads them in the background, and waits for a moment: the orders of a small document are in the mirror then. What
   * cannot be read is left to the sweep. Never throws.
   */
  readAgain(document: WrittenDocument): Promise<void>;
  /** Resolves when nothing is being read. */
  settle(): Promise<void>;
  close(): Promise<void>;
}

const waitMaxMsDefault = 1_000;
const readTogetherMax = 100;

/** Its client should let interactive calls go first. */
export function openDocumentOrders(options: DocumentOrdersOptions): DocumentOrders {
  const { waitMaxMs = waitMaxMsDefault } = options;
  const stop = new AbortController();
  const reading = new Set<Promise<void>>();
  const begin = (document: WrittenDocument): Promise<void> => {
    const work = readAll(options, document, stop.signal)
      .catch((error: unknown) => {
        options.log.warn({ err: error, sid: document.sid }, 'the orders of a document could not be read');
      })
      .finally(() => reading.delete(work));
    reading.add(work);
    return work;
  };
  const settle = async () => {
    await Promise.all(reading);
  };
  return {
    readAgain: (document) => Promise.race([begin(document), sleep(waitMaxMs, undefined, { ref: false })]),
    settle,
    async close() {
      stop.abort();
      await settle();
    },
  };
}

async function readAll(options: DocumentOrdersOptions, document: WrittenDocument, signal: AbortSignal): Promise<void> {
  await walk(options, document, signal);
  const { accountSid, leftSids } = document;
  for (let start = 0; start < leftSids.length && !signal.aborted; start += readTogetherMax) {
    const names = leftSids.slice(start, start + readTogetherMax).map((sid) => ({ sid, accountSid }));
    await options.orders.readAgain(names, 'mutation-response');
  }
}

async function walk(
  { database, ownerAccountSid, twilio, directory, now }: DocumentOrdersOptions,
  { sid, accountSid }: WrittenDocument,
  signal: AbortSignal,
): Promise<void> {
  const credentials = directory.credentialsOf(accountSid);
  if (!credentials) return;
  for (let after: string | undefined; !signal.aborted; ) {
    const startedAt = now();
    const page = await twilio.listDependentHostedNumberOrders(credentials, sid, after);
    await ingest(database, { ownerAccountSid, source: 'mutation-response', startedAt, orders: page.items });
    if (page.nextPage === null) return;
    after = page.nextPage;
  }
}
