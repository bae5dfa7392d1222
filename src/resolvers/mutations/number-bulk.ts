// Writes to many numbers at once: set them up, or give them to another account.
import type { Context } from '../../context.ts';
import { readOrdersOfNumbers } from '../../db/lookups.ts';
import type { ActiveNumberRow } from '../../db/tables.ts';
import { builder } from '../../schema/builder.ts';
import {
  ActiveNumbersPayload,
  ConfigureActiveNumbersInput,
  TransferActiveNumbersInput,
  type TransferActiveNumbersInputShape,
} from '../../schema/number-writes.ts';
import { acceptedConfiguration, type NumberConfigurationParameters } from '../../twilio/number-configuration.ts';
import type { NumberResource } from '../../vocabulary.ts';
import { freshNumber, freshOrder } from '../../writes/fresh-record.ts';
import {
  type ConfigureActiveNumberRequest,
  configureActiveNumbersKind,
} from '../../writes/kinds/configure-active-numbers.ts';
import {
  type TransferActiveNumberRequest,
  transferActiveNumbersKind,
} from '../../writes/kinds/transfer-active-numbers.ts';
import { refuseConfigure, refuseTransfer } from '../../writes/number-moves.ts';
import { changesOf } from '../../writes/number-settings.ts';
import type { Preparation, WriteTools } from '../../writes/write-kind.ts';
import { checkTargetAccount, refuseAccount } from './number-account.ts';
import { checkConfiguration, noticesOf, toParameters } from './number-configuration-check.ts';
import { goneNumber } from './number-reference.ts';
import { answerNumberRows } from './number-rows.ts';
import { beginInputCheck } from './outcome.ts';

builder.mutationField('configureActiveNumbers', (t) =>
  t.field({
    type: ActiveNumbersPayload,
    description:
      'Sets up numbers: voice, SMS, status callback, friendly name. Hosted ones too, before their orders are completed. It goes to ActiveNumbers of Twilio where that takes every field, else to IncomingPhoneNumbers.',
    args: {
      input: t.arg({ type: ConfigureActiveNumbersInput, required: true, description: 'Which numbers, and how.' }),
    },
    resolve: (_root, { input }, context) => {
      const check = beginInputCheck();
      checkConfiguration(input.configuration, check, context.services.allowPrivateUrls);
      const parameters = toParameters(input.configuration);
      const plan = (number: ActiveNumberRow, path: readonly string[], tools: WriteTools) =>
        planConfiguration(number, parameters, path, tools);
      return answerNumberRows(configureActiveNumbersKind, { input, plan }, check, context);
    },
  }),
);

builder.mutationField('transferActiveNumbers', (t) =>
  t.field({
    type: ActiveNumbersPayload,
    description:
      'Gives numbers to another account of the tenant. They keep their sids. A hosted number must be in use. Upstream: `AccountSid` of IncomingPhoneNumbers.',
    args: {
      input: t.arg({ type: TransferActiveNumbersInput, required: true, description: 'Which numbers, and whose.' }),
    },
    resolve: (_root, { input }, context) => answerTransfer(input, context),
  }),
);

function answerTransfer(input: TransferActiveNumbersInputShape, context: Context) {
  const check = beginInputCheck();
  checkTargetAccount(['toAccount'], input.toAccount, check, context);
  const plan = (number: ActiveNumberRow, path: readonly string[], tools: WriteTools) =>
    planTransfer(number, input.toAccount, path, tools);
  return answerNumberRows(transferActiveNumbersKind, { input, plan }, check, context);
}

/** The mirror's word is enough, but that nothing is to be done is said of a number as it is now only. */
async function planConfiguration(
  known: ActiveNumberRow,
  parameters: NumberConfigurationParameters,
  path: readonly string[],
  tools: WriteTools,
): Promise<Preparation<ConfigureActiveNumberRequest>> {
  const number = changesOf(parameters, known).length > 0 ? known : await freshNumber(known, tools);
  if (number === null) return { errors: [goneNumber(path)] };
  const refusal = refuseConfigure(number, null, path) ?? refuseAccount(number, path, tools);
  if (refusal) return { errors: [refusal] };
  const changes = changesOf(parameters, number);
  const resource = await resourceFor(number, parameters, tools);
  return {
    plan: {
      accountSid: number.accountSid,
      subject: `number ${number.sid}`,
      request: { sid: number.sid, resource, parameters },
      secret: undefined,
      targetSid: number.sid,
      changes,
      notices: noticesOf(parameters, number),
      callsToMake: changes.length === 0 ? 0 : 1,
    },
  };
}

/** IncomingPhoneNumbers takes everything, of every number; ActiveNumbers answers with more. */
async function resourceFor(
  number: ActiveNumberRow,
  parameters: NumberConfigurationParameters,
  { database, ownerAccountSid }: WriteTools,
): Promise<NumberResource> {
  const accepted: ReadonlySet<string> = acceptedConfiguration['active-numbers'];
  const isAccepted = Object.keys(parameters).every((setting) => accepted.has(setting));
  if (number.readFrom !== 'active-numbers' || !isAccepted) return 'incoming-phone-numbers';
  const [order] = await readOrdersOfNumbers(database.db, ownerAccountSid, [number.sid]);
  return order === undefined || order.status === 'completed' ? 'active-numbers' : 'incoming-phone-numbers';
}

/** The mirror's word is enough; where it would refuse, the order is asked for once. */
async function planTransfer(
  number: ActiveNumberRow,
  toAccountSid: string,
  path: readonly string[],
  tools: WriteTools,
): Promise<Preparation<TransferActiveNumberRequest>> {
  const { sid, accountSid: fromAccountSid } = number;
  const isThere = fromAccountSid === toAccountSid;
  const refusal = isThere ? null : await refuseFreshTransfer(number, path, tools);
  if (refusal) return { errors: [refusal] };
  return {
    plan: {
      // No other may transfer (Twilio error 21474).
      accountSid: tools.ownerAccountSid,
      subject: `number ${sid}`,
      request: { sid, fromAccountSid, toAccountSid },
      secret: undefined,
      targetSid: sid,
      changes: isThere ? [] : [{ path: 'accountSid', before: fromAccountSid, after: toAccountSid }],
      notices: isThere ? ['The number is in that account already.'] : [],
      callsToMake: isThere ? 0 : 1,
    },
  };
}

async function refuseFreshTransfer(number: ActiveNumberRow, path: readonly string[], tools: WriteTools) {
  const { database, ownerAccountSid } = tools;
  const [known = null] = await readOrdersOfNumbers(database.db, ownerAccountSid, [number.sid]);
  const refusal = refuseTransfer(number, known, path);
  if (refusal?.code !== 'WRONG_STATE') return refusal;
  if (known?.vanishedAt === null) return refuseTransfer(number, await freshOrder(known, tools), path);
  const fresh = await freshNumber(number, tools);
  return fresh ? refuseTransfer(fresh, null, path) : goneNumber(path);
}
