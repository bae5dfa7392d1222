// Which writes a number allows now. An edge, because the order that brought the number in has a say.
import { ActiveNumber } from '../../schema/active-number.ts';
import { builder } from '../../schema/builder.ts';
import { ViewerAction } from '../../schema/viewer-action.ts';
import { refuseConfigure, refuseRelease, refuseTransfer } from '../../writes/number-moves.ts';

const rules = {
  configureActiveNumbers: refuseConfigure,
  transferActiveNumbers: refuseTransfer,
  releaseActiveNumber: refuseRelease,
};

builder.objectField(ActiveNumber, 'viewerActions', (t) =>
  t.field({
    type: [ViewerAction],
    description:
      'The writes to a number, each with whether it is allowed now and why not. Judged by the mirror; Twilio has the last word.',
    resolve: async (number, _args, { loaders }) => {
      const order = await loaders.orderOfNumber.load(number.sid);
      return Object.entries(rules).map(([mutation, refuse]) => ({ mutation, refusal: refuse(number, order) }));
    },
  }),
);
