// Writes to one number: buy it, give it up. Those to many are in number-bulk.
import type { Context } from '../../context.ts';
import { readOrdersOfNumbers } from '../../db/lookups.ts';
import type { ActiveNumberRow, HostedNumberOrderRow } from '../../db/tables.ts';
import { findNumberSids } from '../../db/write-lookups.ts';
import { builder } from '../../schema/builder.ts';
import {
  ActiveNumberPayload,
  PurchaseActiveNumberInput,
  type PurchaseActiveNumberInputShape,
  ReleaseActiveNumberInput,
  type ReleaseActiveNumberInputShape,
} from '../../schema/number-writes.ts';
import { acceptedConfiguration, type NumberConfigurationParameters } from '../../twilio/number-configuration.ts';
import type { NumberResource } from '../../vocabulary.ts';
import { freshNumber, freshOrder } from '../../writes/fresh-record.ts';
import {
  type PurchaseActiveNumberRequest,
  purchaseActiveNumberKind,
} from '../../writes/kinds/purchase-active-number.ts';
import { type ReleaseActiveNumberRequest, releaseActiveNumberKind } from '../../writes/kinds/release-active-number.ts';
import { isHosted, refuseRelease } from '../../writes/number-moves.ts';
import { changesOf } from '../../writes/number-settings.ts';
import type { Preparation, WriteTools } from '../../writes/write-kind.ts';
import { loadActiveNumber } from '../node-id.ts';
import { checkTargetAccount, refuseAccount } from './number-account.ts';
import { checkConfiguration, noticesOf, toParameters } from './number-configuration-check.ts';
import { checkNumberReference, findNumber, goneNumber } from './number-reference.ts';
import { answerWrite, beginInputCheck } from './outcome.ts';
import { type Complaint, complainOfPhoneNumber, complainOfWrittenNumber } from './rules.ts';

builder.mutationField('purchaseActiveNumber', (t) =>
  t.field({
    type: ActiveNumberPayload,
    description:
      'Buys a number from Twilio, which costs money. A purchase whose answer is lost is looked for before anything is sent again. Upstream: POST to ActiveNumbers, or IncomingPhoneNumbers where the account or a setting needs it.',
    args: { input: t.arg({ type: PurchaseActiveNumberInput, required: true, description: 'What to buy.' }) },
    resolve: (_root, { input }, context) =>
      answerWrite(
        purchaseActiveNumberKind,
        { input, prepare: (tools) => preparePurchase(input, tools, context), load: loadActiveNumber },
        context,
      ),
  }),
);

builder.mutationField('releaseActiveNumber', (t) =>
  t.field({
    type: ActiveNumberPayload,
    description:
      'Gives a number up for good. A hosted one leaves the network of Twilio after three days; one whose order is under way is not released: cancel the order. Upstream: DELETE.',
    args: { input: t.arg({ type: ReleaseActiveNumberInput, required: true, description: 'Which number.' }) },
    resolve: (_root, { input }, context) =>
      answerWrite(
        releaseActiveNumberKind,
        { input, prepare: (tools) => prepareRelease(input, tools, context), load: loadActiveNumber },
        context,
      ),
  }),
);

async function preparePurchase(
  input: PurchaseActiveNumberInputShape,
  tools: WriteTools,
  context: Context,
): Promise<Preparation<PurchaseActiveNumberRequest>> {
  const { phoneNumber, account, configuration } = input;
  const check = beginInputCheck();
  check.check(['phoneNumber'], phoneNumber, complainOfBoughtNumber);
  checkTargetAccount(['account'], account, check, context);
  if (configuration) checkConfiguration(configuration, check, context.services.allowPrivateUrls);
  if (check.errors.length > 0) return { errors: check.errors };
  const accountSid = account ?? tools.ownerAccountSid;
  const parameters = withoutEmpty(toParameters(configuration ?? {}));
  const knownSids = await findNumberSids(tools.database.db, tools.ownerAccountSid, phoneNumber);
  return {
    plan: {
      accountSid,
      subject: `number ${phoneNumber}`,
      request: { phoneNumber, resource: shopOf(accountSid, parameters, tools), parameters, knownSids },
      secret: undefined,
      targetSid: null,
      changes: [{ path: 'phoneNumber', before: null, after: phoneNumber }, ...changesOf(parameters, null)],
      notices: ['Twilio bills the number every month until it is released.', ...noticesOf(parameters, null)],
      callsToMake: 1,
    },
  };
}

