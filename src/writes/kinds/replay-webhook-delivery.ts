// A callback judged anew. Nothing is written to Twilio, so an interrupted one may simply be asked for again.
import type { WriteKind } from '../write-kind.ts';

export const replayWebhookDeliveryKind: WriteKind<{ id: number }> = {
  mutation: 'replayWebhookDelivery',
  async send({ request }, _credentials, { inbox }) {
    const delivery = await inbox.replay(request.id);
    return delivery === null ? null : String(delivery.id);
  },
  look: async () => ({ is: 'not-seen' }),
};
