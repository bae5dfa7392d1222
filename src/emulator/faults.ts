// Programmed misfortune: rules that spoil callbacks or answers, drawn from a seeded stream so that a run can be repeated.
import { z } from 'zod';
import { orderStatuses } from '../vocabulary.ts';
import type { OrderRow } from './entities.ts';
import { createRandom, type Random } from './seeded-random.ts';

const commonMatch = {
  /** Only for this account. */
  account: z.string().optional(),
  /** 0 to 1; how often a matching call is spoiled. */
  probability: z.number().min(0).max(1).default(1),
  /** After so many times the rule is spent; absent: never. */
  count: z.number().int().positive().optional(),
};

const callbackRule = z.strictObject({
  target: z.literal('callback'),
  ...commonMatch,
  order: z.string().optional(),
  status: z.enum(orderStatuses).optional(),
  kind: z.enum(['drop', 'duplicate', 'reorder', 'delay']),
  /** Of `delay`. */
  ms: z.number().int().nonnegative().default(1000),
});

const answerRule = z.strictObject({
  target: z.literal('answer'),
  ...commonMatch,
  method: z.enum(['GET', 'POST', 'DELETE']).optional(),
  /** A regular expression for the path. */
  path: z.string().default('.*'),
  kind: z.enum([
    'rate-limit',
    'server-error',
    'server-error-after',
    'cut-before',
    'cut-after',
    'cut-late',
    'slow',
    'html',
    'truncated',
    'foreign-page-url',
    'stale-list',
  ]),
  /** Of `slow` (real time), `cut-late` (when the request is accepted after all) and `stale-list` (how far the list lags). */
  ms: z.number().int().nonnegative().default(1000),
  status: z.number().int().min(500).max(599).default(503),
  retryAfterSeconds: z.number().int().nonnegative().default(1),
});

/** What the control route accepts. */
export const faultRules = z.array(z.discriminatedUnion('target', [callbackRule, answerRule]));
export type FaultRule = z.output<typeof faultRules>[number];
export type AnswerRule = z.output<typeof answerRule>;

export type CallbackFault =
  | { kind: 'drop' }
  | { kind: 'duplicate' }
  | { kind: 'reorder' }
  | { kind: 'delay'; ms: number };

export interface CallbackFaults {
  forCallback(order: OrderRow): CallbackFault | undefined;
}

export interface Faults extends CallbackFaults {
  add(rules: FaultRule[]): void;
  clear(): void;
  list(): { rule: FaultRule; applied: number }[];
  forAnswer(method: string, pathname: string, accountSid: string): AnswerRule | undefined;
}

/** No rules at first. The first rule that matches and wins its draw is applied. */
export function createFaults(seed: number): Faults {
  let entries: { rule: FaultRule; applied: number }[] = [];
  const random: Random = createRandom(seed, 'faults');

  const draw = <T extends FaultRule>(matches: (rule: FaultRule) => rule is T): T | undefined => {
    for (const entry of entries) {
      const { rule } = entry;
      if (!matches(rule) || entry.applied >= (rule.count ?? Infinity) || random() >= rule.probability) continue;
      entry.applied += 1;
      return rule;
    }
    return undefined;
  };

  return {
    add: (rules) => {
      entries = [...entries, ...rules.map((rule) => ({ rule, applied: 0 }))];
    },
    clear: () => {
      entries = [];
    },
    list: () => entries.map((entry) => ({ ...entry })),
    forCallback: (order) =>
      draw(
        (rule): rule is FaultRule & { target: 'callback' } =>
          rule.target === 'callback' &&
          (rule.order ?? order.sid) === order.sid &&
          (rule.status ?? order.status) === order.status &&
          (rule.account ?? order.accountSid) === order.accountSid,
      ),
    forAnswer: (method, pathname, accountSid) =>
      draw(
        (rule): rule is AnswerRule =>
          rule.target === 'answer' &&
          (rule.method ?? method) === method &&
          (rule.account ?? accountSid) === accountSid &&
          new RegExp(rule.path).test(pathname),
      ),
  };
}
