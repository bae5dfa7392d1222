// Why an order failed: Twilio's sentence, its code (twilio/failure-reason) and advice.
import type { HostedNumberOrderRow } from '../db/tables.ts';
import { failureCodeOf } from '../twilio/failure-reason.ts';
import { type FailureCode, hostedNumbersSupportAddress, type Remedy } from '../vocabulary.ts';
import { builder } from './builder.ts';
import { FailureCodeEnum, RemedyEnum } from './enums.ts';

export type OrderFailureShape = {
  code: FailureCode;
  raw: string;
  remedy: Remedy;
  retryable: boolean;
  supportMessage: string | null;
};

type FailedOrder = Pick<HostedNumberOrderRow, 'sid' | 'status' | 'failureReason'>;
/** `final`: the advice once the order has failed for good, where it is another. */
type Advice = { remedy: Remedy; final?: Remedy; retryable: boolean };

const advice: Record<FailureCode, Advice> = {
  LOA_NOT_SIGNED_IN_TIME: { remedy: 'SIGN_NEW_LOA', final: 'RECREATE_ORDER', retryable: true },
  VERIFICATION_IDLE: { remedy: 'CONTACT_TWILIO', final: 'RECREATE_ORDER', retryable: true },
  VERIFICATION_ATTEMPTS_EXHAUSTED: { remedy: 'CONTACT_TWILIO', final: 'RECREATE_ORDER', retryable: true },
  CARRIER_INFORMATION_UNAVAILABLE: { remedy: 'CONTACT_TWILIO', retryable: false },
  ALREADY_MESSAGING_ENABLED: { remedy: 'CLEAR_EXISTING_SMS', retryable: true },
  ALREADY_HOSTED: { remedy: 'CONTACT_TWILIO', retryable: false },
  COUNTRY_UNSUPPORTED: { remedy: 'NONE', retryable: false },
  MOBILE_NUMBER: { remedy: 'NONE', retryable: false },
  UPSTREAM_INTERNAL: { remedy: 'CONTACT_TWILIO', retryable: true },
  IDLE_TOO_LONG: { remedy: 'RECREATE_ORDER', retryable: true },
  UNCLASSIFIED: { remedy: 'CONTACT_TWILIO', retryable: false },
};

/** What the reason of an order means; null unless it has failed or needs action, and Twilio said why. */
export function failureOf(order: FailedOrder): OrderFailureShape | null {
  const { status, failureReason: raw } = order;
  const code = failureCodeOf(status, raw);
  if (raw === null || code === null) return null;
  const { remedy: first, final, retryable } = advice[code];
  const remedy = status === 'failed' ? (final ?? first) : first;
  return { code, raw, remedy, retryable, supportMessage: remedy === 'CONTACT_TWILIO' ? draftFor(order) : null };
}

/** FAQ: "please send your Hosted Number Order SID to HostedSMS@twilio.com for support". */
function draftFor({ sid, status, failureReason }: FailedOrder): string {
  return `To ${hostedNumbersSupportAddress}: Hosted Number Order ${sid} is in status ${status}. Failure reason: "${failureReason}". Please tell us what is needed to go on.`;
}

export const OrderFailure = builder.objectRef<OrderFailureShape>('OrderFailure').implement({
  description: "Why an order failed or needs action: Twilio's sentence, and what the gateway makes of it.",
  fields: (t) => ({
    code: t.field({
      type: FailureCodeEnum,
      description: 'The reason for programs. Derived by the gateway from `raw`.',
      resolve: ({ code }) => code,
    }),
    raw: t.exposeString('raw', { description: "The reason in Twilio's own words. Upstream: `failure_reason`." }),
    remedy: t.field({
      type: RemedyEnum,
      description: 'What can be done about it. Advice of the gateway.',
      resolve: ({ remedy }) => remedy,
    }),
    retryable: t.exposeBoolean('retryable', {
      description: 'Whether another try can succeed, once the remedy has been applied. Advice of the gateway.',
    }),
    supportMessage: t.exposeString('supportMessage', {
      nullable: true,
      description: 'A draft for the support of Twilio, where only that can help; null otherwise.',
    }),
  }),
});
