// Reads the orders that callbacks name, and waits for a few seconds at the most: one slow answer holds up no other
// verdict. What has not answered by then counts as not asked; its callbacks come again. What moves with an order is
// read behind it.
import { setMaxListeners } from 'node:events';
import { countAsked } from '../db/order-statements.ts';
import type { TwilioClient } from '../twilio/client.ts';
import { briefReadMs } from '../twilio/http.ts';
import type { MirrorReading } from './companion-reader.ts';
import { createCompanions } from './companions.ts';
import {
  type Found,
  type OrderName,
  type ReadOutcome,
  readEach,
  splitByDocument,
  walkDocument,
} from './order-reader.ts';
import { waitAtMost } from './patience.ts';

export interface HintReader {
  /**
   * Reads each order, and says what came of it after `briefReadMs` at the latest, or twice that where Twilio does not
   * know one. A walk that was under way already is not waited for: what it has read may be older than the question.
   * Never throws for Twilio's sake; throws when the database fails.
   */
  readAgain(names: readonly OrderName[]): Promise<HintOutcomes>;
  /** Resolves when nothing is being read. */
  settle(): Promise<void>;
  /** Ends what is being read: orders count as not asked. */
  close(): Promise<void>;
}

/** By sid: what came of an order, or the end of the walk that is to tell of it, which never rejects. */
export type HintOutcomes = { outcomes: Map<string, ReadOutcome>; walked: Map<string, Promise<void>> };

/** `brief` is a client that gives up by itself after `briefReadMs`. */
export type HintReaderOptions = MirrorReading & { brief: TwilioClient };

/**
 * The list of a document shows all its orders: it is walked when such a share of them is asked for, by those who ask
 * now or by callbacks that still wait. Those that are claimed first are the beginning of what a signature of thousands
 * has moved.
 */
const walkShare = 0.1;

type Walk = { found: Found; ended: Promise<void> };

/** Holds the walks under way: of a document there is one at a time. */
export function openHintReader({ brief, ...mirror }: HintReaderOptions): HintReader {
  const stop = new AbortController();
  setMaxListeners(0, stop.signal);
  const source = 'callback';
  const walking = { ...mirror, source, signal: stop.signal } as const;
  const reading = { ...walking, twilio: brief };
  const companions = createCompanions(reading, source);
  const walks = new Map<string, Walk>();

  const walk = async (documentSid: string, names: readonly OrderName[], found: Found) => {
    try {
      await walkDocument(walking, documentSid, names, found);
      const passedBy = names.filter(({ sid }) => !found.outcomes.has(sid));
      if (!stop.signal.aborted) await readEach(reading, passedBy, found);
    } catch (error) {
      mirror.log.warn({ err: error, sid: documentSid }, 'the orders of a document could not be written down');
    } finally {
      walks.delete(documentSid);
      companions.follow(found.moved);
    }
  };
  const startWalk = (documentSid: string, names: readonly OrderName[]): Walk => {
    const found: Found = { outcomes: new Map(), moved: [] };
    const started = { found, ended: walk(documentSid, names, found) };
    walks.set(documentSid, started);
    return started;
  };
  const chooseWalks = async (names: readonly OrderName[], underWay: ReadonlyMap<string, Walk>) => {
    const { covered, others } = splitByDocument(names);
    const doubtful = [...covered.keys()].filter((documentSid) => !underWay.has(documentSid));
    const counts = await countAsked(mirror.database.db, mirror.ownerAccountSid, doubtful);
    for (const { documentSid, orders, waiting } of counts) {
      const own = covered.get(documentSid) ?? [];
      if (Math.max(own.length, waiting) >= walkShare * orders) continue;
      covered.delete(documentSid);
      others.push(...own);
    }
    return { covered, others };
  };
  const settle = async () => {
    while (walks.size > 0) await Promise.all([...walks.values()].map(({ ended }) => ended));
    await companions.settle();
  };
  return {
    async readAgain(names) {
      const before = new Map(walks);
      const { covered, others } = await chooseWalks(names, before);
      // One may have ended or begun since: who came to it waits for its end, and is judged by what it has told.
      const underWay = new Map([...before, ...walks]);
      const joined = [...covered].flatMap(([sid, own]) => own.map((name) => [name.sid, underWay.get(sid)] as const));
      const walked = new Map(joined.flatMap(([sid, walk]) => (walk ? [[sid, walk.ended]] : [])));
      const begun = [...covered].flatMap(([sid, own]) => (underWay.has(sid) ? [] : startWalk(sid, own)));
      const found: Found = { outcomes: new Map(), moved: [] };
      const ended = waitAtMost(Promise.all(begun.map((walk) => walk.ended)), briefReadMs);
      await Promise.all([readEach(reading, others, found), ended]);
      companions.follow(found.moved);
      const answers = [found, ...begun.map((walk) => walk.found)];
      const outcomeOf = (sid: string) => answers.find(({ outcomes }) => outcomes.has(sid))?.outcomes.get(sid);
      const asked = names.filter(({ sid }) => !walked.has(sid));
      return { outcomes: new Map(asked.map(({ sid }) => [sid, outcomeOf(sid) ?? 'unavailable'])), walked };
    },
    settle,
    close() {
      stop.abort();
      return settle();
    },
  };
}
