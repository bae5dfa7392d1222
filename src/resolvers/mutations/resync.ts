// Reading from Twilio again, asked for by people: given records at once, or everything in the background.
import { randomUUID } from 'node:crypto';
import type { Context } from '../../context.ts';
import { builder } from '../../schema/builder.ts';
import { ResyncInput, type ResyncInputShape, ResyncPayload } from '../../schema/resync.ts';
import { parseResynced, type ResyncRequest, resyncKind } from '../../writes/kinds/resync.ts';
import type { Preparation } from '../../writes/write-kind.ts';
import { anyOrderNaming, documentNaming, findNamed, type Named, numberNaming } from './named-records.ts';
import { answerWrite, beginInputCheck, type InputCheck } from './outcome.ts';

/** Our own limit: each is a request to Twilio. */
const referencesMax = 500;

builder.mutationField('resync', (t) =>
  t.field({
    type: ResyncPayload,
    description:
      'Reads given records from Twilio again and answers when they are in the mirror, or starts a walk over everything. A record that Twilio has no longer vanishes. Nothing is written to Twilio.',
    args: { input: t.arg({ type: ResyncInput, required: true, description: 'What to read.' }) },
    resolve: (_root, { input }, context) =>
      answerWrite(
        resyncKind,
        { input, prepare: () => prepareResync(input, context), load: async (kept) => parseResynced(kept) },
        context,
      ),
  }),
);

async function prepareResync(input: ResyncInputShape, context: Context): Promise<Preparation<ResyncRequest>> {
  const check = beginInputCheck();
  const { orders, numbers, documents } = input;
  const all = input.all ?? false;
  const named = (orders?.length ?? 0) + (numbers?.length ?? 0) + (documents?.length ?? 0);
  if (all && named > 0) check.add(['all'], 'stands alone: everything is read, given records too');
  if (!all && named === 0) check.add([], 'Name records to read, or give `all: true`.');
  if (named > referencesMax)
    check.add([], `At most ${referencesMax} records in all; got ${named}. Give \`all: true\`.`);
  if (check.errors.length > 0) return { errors: check.errors };
  const sids = {
    orders: sidsOf(
      'orders',
      await findNamed(anyOrderNaming(context), orders ?? [], check, at('orders')),
      check,
      context,
    ),
    numbers: sidsOf(
      'numbers',
      await findNamed(numberNaming(context), numbers ?? [], check, at('numbers')),
      check,
      context,
    ),
    documents: sidsOf(
      'documents',
      await findNamed(documentNaming(context), documents ?? [], check, at('documents')),
      check,
      context,
    ),
  };
  return check.errors.length > 0 ? { errors: check.errors } : { plan: planOf({ all, ...sids }, context) };
}

function planOf(request: ResyncRequest, { services }: Context) {
  const records = request.orders.length + request.numbers.length + request.documents.length;
  return {
    accountSid: services.ownerAccountSid,
    // Reading is in nobody's way.
    subject: `resync ${randomUUID()}`,
    request,
    secret: undefined,
    targetSid: null,
    changes: [],
    notices: request.all
      ? ['The walk over all lists goes on in the background: a call to Twilio for each thousand records.']
      : [],
    callsToMake: request.all ? 1 : records,
  };
}

const at = (list: string) => (index: number) => [list, String(index)];

/** Each once. A record whose account has no token any more cannot be read. */
function sidsOf(list: string, found: readonly (Named | null)[], check: InputCheck, { services }: Context): string[] {
  for (const [index, record] of found.entries()) {
    if (record === null || services.credentialsOf(record.accountSid) !== null) continue;
    check.add([list, String(index)], 'its account is not known any more', 'NOT_FOUND');
  }
  return [...new Set(found.flatMap((record) => (record === null ? [] : [record.sid])))];
}