/** Of every country: that a number cannot be hosted is no reason not to buy it. */
function complainOfBoughtNumber(value: string): Complaint | null {
  const complaint = complainOfPhoneNumber(value);
  return complaint?.code === 'NOT_ELIGIBLE' ? null : complaint;
}

/** A new number has nothing to clear. */
function withoutEmpty(parameters: NumberConfigurationParameters): NumberConfigurationParameters {
  return Object.fromEntries(Object.entries(parameters).filter(([, value]) => value !== ''));
}

/** Where the numbers of the account are read from, so that the answer tells as much as the list will. */
function shopOf(accountSid: string, parameters: NumberConfigurationParameters, tools: WriteTools): NumberResource {
  const resource = tools.directory.numbersReadFrom(accountSid) ?? 'incoming-phone-numbers';
  const accepted: ReadonlySet<string> = acceptedConfiguration[resource];
  return Object.keys(parameters).every((setting) => accepted.has(setting)) ? resource : 'incoming-phone-numbers';
}

async function prepareRelease(
  { number: by, confirmPhoneNumber }: ReleaseActiveNumberInputShape,
  tools: WriteTools,
  context: Context,
): Promise<Preparation<ReleaseActiveNumberRequest>> {
  const check = beginInputCheck();
  checkNumberReference(by, ['number'], check);
  check.check(['confirmPhoneNumber'], confirmPhoneNumber, complainOfWrittenNumber);
  if (check.errors.length > 0) return { errors: check.errors };
  const found = await findNumber(by, ['number'], context);
  if ('error' in found) return { errors: [found.error] };
  if (found.number.phoneNumber !== confirmPhoneNumber) {
    check.add(['confirmPhoneNumber'], 'is not the phone number of the number that is to be released');
    return { errors: check.errors };
  }
  const { number, order } = await readForRelease(found.number, tools);
  if (number === null) return { errors: [goneNumber(['number'])] };
  const refusal = refuseRelease(number, order, ['number']) ?? refuseAccount(number, ['number'], tools);
  return refusal ? { errors: [refusal] } : planRelease(number, order);
}

/** One read at the most: of the order, which decides, or of a number that has none. */
async function readForRelease(
  known: ActiveNumberRow,
  tools: WriteTools,
): Promise<{ number: ActiveNumberRow | null; order: HostedNumberOrderRow | null }> {
  const [order = null] = await readOrdersOfNumbers(tools.database.db, tools.ownerAccountSid, [known.sid]);
  if (order?.vanishedAt !== null) return { number: await freshNumber(known, tools), order: null };
  return { number: known, order: await freshOrder(order, tools) };
}

function planRelease(
  number: ActiveNumberRow,
  order: HostedNumberOrderRow | null,
): Preparation<ReleaseActiveNumberRequest> {
  const { sid, accountSid, phoneNumber } = number;
  const hosted = isHosted(number, order);
  return {
    plan: {
      accountSid,
      subject: `number ${sid}`,
      // The page on hosted numbers names IncomingPhoneNumbers for their release.
      request: {
        sid,
        resource: hosted || number.readFrom !== 'active-numbers' ? 'incoming-phone-numbers' : 'active-numbers',
      },
      secret: undefined,
      targetSid: sid,
      changes: [{ path: 'phoneNumber', before: phoneNumber, after: null }],
      notices: [hosted ? hostedNotice : boughtNotice],
      callsToMake: 1,
    },
  };
}

const hostedNotice =
  'Twilio keeps a hosted number for three days before it unregisters it for SMS; within them hostedsms@twilio.com can restore it, and it cannot be hosted anew.';
const boughtNotice =
  'Twilio answers calls to the number no longer and may give it to another customer; only its support can give it back.';
