// Reads of single records that everybody in the process shares: whoever asks for a record that is being read waits for that
// read, if it began late enough for them. So a record is never read twice at once, however many want it.
import type { TwilioClient } from '../twilio/client.ts';
import { TwilioRejectionError, TwilioUnavailableError } from '../twilio/errors.ts';
import type { HostedNumberOrderFacts } from '../twilio/facts.ts';
import { type MirrorReading, readCompanions } from './companion-reader.ts';
import { type RecordName, type Resource, readRecordAgain } from './record-reader.ts';

/** `twilio` is for reads that people wait for. */
export type SharedReadsOptions = MirrorReading & { background: TwilioClient };

export interface SharedReads {
  /**
   * Resolves when the mirror has what Twilio said at `notBefore` or later; false: it could not be asked, and the mirror is
   * as it was. Never rejects: who asks goes on with the mirror.
   */
  read(resource: Resource, name: RecordName, notBefore: Date): Promise<boolean>;
  /** Resolves when nothing is being read. */
  close(): Promise<void>;
}

type Read = { startedAt: Date; ending: Promise<boolean> };

export function openSharedReads(options: SharedReadsOptions): SharedReads {
  const { log, now } = options;
  const underWay = new Map<string, Read>();
  /** One for each record at the most, behind the read under way: for those who came after that had begun. */
  const waiting = new Map<string, Promise<boolean>>();
  const open = new Set<Promise<unknown>>();

  function track<Result>(work: Promise<Result>): Promise<Result> {
    open.add(work);
    return work.finally(() => open.delete(work));
  }

  /** In the background: who asked for the order does not wait for its document. */
  function follow(moved: readonly HostedNumberOrderFacts[]): void {
    const companions = readCompanions({ ...options, twilio: options.background }, moved, 'read-through');
    void track(companions.catch((err: unknown) => log.warn({ err }, 'what moved with an order could not be read')));
  }

  async function ask(resource: Resource, name: RecordName): Promise<boolean> {
    try {
      const answer = await readRecordAgain(options, resource, name);
      if (answer.is === 'read' && answer.moved.length > 0) follow(answer.moved);
      return answer.is !== 'unreadable';
    } catch (error) {
      const level = isTwilios(error) ? 'debug' : 'warn';
      log[level]({ err: error, sid: name.sid, source: 'read-through' }, 'a record could not be read through');
      return false;
    } finally {
      underWay.delete(name.sid);
    }
  }

  function start(resource: Resource, name: RecordName): Promise<boolean> {
    const startedAt = now();
    const ending = track(ask(resource, name));
    underWay.set(name.sid, { startedAt, ending });
    return ending;
  }

  function startBehind(current: Read, resource: Resource, name: RecordName): Promise<boolean> {
    const next = track(
      current.ending.then(() => {
        waiting.delete(name.sid);
        return start(resource, name);
      }),
    );
    waiting.set(name.sid, next);
    return next;
  }

  return {
    read(resource, name, notBefore) {
      const current = underWay.get(name.sid);
      if (current && current.startedAt >= notBefore) return current.ending;
      const next = waiting.get(name.sid);
      if (next) return next;
      return current ? startBehind(current, resource, name) : start(resource, name);
    },
    async close() {
      while (open.size > 0) await Promise.all(open);
    },
  };
}

function isTwilios(error: unknown): boolean {
  return error instanceof TwilioUnavailableError || error instanceof TwilioRejectionError;
}
