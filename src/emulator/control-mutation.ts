// Changes anything behind the gateway's back: no rule is asked, and no callback is sent unless asked for.
import { z } from 'zod';
import { documentStatuses, orderStatuses } from '../vocabulary.ts';
import type { EmulatorContext } from './context.ts';
import type { ControlRoute } from './control-route.ts';
import type { Row } from './entities.ts';
import { notFound } from './errors.ts';
import { renderOrder } from './hosted-number-orders.ts';

const mutateBody = z.strictObject({
  sid: z.string(),
  changes: z.record(z.string(), z.unknown()),
  /** For orders: make it a transition with its callback, instead of a silent change. */
  callback: z.boolean().default(false),
  /** Remove the row instead of changing it. */
  remove: z.boolean().default(false),
});

const unchangeable = ['sid', 'position', 'profile'];
const statusOf: Record<string, z.ZodType> = { HR: z.enum(orderStatuses), PX: z.enum(documentStatuses) };

export function makeMutateRoute(context: EmulatorContext): ControlRoute {
  const { store } = context;
  const kindOf = { AC: store.accounts, AD: store.addresses, PN: store.numbers, HR: store.orders, PX: store.documents };
  return {
    method: 'POST',
    template: '/mutate',
    help: 'change stored fields silently: {"sid": "HR…", "changes": {"status": "testing", "friendly_name": "x"}, "callback": false}; or "remove": true',
    run: ({ body }) => {
      const { sid, changes, callback, remove } = mutateBody.parse(body);
      const kind = (Object.keys(kindOf) as (keyof typeof kindOf)[]).find((prefix) => sid.startsWith(prefix));
      const collection = kindOf[kind ?? 'HR'];
      const row = collection.get(sid);
      if (!row) throw notFound(sid);
      if (remove) {
        collection.remove(sid);
        return { removed: sid };
      }
      const changed = mergeChanges(row, toCamelKeys(changes), sid);
      const order = store.orders.get(sid);
      if (order) {
        const after = { ...order, ...changed };
        if (callback)
          return renderOrder(context.lifecycle.transition(after, after.status, { failureReason: after.failureReason }));
        const statusSince = after.status === order.status ? order.statusSince : context.clock.now();
        return renderOrder(context.lifecycle.update(after, { statusSince }));
      }
      const after = { ...row, ...changed, dateUpdated: context.clock.now() };
      // The changes were checked field by field against the row they replace.
      collection.put(after as never);
      return after;
    },
  };
}

/** Takes only fields the row has; a moved row becomes the newest of its account. */
function mergeChanges(row: Row, changes: Record<string, unknown>, sid: string): Record<string, unknown> {
  const unknown = Object.keys(changes).filter((name) => !(name in row) || unchangeable.includes(name));
  const issue = (message: string) => new z.ZodError([{ code: 'custom', path: ['changes'], message, input: changes }]);
  if (unknown.length > 0) throw issue(`cannot change ${unknown.join(', ')}`);
  if ('status' in changes) statusOf[sid.slice(0, 2)]?.parse(changes.status);
  const merged = Object.entries(changes).map(([name, value]) => [name, mergeValue(row[name as keyof Row], value)]);
  return Object.fromEntries(merged) as Record<string, unknown>;
}

/** Objects (a number's configuration) are merged, everything else is replaced. */
function mergeValue(before: unknown, after: unknown): unknown {
  if (!isPlain(before) || !isPlain(after)) return after;
  const merged = Object.entries(after).map(([name, value]) => [name, mergeValue(before[name], value)]);
  return { ...before, ...Object.fromEntries(merged) };
}

function toCamelKeys(value: Record<string, unknown>): Record<string, unknown> {
  const entries = Object.entries(value).map(([name, part]) => [
    name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
    isPlain(part) ? toCamelKeys(part) : part,
  ]);
  return Object.fromEntries(entries) as Record<string, unknown>;
}

function isPlain(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
