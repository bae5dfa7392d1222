// LISTEN on a link of its own. A half-open link goes silently deaf, so a word of our own must come back at every beat; when
// two did not, the link is given up and made anew.
import { randomUUID } from 'node:crypto';
import postgres from 'postgres';
import { createSockets } from './server-socket.ts';

const beatMsDefault = 5_000;
const silentBeatsMax = 2;
/** A link on which nothing has come for so many beats breaks by itself, also while it is being made: LISTEN has no time-out. */
const silentBeatsOfSocket = 4;

export type ListenerOptions = {
  url: string;
  channel: string;
  /** Also called after each new connection: what was said in between is not heard. */
  onNotify(): void;
  /** Says something on the channel, by another link. */
  notify(payload: string): Promise<unknown>;
  beatMs?: number;
};

/** Listens until it is closed. Rejects when the first connection cannot be made; later ones are tried again. */
export async function openServerListener(options: ListenerOptions): Promise<{ close(): Promise<void> }> {
  const { beatMs = beatMsDefault } = options;
  const word = randomUUID();
  let silentBeats = 0;
  let isSaying = false;
  // The pool keeps what it cannot send: one word at a time.
  const say = () => {
    if (isSaying) return;
    isSaying = true;
    // It fails only while the server is away: the next beat tries again, and the tail polls.
    options
      .notify(word)
      .catch(() => {})
      .finally(() => {
        isSaying = false;
      });
  };
  const hear = (payload: string) => {
    if (payload === word) silentBeats = 0;
    // Words of other instances that test their links are as empty.
    else if (payload === '') options.onNotify();
  };
  let link = makeLink(options);
  await listenOn(link, options, hear);
  let isRenewing = false;
  const renew = async () => {
    isRenewing = true;
    try {
      // A link that is dead never says goodbye.
      void link.end({ timeout: 0 });
      // At once, so that a stop ends it while it is being made.
      link = makeLink(options);
      await listenOn(link, options, hear);
      silentBeats = 0;
    } finally {
      isRenewing = false;
    }
  };
  const beat = setInterval(() => {
    silentBeats += 1;
    if (silentBeats <= silentBeatsMax) say();
    else if (!isRenewing) renew().catch(() => {});
  }, beatMs);
  return {
    async close() {
      clearInterval(beat);
      await link.end({ timeout: 1 });
    },
  };
}

type Hear = (payload: string) => void;

function makeLink({ url, beatMs = beatMsDefault }: ListenerOptions): postgres.Sql {
  const { open: socket } = createSockets(silentBeatsOfSocket * beatMs);
  const options = { max: 1, idle_timeout: 0, connect_timeout: 10, fetch_types: false, onnotice: () => {}, socket };
  return postgres(url, options);
}

async function listenOn(link: postgres.Sql, { channel, onNotify }: ListenerOptions, hear: Hear): Promise<void> {
  try {
    await link.listen(channel, hear, onNotify);
  } catch (error) {
    // It would go on trying by itself, beside the next one.
    void link.end({ timeout: 0 });
    throw error;
  }
}
