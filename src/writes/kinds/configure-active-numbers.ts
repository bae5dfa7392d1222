// The configuration of one number of a bulk write. A number that has all the settings asked for has been configured.
import type { NumberConfigurationParameters } from '../../twilio/number-configuration.ts';
import type { NumberResource } from '../../vocabulary.ts';
import { hasSettings } from '../number-settings.ts';
import type { WriteKind } from '../write-kind.ts';
import { keepNumber } from '../written-number.ts';

export type ConfigureActiveNumberRequest = {
  sid: string;
  resource: NumberResource;
  parameters: NumberConfigurationParameters;
};

export const configureActiveNumbersKind: WriteKind<ConfigureActiveNumberRequest> = {
  mutation: 'configureActiveNumbers',
  async send({ request: { sid, resource, parameters } }, credentials, tools) {
    const startedAt = tools.now();
    const configured = await tools.twilio.updateActiveNumber(credentials, resource, sid, parameters);
    return keepNumber(configured, startedAt, tools);
  },
  /** By IncomingPhoneNumbers, which tells every setting; a single ActiveNumber lacks some, and its list may lag. */
  async look({ request: { sid, parameters } }, credentials, tools) {
    const startedAt = tools.now();
    const number = await tools.twilio.fetchIncomingPhoneNumber(credentials, sid);
    const targetSid = await keepNumber(number, startedAt, tools);
    return hasSettings(number, parameters) ? { is: 'happened', targetSid } : { is: 'not-seen' };
  },
};
