// The ledger of writes as operators see it: the list, and what each write was about.
import type { Context } from '../context.ts';
import type { WriteIntentRow } from '../db/gateway-tables.ts';
import { readPage } from '../db/pages.ts';
import { cursorScope } from '../db/pages-cursor.ts';
import { intentCondition, intentList } from '../db/pages-intents.ts';
import { builder } from '../schema/builder.ts';
import type { ListPage } from '../schema/connection.ts';
import { WriteStateEnum } from '../schema/enums.ts';
import { WriteIntent, WriteIntentConnection, WriteReportType } from '../schema/write.ts';
import { badUserInput } from './bad-input.ts';
import { readWindow, type WindowArguments, windowFields } from './list-arguments.ts';
import { createListPage } from './list-page.ts';
import { loadRecord } from './node-id.ts';

builder.queryField('writeIntents', (t) =>
  t.field({
    type: WriteIntentConnection,
    description: 'The writes that the gateway was asked for, newest first. Settled ones are kept for seven days.',
    args: {
      ...windowFields,
      states: t.arg({ type: [WriteStateEnum], description: 'Only writes in one of these states; all without it.' }),
    },
    resolve: (_root, args, context) => openIntents(args, context),
  }),
);

builder.objectField(WriteIntent, 'target', (t) =>
  t.field({
    type: builder.nodeInterfaceRef(),
    nullable: true,
    description: 'The record that it was about, or that it made; null when there is none, or none yet.',
    resolve: ({ targetSid }, _args, context) => (targetSid === null ? null : loadRecord(targetSid, context)),
  }),
);

builder.objectField(WriteReportType, 'intent', (t) =>
  t.field({
    type: WriteIntent,
    nullable: true,
    description: 'The write in the ledger; null when nothing was to be sent.',
    resolve: ({ intentId }, _args, { loaders }) => (intentId === null ? null : loaders.writeIntents.load(intentId)),
  }),
);

function openIntents(
  args: WindowArguments & { states?: readonly string[] | null },
  context: Context,
): ListPage<WriteIntentRow> {
  const { database, ownerAccountSid } = context.services;
  const states = args.states ?? null;
  if (states?.length === 0) throw badUserInput('states', 'must not be empty', states);
  const scope = cursorScope([intentList.name, ownerAccountSid, { states }]);
  const window = readWindow(args, intentList.order, scope, context);
  const where = intentCondition(ownerAccountSid, states);
  return createListPage(intentList, window, scope, context, {
    where,
    readPage: () => readPage(database.db, intentList, where, window),
    count: () => intentList.count(database.db, where),
  });
}
