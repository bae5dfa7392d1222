// What a verification call or a phone bill may look like, what it will change, and what people should know before it is
// sent: a call rings at somebody's desk and is one of three.
import type { HostedNumberOrderRow } from '../../db/tables.ts';
import { enumName } from '../../schema/enums.ts';
import type { StartOwnershipVerificationInputShape } from '../../schema/order-writes.ts';
import { limits, type VerificationType } from '../../vocabulary.ts';
import type { StartOwnershipVerificationRequest } from '../../writes/kinds/start-ownership-verification.ts';
import { type CodeLife, judgeVerificationStart } from '../../writes/order-moves.ts';
import { nextCallRepeatsCode } from '../../writes/verification-code.ts';
import type { Preparation } from '../../writes/write-kind.ts';
import { shown } from '../bad-input.ts';
import { changeOf, planFor } from './order-preparation.ts';
import type { InputCheck } from './outcome.ts';
import { type Complaint, complainOfSid } from './rules.ts';

type Input = StartOwnershipVerificationInputShape;

/** The rules on values (Twilio errors 22117, 22118, 22120). */
export function checkStart(input: Input, check: InputCheck, known: HostedNumberOrderRow | null): void {
  if (input.type === 'UNKNOWN') {
    check.add(['type'], 'must be PHONE_CALL or PHONE_BILL; UNKNOWN is for reading only (Twilio error 22120)');
  }
  check.check(['documentSid'], input.documentSid, complainOfSid('identityDocument'));
  const hasDocument = (input.documentSid ?? known?.verificationDocumentSid ?? null) !== null;
  if (input.type === 'phone-bill' && !hasDocument) {
    check.add(['documentSid'], 'is required (RI...) when type is PHONE_BILL (Twilio error 22118)');
  }
  check.check(['extension'], input.extension, complainOfExtension);
  check.check(['callDelay'], input.callDelay, complainOfCallDelay);
}

function complainOfExtension(extension: string): Complaint | null {
  if (/^[0-9w*#]+$/.test(extension)) return null;
  const message = `must have digits, w (a wait of 0.5 s), * and # only, and at least one of them (Twilio error 22117)`;
  return { message: `${message}; got ${shown(extension)}` };
}

function complainOfCallDelay(seconds: number): Complaint | null {
  const max = limits.callDelayMaxSeconds;
  return seconds >= 0 && seconds <= max ? null : { message: `must be whole seconds from 0 to ${max}; got ${seconds}` };
}

/** Judges the order and says what the call, or the bill, will do. */
export function planStart(
  order: HostedNumberOrderRow,
  input: Input,
  code: CodeLife,
): Preparation<StartOwnershipVerificationRequest> {
  const type: VerificationType = input.type === 'phone-bill' ? 'phone-bill' : 'phone-call';
  const refusal = judgeVerificationStart(order, { type, allowLastAttempt: input.allowLastAttempt, code });
  if (refusal) return { errors: [refusal] };
  const { documentSid = null, extension = null, callDelay = null } = input;
  const before = { attempts: order.verificationAttempts, callSids: order.verificationCallSids };
  const request = { type, documentSid, extension, callDelay, before };
  const changes = changesOf(order, request);
  // A bill that is in already need not be handed in again; a call is always a new one.
  const callsToMake = type === 'phone-bill' && changes.length === 0 ? 0 : 1;
  const notices = type === 'phone-bill' ? noticesOfBill(request) : noticesOfCall(order, request, code);
  return { plan: { ...planFor(order), request, secret: undefined, changes, notices, callsToMake } };
}

function changesOf(order: HostedNumberOrderRow, request: StartOwnershipVerificationRequest) {
  const { type, documentSid, extension, callDelay, before } = request;
  const attempts = type === 'phone-call' ? before.attempts + 1 : before.attempts;
  const typeBefore = order.verificationType === null ? null : enumName(order.verificationType);
  return [
    ...changeOf('status', enumName(order.status), 'PENDING_VERIFICATION'),
    ...changeOf('verification.type', typeBefore, enumName(type)),
    ...changeOf(
      'verification.documentSid',
      order.verificationDocumentSid,
      documentSid ?? order.verificationDocumentSid,
    ),
    ...changeOf('verification.extension', order.extension, extension ?? order.extension),
    ...changeOf('verification.callDelay', order.callDelay, callDelay ?? order.callDelay),
    ...changeOf('verification.attempts', before.attempts, attempts),
  ];
}

function noticesOfCall(
  order: HostedNumberOrderRow,
  { documentSid, callDelay, before }: StartOwnershipVerificationRequest,
  code: CodeLife,
): string[] {
  const max = limits.verificationAttemptsMax;
  const attempt = before.attempts + 1;
  const lifeMinutes = limits.verificationCodeLifeMs / 60_000;
  const told = nextCallRepeatsCode(order, code)
    ? `The code of the last call lives until ${code.expiresAt?.toISOString()}: this call tells the same one again.`
    : `The call tells a new code, which lives ${lifeMinutes} minutes.`;
  const last = attempt === max ? ' This is the last one: if it fails, only Twilio support can go on.' : '';
  const next =
    attempt < max ? ` A further call within the life of the code would repeat it, and use another attempt.` : '';
  const undisputed = limits.callDelayUndisputedSeconds;
  return [
    `Attempt ${attempt} of ${max}.${last} ${told}${next}`,
    ...((callDelay ?? 0) > undisputed
      ? [`Twilio names 60 seconds as the longest delay in one place and ${undisputed} in another: it may refuse this.`]
      : []),
    ...(documentSid === null ? [] : ['A call needs no document: documentSid is stored with the order, nothing more.']),
  ];
}

function noticesOfBill({ extension, callDelay }: StartOwnershipVerificationRequest): string[] {
  const check = 'Twilio reads the phone bill; there is no code to submit.';
  const isForCalls = extension !== null || callDelay !== null;
  return isForCalls ? [check, 'extension and callDelay are for calls: a phone bill has no use for them.'] : [check];
}
