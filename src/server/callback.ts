// The address that Twilio calls when an order changes its status. A callback is verified over the configured public
// address, stored durably, and only then answered. What it says is not believed here: see mirror/inbox.
import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Logger } from 'pino';
import { z } from 'zod';
import type { Database } from '../db/client.ts';
import type { NewDelivery } from '../db/inbox-statements.ts';
import { isOrderOf } from '../db/order-statements.ts';
import { type AccountDirectory, callbackKeyOf } from '../mirror/account-directory.ts';
import type { Inbox } from '../mirror/inbox.ts';
import { type FormParameters, isSignedBy } from '../twilio/signature.ts';
import { isSid } from '../vocabulary.ts';

/** Below it lies the opaque key of an account. */
export const callbackPath = '/callbacks/';
/** Name of the gateway's secret that the keys are made with. */
export const callbackSecretName = 'callback address';

/**
 * How Twilio connects to us: up to five times, when the connection, the answer or we fail. Without this it would call
 * once, and give up on a 5xx. (Twilio's connection overrides, in the fragment of the address.)
 */
const connectionOverrides = '#rc=5&rp=ct,rt,5xx';

/** The address that Twilio is given for orders of an account. */
export function callbackUrl(publicUrl: string, callbackSecret: string, accountSid: string): string {
  return publicUrl + callbackPath + callbackKeyOf(callbackSecret, accountSid) + connectionOverrides;
}

const bodySizeMaxBytes = 16 * 1024;
/** Of the 15 s that Twilio gives a callback with all its attempts. */
const tokensWaitMaxMs = 4_000;

/** The three documented parameters, each exactly once. */
const orderParameters = z.object({
  HostedNumberOrderSid: z.string().refine((value) => isSid(value, 'hostedNumberOrder')),
  PhoneNumber: z.string().regex(/^\+[1-9]\d{1,14}$/),
  Status: z.string().regex(/^[a-zA-Z_-]{1,64}$/),
});

export type CallbackOptions = {
  database: Database;
  ownerAccountSid: string;
  publicUrl: string;
  directory: AccountDirectory;
  inbox: Inbox;
  log: Logger;
  now(): Date;
};

/**
 * Answers 204 once the callback is stored, 403 to a forged one, 400 to one whose parameters were tampered with, 413 to a
 * long one, 503 while it cannot be verified or stored (Twilio then calls again). Bodies are always empty.
 */
export async function answerCallback(options: CallbackOptions, request: Request): Promise<Response> {
  const { directory } = options;
  const url = new URL(request.url);
  const form = request.method === 'POST' ? await readForm(request) : url.search.slice(1);
  if (form === null) return empty(413);
  const accountSid = directory.accountOfKey(url.pathname.slice(callbackPath.length));
  if (accountSid === null && directory.isComplete()) return refuse(options, 403, 'unknown address');
  if (accountSid === null || (directory.tokensOf(accountSid).length === 0 && !directory.isComplete()))
    return refuse(options, 503, 'the token of the account is not known yet');
  const parameters = [...new URLSearchParams(form)];
  const signature = request.headers.get('x-twilio-signature') ?? '';
  const publicAddress = options.publicUrl + url.pathname + url.search;
  const signed = request.method === 'POST' ? parameters : [];
  const isTrue = () => isSignedBy(directory.tokensOf(accountSid), signature, publicAddress, signed);
  const hint = findHint(parameters);
  const mayBeReplaced = accountSid !== options.ownerAccountSid && isWorthTokens(signature, hint);
  if (!isTrue() && mayBeReplaced && !(await readTokensAgain(options, accountSid, hint)))
    return refuse(options, 503, 'the tokens of the account could not be read again');
  if (!isTrue()) {
    options.inbox.keepForgery(toDelivery(options, accountSid, request.method, parameters, null));
    return refuse(options, 403, 'bad signature');
  }
  if (hint === 'tampered') return refuse(options, 400, 'tampered parameters');
  return accept(options, toDelivery(options, accountSid, request.method, parameters, hint));
}

/** Base64 of the 20 bytes of a SHA-1. */
const signatureShape = /^[A-Za-z0-9+/]{27}=$/;

/** Whether the token may be to blame that a signature does not fit. Forgeries that do not look the part cost nothing. */
function isWorthTokens(signature: string, hint: Hint | null | 'tampered'): hint is Hint {
  return signatureShape.test(signature) && hint !== null && hint !== 'tampered';
}

/**
 * Twilio may have replaced the token of a subaccount: it does not call again after a 403, so the tokens are read again
 * before that. Only for an order that the account is known to have. False when that could not be done in time.
 */
async function readTokensAgain(options: CallbackOptions, accountSid: string, { orderSid }: Hint): Promise<boolean> {
  const { database, ownerAccountSid, directory, log } = options;
  const read = async () => {
    if (await isOrderOf(database.db, ownerAccountSid, accountSid, orderSid)) {
      await directory.refreshForSignature(accountSid);
    }
    return true;
  };
  const reading = read().catch((error: unknown) => {
    log.warn({ err: error, source: 'callback', accountSid }, 'the tokens of an account could not be read again');
    return false;
  });
  return Promise.race([reading, sleep(tokensWaitMaxMs, false, { ref: false })]);
}

async function accept(options: CallbackOptions, delivery: NewDelivery): Promise<Response> {
  try {
    await options.inbox.accept(delivery);
    return empty(204);
  } catch (error) {
    options.log.error({ err: error, source: 'callback', sid: delivery.orderSid }, 'a callback could not be stored');
    return empty(503);
  }
}

/**
 * The order that the parameters name, null when they name none (a number's address may also get call callbacks). A
 * signature covers names and values run together, so a value can be moved over to another name: that shows by a sid that
 * stands in the text but not in its place, or by a parameter that is there twice.
 */
function findHint(parameters: FormParameters): Hint | null | 'tampered' {
  const text = parameters.flat().join('');
  if (!text.includes('HostedNumberOrderSid')) return null;
  const documented = parameters.filter(([name]) => name in orderParameters.shape);
  const parsed = orderParameters.safeParse(Object.fromEntries(documented));
  if (!parsed.success || documented.length !== Object.keys(orderParameters.shape).length) return 'tampered';
  return { orderSid: parsed.data.HostedNumberOrderSid, hintedStatus: parsed.data.Status };
}

type Hint = { orderSid: string; hintedStatus: string };

function toDelivery(
  options: CallbackOptions,
  accountSid: string,
  method: string,
  parameters: FormParameters,
  hint: Hint | null,
): NewDelivery {
  return {
    deliveryId: randomUUID(),
    ownerAccountSid: options.ownerAccountSid,
    accountSid,
    receivedAt: options.now(),
    method,
    parameters: parameters.map(([name, value]) => [clean(name), clean(value)]),
    orderSid: hint?.orderSid ?? null,
    hintedStatus: hint?.hintedStatus ?? null,
  };
}

/** PostgreSQL stores no NUL and no lone surrogate. */
function clean(text: string): string {
  return text.replaceAll('\0', '').toWellFormed();
}

/** The body as text; null when it is too long. */
async function readForm(request: Request): Promise<string | null> {
  if (Number(request.headers.get('content-length') ?? 0) > bodySizeMaxBytes) return null;
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of request.body ?? []) {
    size += chunk.byteLength;
    if (size > bodySizeMaxBytes) return null;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString('utf8');
}

function refuse({ log }: CallbackOptions, status: number, reason: string): Response {
  log.warn({ source: 'callback', status, reason }, 'callback refused');
  return empty(status);
}

function empty(status: number): Response {
  return new Response(null, { status });
}
