// The state matrix of documents: the rule of the gateway allows exactly what Twilio (here the emulator) accepts, and
// `viewerActions` says the same.
import { beforeAll, expect, test } from 'vitest';
import { TwilioRejectionError } from '../../src/twilio/errors.ts';
import { documentStatuses } from '../../src/vocabulary.ts';
import { documentActions, refusalOfDocumentMove } from '../../src/writes/document-moves.ts';
import type { TestStack } from '../stack.ts';
import { createDocumentStack, soundInput, verifiedOrders, write } from './documents.ts';

let stack: TestStack;
let documentSid: string;
beforeAll(async () => {
  stack = await createDocumentStack();
  const input = await soundInput(stack, await verifiedOrders(stack, 1));
  const { document } = await write(stack, 'createAuthorizationDocument', input);
  documentSid = document.sid;
});

const moves = {
  edit: { parameters: { email: 'new@example.com' }, isEdit: true },
  reopen: { parameters: { status: 'opened' }, isEdit: false },
  send: { parameters: { status: 'signing' }, isEdit: false },
  'reopen and edit': { parameters: { status: 'opened', email: 'new@example.com' }, isEdit: true },
  'edit and send': { parameters: { status: 'signing', email: 'new@example.com' }, isEdit: true },
} as const;

const rows = documentStatuses.flatMap((status) =>
  (Object.keys(moves) as (keyof typeof moves)[]).map((move) => [status, move] as const),
);

test.each(rows)('%s, %s: allowed exactly when Twilio accepts', async (status, move) => {
  await stack.control('mutate', { sid: documentSid, changes: { status } });
  const { parameters, isEdit } = moves[move];
  const accepted = await isAccepted(parameters);
  expect(refusalOfDocumentMove({ status, vanishedAt: null }, { isEdit }) === null).toBe(accepted);
});

test.each(documentStatuses)(
  '%s: viewerActions allows the mutation exactly when Twilio accepts one of its moves',
  async (status) => {
    let isAny = false;
    for (const { parameters } of Object.values(moves)) {
      await stack.control('mutate', { sid: documentSid, changes: { status } });
      isAny ||= await isAccepted(parameters);
    }
    await stack.control('mutate', { sid: documentSid, changes: { status } });
    await write(stack, 'updateAuthorizationDocument', { document: { sid: documentSid } });
    await stack.gateway.sync();
    const query = `query($by: DocumentRef!) { authorizationDocument(by: $by) { rawStatus viewerActions { mutation allowed reasonNot } } }`;
    const { data } = await stack.execute<object, object>(query, { by: { sid: documentSid } });
    const reasonNot = isAny ? null : expect.stringContaining(status);
    expect(data).toEqual({
      authorizationDocument: {
        rawStatus: status,
        viewerActions: [{ mutation: 'updateAuthorizationDocument', allowed: isAny, reasonNot }],
      },
    });
  },
);

test('a status that nobody knows yet, and a document that is gone, allow nothing', () => {
  for (const stand of [
    { status: 'archived', vanishedAt: null },
    { status: 'opened', vanishedAt: new Date() },
  ]) {
    for (const { isEdit } of Object.values(moves)) expect(refusalOfDocumentMove(stand, { isEdit })).not.toBeNull();
    expect(documentActions(stand)).toMatchObject([{ refusal: { code: 'WRONG_STATE' } }]);
  }
});

/** Asks Twilio past the gateway. */
async function isAccepted(parameters: { status?: string; email?: string }): Promise<boolean> {
  const { gateway, twilio } = stack;
  const credentials = gateway.services.credentialsOf();
  if (!credentials) throw new Error('no credentials');
  try {
    await twilio.updateAuthorizationDocument(credentials, documentSid, parameters);
    return true;
  } catch (error) {
    if (error instanceof TwilioRejectionError) return false;
    throw error;
  }
}
