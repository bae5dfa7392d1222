// Whether a request may be sent now: its turn among the account's requests under way, no wait that Twilio has asked for,
// and an upstream that is not known to be down. All of it is decided before the first byte, so every refusal here means
// that nothing was done. docs/decisions/0011 says which parts are libraries.
import {
  type CircuitBreakerPolicy,
  CircuitState,
  CountBreaker,
  circuitBreaker,
  handleType,
  TaskCancelledError,
  TimeoutStrategy,
  timeout,
} from 'cockatiel';
import PQueue, { PriorityQueue } from 'p-queue';
import { type RequestFacts, TwilioRejectionError, TwilioUnavailableError } from './errors.ts';
import { createRetryBudget, type RetryBudget } from './retry-budget.ts';

/** `brief`: the mirror's, but callbacks wait for it. */
export type Priority = 'interactive' | 'brief' | 'background';

/** An account at one of the hosts: what is down may be one host, and one account's trouble is not another's. */
export type Counterpart = {
  account: Account;
  breaker: CircuitBreakerPolicy;
  /** While the breaker is open: when it lets a probe through. */
  probeFromMs: number;
  budget: RetryBudget;
};
type Account = { queue: PQueue<TurnQueue>; pausedUntilMs: number };

/**
 * A request that asks to be sent. It gives up at `endsAtMs`, or when `signal` aborts; one that `mayPause` sits out a wait
 * that Twilio asked for.
 */
export type Applicant = RequestFacts & {
  priority: Priority;
  endsAtMs: number;
  mayPause: boolean;
  signal?: AbortSignal;
};

/** How a request ended that was sent. `isCutShort`: we ended it, before Twilio can be blamed for it. */
export type Ending = { json: unknown } | { error: unknown; isCutShort: boolean };

/** Ends early when `signal` aborts. */
export type Sleep = (ms: number, signal?: AbortSignal) => Promise<void>;

const ranks = { interactive: 2, brief: 1, background: 0 } as const;
/** Room for every order of the largest document (15,000) to be read again at once, and for clients beyond it. */
const queuedMax = { interactive: 40_000, brief: 30_000, background: 20_000 } as const;
const stopped = 'the gateway stops';
/** Of ten places one is kept for each of the ranks that come later. */
const turns = 10;
const keptTurns: Readonly<Record<number, Priority>> = { 0: 'background', 5: 'brief' };
/** An outage is noticed from the last ten attempts; while fewer are known, from five. */
const attemptsRemembered = 10;
const attemptsMin = 5;
/** To be exceeded: nine of ten. One may come through, since with many at once stragglers are answered while the rest fails. */
const failedShare = 0.89;
/** Open for so long before a probe is sent; a probe without an answer after so long has failed, though it may go on. */
const openMs = 5_000;
const probeMs = 4_000;

const outages = handleType(TaskCancelledError).orWhenResult((isFailure) => isFailure === true);
const probeDeadline = timeout(probeMs, {
  strategy: TimeoutStrategy.Aggressive,
  abortOnReturn: false,
}).dangerouslyUnref();

/** Gives each account its places and each of its hosts a breaker and a budget. Between calls there is no timer. */
export function createCounterparts(
  concurrencyPerAccount: number,
): (accountSid: string, baseUrl: string) => Counterpart {
  const accounts = new Map<string, Account>();
  const counterparts = new Map<string, Counterpart>();
  return (accountSid, baseUrl) =>
    found(counterparts, `${accountSid} ${baseUrl}`, () => {
      const queue = () => new PQueue({ concurrency: concurrencyPerAccount, queueClass: TurnQueue });
      return createCounterpart(found(accounts, accountSid, () => ({ queue: queue(), pausedUntilMs: 0 })));
    });
}

function createCounterpart(account: Account): Counterpart {
  const breaker = circuitBreaker(outages, {
    halfOpenAfter: openMs,
    breaker: new CountBreaker({
      threshold: failedShare,
      size: attemptsRemembered,
      minimumNumberOfCalls: attemptsMin,
    }),
  });
  const counterpart = { account, breaker, probeFromMs: 0, budget: createRetryBudget() };
  breaker.onBreak(() => {
    counterpart.probeFromMs = Date.now() + openMs;
  });
  return counterpart;
}

/** Calls `send` as soon as the request may be sent; how that ended. Throws TwilioUnavailableError if it was not sent. */
export async function sendInTurn(
  to: Counterpart,
  applicant: Applicant,
  { send, sleep }: { send: () => Promise<Ending>; sleep: Sleep },
): Promise<Ending> {
  for (;;) {
    await sitOutPause(to, applicant, sleep);
    refuseWhileOpen(to, applicant);
    // Nothing is sent when things have changed while it waited in the queue.
    const mayGo = () => pauseMs(to) === 0 && refusedForMs(to) === 0;
    const ending = await inTurn(to.account, applicant, async () => (mayGo() ? sendAndLearn(to, send) : null));
    if (ending) return ending;
  }
}

