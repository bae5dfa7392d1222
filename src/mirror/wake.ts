// How instances wake each other when the log has grown: NOTIFY, or Redis where connections run through a pooler and
// LISTEN does not work. A wake-up carries nothing and may be lost: the tail polls as well.
import { Redis } from 'ioredis';
import type { Logger } from 'pino';
import type { Database } from '../db/client.ts';
import { logChannel } from '../db/log.ts';

export interface Wake {
  /** Wakes the other instances, as well as can be; never throws. Called after each commit that has appended. */
  publish(): void;
  close(): Promise<void>;
}

export type WakeOptions = { database: Database; url: string | null; ownerAccountSid: string; log: Logger };

/** Listens. `onWake` is also called after each reconnection, when some wake-ups may have been missed. */
export function openWake(options: WakeOptions, onWake: () => void): Promise<Wake> {
  return options.url === null ? openNotifyWake(options.database, onWake) : openRedisWake(options, options.url, onWake);
}

async function openNotifyWake(database: Database, onWake: () => void): Promise<Wake> {
  const close = await database.listen(logChannel, onWake);
  // The transaction itself has said NOTIFY: it is sent when, and only when, it commits.
  return { publish: () => {}, close };
}

/** How often a message of our own must come back; two that do not mean that a link is dead although it looks open. */
const beatMs = 5_000;
const silentBeatsMax = 2;

async function openRedisWake({ ownerAccountSid, log }: WakeOptions, url: string, onWake: () => void): Promise<Wake> {
  const channel = `${logChannel}:${ownerAccountSid}`;
  const options = { maxRetriesPerRequest: 1, enableOfflineQueue: false, connectTimeout: 5_000 };
  // A link that is half open gives no answer: after `socketTimeout` it is made anew. What waits there may wait on; not for us.
  const publisher = new Redis(url, { ...options, socketTimeout: beatMs, commandTimeout: 2 * beatMs });
  const listener = new Redis(url, { ...options, maxRetriesPerRequest: null, enableOfflineQueue: true });
  let silentBeats = 0;
  for (const connection of [publisher, listener]) {
    connection.on('error', (error: Error) => log.warn({ err: error, source: 'feed' }, 'Redis cannot be reached'));
  }
  listener.on('ready', onWake);
  listener.on('message', () => {
    silentBeats = 0;
    onWake();
  });
  const publish = sayOneAtATime(() => publisher.publish(channel, ''));
  const beat = setInterval(() => {
    silentBeats += 1;
    if (silentBeats > silentBeatsMax && publisher.status === 'ready') {
      listener.disconnect(true);
      silentBeats = 0;
    }
    publish();
  }, beatMs);
  // A Redis that is away must not keep the gateway from starting: the tail polls, and ioredis tries again.
  listener.subscribe(channel).catch(() => {});
  return {
    publish,
    async close() {
      clearInterval(beat);
      publisher.disconnect();
      listener.disconnect();
    },
  };
}

/** Says it now, and once more for however many ask while it is being said: a word carries nothing, so one does for all. */
function sayOneAtATime(say: () => Promise<unknown>): () => void {
  let isSaying = false;
  let isAskedAgain = false;
  const sayNow = () => {
    isSaying = true;
    isAskedAgain = false;
    say()
      .catch(() => {})
      .finally(() => {
        isSaying = false;
        if (isAskedAgain) sayNow();
      });
  };
  return () => {
    isAskedAgain = isSaying;
    if (!isSaying) sayNow();
  };
}
