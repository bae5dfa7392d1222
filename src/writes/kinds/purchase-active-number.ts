// Buying a number, which costs money. A number of the account that was not known before is the one that was asked for.
import type { NumberConfigurationParameters } from '../../twilio/number-configuration.ts';
import type { NumberResource } from '../../vocabulary.ts';
import type { WriteKind } from '../write-kind.ts';
import { keepNumber } from '../written-number.ts';

export type PurchaseActiveNumberRequest = {
  phoneNumber: string;
  resource: NumberResource;
  parameters: NumberConfigurationParameters;
  /** Records of that phone number that were known before: none of them can be the new one. */
  knownSids: string[];
};

export const purchaseActiveNumberKind: WriteKind<PurchaseActiveNumberRequest> = {
  mutation: 'purchaseActiveNumber',
  async send({ request: { resource, phoneNumber, parameters } }, credentials, tools) {
    const startedAt = tools.now();
    const bought = await tools.twilio.purchaseActiveNumber(credentials, resource, phoneNumber, parameters);
    return keepNumber(bought, startedAt, tools);
  },
  async look({ request: { phoneNumber, knownSids } }, credentials, tools) {
    const startedAt = tools.now();
    const numbers = await tools.twilio.findNumbers(credentials, phoneNumber);
    const bought = numbers.find((number) => !knownSids.includes(number.sid));
    return bought ? { is: 'happened', targetSid: await keepNumber(bought, startedAt, tools) } : { is: 'not-seen' };
  },
};