/** Throws TwilioUnavailableError when `signal` has aborted: the gateway stops. */
export function refuseWhenStopped({ method, path }: RequestFacts, signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new TwilioUnavailableError({ method, path }, stopped);
}

/** Throws TwilioUnavailableError while the breaker is open. `cause` is the failure that was seen last, if there was one. */
export function refuseWhileOpen(to: Counterpart, { method, path }: RequestFacts, cause?: unknown): void {
  const retryAfterMs = refusedForMs(to);
  if (retryAfterMs === 0) return;
  throw new TwilioUnavailableError({ method, path }, 'its last answers were all failures', { retryAfterMs, cause });
}

async function sitOutPause(to: Counterpart, { mayPause, endsAtMs, signal, method, path }: Applicant, sleep: Sleep) {
  for (let waitMs = pauseMs(to); waitMs > 0; waitMs = pauseMs(to)) {
    if (!mayPause || Date.now() + waitMs >= endsAtMs) {
      const facts = { httpStatus: 429, retryAfterMs: waitMs };
      throw new TwilioUnavailableError({ method, path }, 'it has asked the account to wait', facts);
    }
    await sleep(waitMs, signal);
    refuseWhenStopped({ method, path }, signal);
  }
}

async function inTurn<Result>(
  { queue }: Account,
  { priority, endsAtMs, signal, method, path }: Applicant,
  work: () => Promise<Result>,
): Promise<Result> {
  const refusal = (reason: string) => new TwilioUnavailableError({ method, path }, reason);
  if (queue.size >= queuedMax[priority]) throw refusal('too many requests of the account wait already');
  const leaving = new AbortController();
  const leave = () => leaving.abort(refusal('other requests of the account took too long'));
  const stop = () => leaving.abort(refusal(stopped));
  const timer = setTimeout(leave, endsAtMs - Date.now()).unref();
  signal?.addEventListener('abort', stop);
  const settle = () => {
    clearTimeout(timer);
    signal?.removeEventListener('abort', stop);
  };
  const enter = () => {
    settle();
    return work();
  };
  return queue.add(enter, { priority: ranks[priority], signal: leaving.signal }).finally(settle);
}

async function sendAndLearn(to: Counterpart, send: () => Promise<Ending>): Promise<Ending> {
  const isProbe = to.breaker.state !== CircuitState.Closed;
  const sending = send();
  const learn = async () => isFailure(await sending);
  // It throws what it has learned from; the attempt itself, which may outlive its time as a probe, is awaited below.
  if (isProbe) await to.breaker.execute(() => probeDeadline.execute(learn)).catch(() => {});
  const ending = await sending;
  // The end of an attempt that was under way when the breaker opened says what is known already.
  const isNews = to.breaker.state === CircuitState.Closed && !('error' in ending && ending.isCutShort);
  if (!isProbe && isNews) await to.breaker.execute(learn).catch(() => {});
  const waitMs = askedToWaitMs(ending);
  // Not without need: a clock that is then set back would make a pause of it.
  if (waitMs > 0) to.account.pausedUntilMs = Math.max(to.account.pausedUntilMs, Date.now() + waitMs);
  return ending;
}

function pauseMs({ account }: Counterpart): number {
  return Math.max(account.pausedUntilMs - Date.now(), 0);
}

/** cockatiel would let calls wait for the probe, and keeps to itself when it sends one. */
function refusedForMs({ breaker, probeFromMs }: Counterpart): number {
  if (breaker.state === CircuitState.Closed) return 0;
  return breaker.state === CircuitState.HalfOpen ? probeMs : Math.max(probeFromMs - Date.now(), 0);
}

/** Refusals and 429 are answers of an upstream that works. */
function isFailure(ending: Ending): boolean {
  return 'error' in ending && !(ending.error instanceof TwilioRejectionError) && !isBusy(ending.error);
}

function askedToWaitMs(ending: Ending): number {
  return 'error' in ending && isBusy(ending.error) ? (ending.error.retryAfterMs ?? 0) : 0;
}

function isBusy(error: unknown): error is TwilioUnavailableError {
  return error instanceof TwilioUnavailableError && error.httpStatus === 429;
}

/** The more urgent go first, but for the places that are kept: nobody waits for ever. */
class TurnQueue extends PriorityQueue {
  #placesGiven = 0;

  override dequeue() {
    this.#placesGiven += 1;
    const kept = keptTurns[this.#placesGiven % turns];
    const [next] = kept ? this.filter({ priority: ranks[kept] }) : [];
    if (!next) return super.dequeue();
    this.remove(next);
    return next;
  }
}

function found<Value>(map: Map<string, Value>, key: string, make: () => Value): Value {
  const value = map.get(key) ?? make();
  map.set(key, value);
  return value;
}
