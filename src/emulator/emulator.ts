// Puts the emulator together: store, seed, clock, lifecycle, resources, callbacks. Everything it needs is handed in, and
// its only face is a `fetch` function (listen.ts gives it a port).
import type { Logger } from 'pino';
import { makeAccountRoutes } from './accounts.ts';
import { makeActiveNumberRoutes } from './active-numbers.ts';
import { makeAddressRoutes } from './addresses.ts';
import { makeAuthorizationDocumentRoutes } from './authorization-documents.ts';
import { createAutopilot } from './autopilot.ts';
import { type Callbacks, createCallbacks } from './callbacks.ts';
import { createEmulatorClock, type EmulatorClock } from './clock.ts';
import type { EmulatorContext } from './context.ts';
import { createControl } from './control.ts';
import { createFaults } from './faults.ts';
import { makeHostedNumberOrderRoutes } from './hosted-number-orders.ts';
import { createApi } from './http.ts';
import { makeIncomingPhoneNumberRoutes } from './incoming-phone-numbers.ts';
import { type Journal, openJournal } from './journal.ts';
import { createNumberSpace, type NumberSpace } from './number-space.ts';
import { createOrderLifecycle } from './order-lifecycle.ts';
import type { Route } from './router.ts';
import { seedDefaults, seedStore } from './seed/seed.ts';
import type { SeedOptions } from './seed/seed-target.ts';
import { createStore, type Store } from './store.ts';

export type EmulatorOptions = Partial<SeedOptions> & {
  /** Default: a clock that stands still at `now`. */
  clock?: EmulatorClock;
  /** Start of the default clock in milliseconds; default: the real time. */
  now?: number;
  /** Divides the work of Twilio and the carriers (never Twilio's own limits); default 1. */
  pace?: number;
  /** Sends the status callbacks; default: the global one. */
  fetch?: typeof fetch;
  /** Requests of one account that may be in progress at once; default 40. */
  concurrencyLimitPerAccount?: number;
  /** False: the account has no access to that preview, and its paths answer 404/20404. Default true. */
  activeNumbersPreview?: boolean;
  hostedNumbersPreview?: boolean;
  /** The journal that survives restarts; default: all in memory. */
  storeFile?: string;
  /** Plays the customer where nobody does; default false. */
  autopilot?: boolean;
  autopilotIntervalMs?: number;
  /** The callback address of seeded orders and of those of the autopilot; null: none. */
  callbackUrlFor?: (accountSid: string) => string | null;
  log?: Logger;
};

export type EmulatorAccount = { readonly sid: string; readonly authToken: string; readonly ownerAccountSid: string };

export interface Emulator {
  fetch(request: Request): Promise<Response>;
  /** The parent first. */
  readonly accounts: readonly EmulatorAccount[];
  readonly clock: EmulatorClock;
  /** All callbacks caused so far are delivered or given up. */
  settle(): Promise<void>;
  /** Stops the clock, gives up callbacks under way, closes the journal. */
  close(): Promise<void>;
}

/** Seeds, replays the journal if there is one, and starts the timers. Throws `JournalError` for a journal of another seed. */
export function createEmulator(options: EmulatorOptions = {}): Emulator {
  const clock = options.clock ?? createEmulatorClock({ now: options.now });
  const seed = options.seed ?? seedDefaults.seed;
  const store = createStore(seed);
  const numberSpace = createNumberSpace(seed);
  const pace = options.pace ?? 1;
  const journal = fillStore(store, { clock, numberSpace, pace }, options);
  const faults = createFaults(seed);
  const callbacks: Callbacks = createCallbacks({
    store,
    clock,
    faults,
    fetch: options.fetch ?? fetch,
    log: options.log,
  });
  clock.settleWith(() => callbacks.settle());
  const lifecycle = createOrderLifecycle({
    store,
    clock,
    pace,
    onTransition: (order) => {
      callbacks.send(order);
      autopilot?.notice(order);
    },
  });
  const context: EmulatorContext = { store, clock, lifecycle, numberSpace };
  const autopilot = options.autopilot ? createAutopilot({ ...options, context, seed }) : undefined;
  const api = createApi({
    context,
    faults,
    concurrencyLimit: options.concurrencyLimitPerAccount ?? 40,
    routes: makeRoutes(context, options),
  });
  const control = createControl({ context, callbacks, faults, api });
  lifecycle.resume();

  return {
    fetch: (request) => (control.owns(request) ? control.fetch(request) : api.fetch(request)),
    accounts: [...store.accounts.values()].map(({ sid, authToken, accountSid }) => ({
      sid,
      authToken,
      ownerAccountSid: accountSid,
    })),
    clock,
    settle: () => callbacks.settle(),
    close: async () => {
      clock.close();
      callbacks.close();
      await callbacks.settle();
      journal?.close();
    },
  };
}

/** Without access to a preview its paths are unknown, and so answer 404/20404. */
function makeRoutes(context: EmulatorContext, options: EmulatorOptions): Route[] {
  const hosted = [...makeHostedNumberOrderRoutes(context), ...makeAuthorizationDocumentRoutes(context)];
  return [
    ...(options.activeNumbersPreview === false ? [] : makeActiveNumberRoutes(context)),
    ...(options.hostedNumbersPreview === false ? [] : hosted),
    ...makeIncomingPhoneNumberRoutes(context),
    ...makeAddressRoutes(context),
    ...makeAccountRoutes(context),
  ];
}

function fillStore(
  store: Store,
  parts: { clock: EmulatorClock; numberSpace: NumberSpace; pace: number },
  options: EmulatorOptions,
): Journal | undefined {
  const { clock, numberSpace, pace } = parts;
  const pinned = { ...seedDefaults, ...pickSeedOptions(options) };
  const fill = (now: number): void =>
    seedStore({ store, numberSpace, now, pace, callbackUrlFor: options.callbackUrlFor }, pinned);
  if (options.storeFile !== undefined)
    return openJournal(options.storeFile, { store, clock, fill, identity: { ...pinned, pace } });
  fill(clock.now());
  return undefined;
}

function pickSeedOptions(options: EmulatorOptions): Partial<SeedOptions> {
  const given = Object.keys(seedDefaults).map((name) => [name, options[name as keyof SeedOptions]] as const);
  return Object.fromEntries(given.filter(([, value]) => value !== undefined));
}
