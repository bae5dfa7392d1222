// The subscriptions of present state, one for each of the three lists: their arguments, checked, and where they begin.
import type { Context } from '../context.ts';
import type { RecordKind } from '../db/log.ts';
import { listCondition } from '../db/pages.ts';
import { activeNumberList, authorizationDocumentList, hostedNumberOrderList, type List } from '../db/pages-lists.ts';
import { builder } from '../schema/builder.ts';
import { ActiveNumberFilter, DocumentFilter, OrderFilter } from '../schema/filters.ts';
import { ActiveNumberFrame, AuthorizationDocumentFrame, type Frame, HostedNumberOrderFrame } from '../schema/frames.ts';
import { DocumentRef, NumberRef, OrderRef } from '../schema/references.ts';
import { createAbortable } from './abortable.ts';
import { badUserInput, cursorExpired, notFound } from './bad-input.ts';
import { findPlace, type Place } from './feed-place.ts';
import { followFrames } from './follow-frames.ts';
import { minIntervalDefault, readInterval } from './interval.ts';
import { readFilter } from './list-arguments.ts';
import { findActiveNumber, findAuthorizationDocument, findHostedNumberOrder } from './references.ts';

const says = {
  field: (things: string) =>
    `The present state of ${things} whenever it has changed: not only the status, any field of Twilio's. A list read with its \`asOf\`, and these frames after it, are always the list as it is now. One that stops to satisfy the filter, or that Twilio no longer has, comes once with \`matches: false\`. A condition that counts back from now (\`within\`), or is about a linked record, is judged when the record itself changes.`,
  by: 'Only this one, beginning with its present state unless `after` is given. Named other than by `id` or `sid`, it is whichever has the name. Not there: error NOT_FOUND. Not beside `filter`.',
  filter: (things: string) => `Only ${things} that satisfy this; without it, and without \`by\`, all of them.`,
};

const placeFields = builder.args((t) => ({
  after: t.field({
    type: 'FeedCursor',
    description:
      'The cursor of the last frame that you have, or `asOf` of a list: begins with all that has changed since, each once. Without it: from now on. Too old: error CURSOR_EXPIRED; from elsewhere: error BAD_CURSOR. In both cases read the list again and begin with its `asOf`.',
  }),
  minInterval: t.field({
    type: 'Duration',
    defaultValue: minIntervalDefault,
    description:
      'How far two frames of the same record are apart, at least: `PT0S` to `PT1M`. What changes meanwhile is in the next frame.',
  }),
}));

builder.subscriptionFields((t) => ({
  hostedNumberOrderChanged: t.field({
    type: HostedNumberOrderFrame,
    description: says.field('hosted number orders'),
    args: {
      by: t.arg({ type: OrderRef, description: says.by }),
      filter: t.arg({ type: OrderFilter, description: says.filter('orders') }),
      ...placeFields,
    },
    subscribe: (_root, { by, ...args }, context) => {
      const named = by?.uniqueName ? { uniqueName: { eq: by.uniqueName } } : null;
      const subject = by ? { named, find: () => findHostedNumberOrder(by, context) } : null;
      return openFrames(hostedNumberOrderList, 'ORDER', subject, args, context);
    },
    resolve: (frame) => frame,
  }),
  authorizationDocumentChanged: t.field({
    type: AuthorizationDocumentFrame,
    description: says.field('authorization documents'),
    args: {
      by: t.arg({ type: DocumentRef, description: says.by }),
      filter: t.arg({ type: DocumentFilter, description: says.filter('documents') }),
      ...placeFields,
    },
    subscribe: (_root, { by, ...args }, context) => {
      const subject = by ? { named: null, find: () => findAuthorizationDocument(by, context) } : null;
      return openFrames(authorizationDocumentList, 'DOCUMENT', subject, args, context);
    },
    resolve: (frame) => frame,
  }),
  activeNumberChanged: t.field({
    type: ActiveNumberFrame,
    description: says.field('numbers'),
    args: {
      by: t.arg({ type: NumberRef, description: says.by }),
      filter: t.arg({ type: ActiveNumberFilter, description: says.filter('numbers') }),
      ...placeFields,
    },
    subscribe: (_root, { by, ...args }, context) => {
      const named = by?.phoneNumber ? { phoneNumber: { eq: by.phoneNumber } } : null;
      const subject = by ? { named, find: () => findActiveNumber(by, context) } : null;
      return openFrames(activeNumberList, 'NUMBER', subject, args, context);
    },
    resolve: (frame) => frame,
  }),
}));

/** What `by` names; `named` is the filter that a name amounts to: it may pass to another record while it is followed. */
type Subject = { named: object | null; find(): Promise<{ sid: string } | null> };
type FrameArguments = { filter?: object | null; after?: string | null; minInterval?: string | null };

/**
 * Starts to follow. The place to begin is fixed before this resolves: nothing after it is missed. Throws BAD_USER_INPUT,
 * NOT_FOUND, BAD_CURSOR and CURSOR_EXPIRED.
 */
async function openFrames<Row>(
  list: List<Row>,
  kind: RecordKind,
  subject: Subject | null,
  args: FrameArguments,
  context: Context,
): Promise<AsyncIterableIterator<Frame<Row>>> {
  const { feed, ownerAccountSid } = context.services;
  if (subject && args.filter) throw badUserInput('by', 'must not stand beside filter', args.filter);
  const minIntervalMs = readInterval(args.minInterval);
  const filter = subject?.named ?? args.filter;
  const condition = () => listCondition(list, ownerAccountSid, readFilter('filter', list.fields, filter, context));
  // A name has been checked when it has been found.
  if (!subject) condition();
  const place = await findPlace(args.after, context);
  const { from, isResumed, heads } = place;
  if (isResumed && (await feed.changes.isExpired(from))) throw cursorExpired('after');
  const found = subject && (await findSubject(subject, place));
  const sid = subject?.named ? null : (found?.sid ?? null);
  const present = isResumed ? null : (found?.sid ?? null);
  const pursuit = { list, kind, sid, condition, minIntervalMs, from, head: heads.changes, present };
  // What is silent is never resolved: the server takes it for itself.
  return createAbortable((signal) => followFrames(pursuit, context, signal)) as AsyncIterableIterator<Frame<Row>>;
}

/** One who comes back may have been told that the name has gone to nobody. */
async function findSubject(subject: Subject, { isResumed }: Place): Promise<{ sid: string } | null> {
  const found = await subject.find();
  if (found === null && !(subject.named && isResumed)) throw notFound('by');
  return found;
}
