// Every kind of write, for the ledger: an intent that another process left names its kind by the mutation.

import { cancelHostedNumberOrderKind } from './kinds/cancel-hosted-number-order.ts';
import { configureActiveNumbersKind } from './kinds/configure-active-numbers.ts';
import { createAuthorizationDocumentKind } from './kinds/create-authorization-document.ts';
import { createHostedNumberOrderKind } from './kinds/create-hosted-number-order.ts';
import { purchaseActiveNumberKind } from './kinds/purchase-active-number.ts';
import { releaseActiveNumberKind } from './kinds/release-active-number.ts';
import { replayWebhookDeliveryKind } from './kinds/replay-webhook-delivery.ts';
import { resyncKind } from './kinds/resync.ts';
import { startOwnershipVerificationKind } from './kinds/start-ownership-verification.ts';
import { submitVerificationCodeKind } from './kinds/submit-verification-code.ts';
import { transferActiveNumbersKind } from './kinds/transfer-active-numbers.ts';
import { updateAuthorizationDocumentKind } from './kinds/update-authorization-document.ts';
import { updateHostedNumberOrderKind } from './kinds/update-hosted-number-order.ts';
import type { AnyWriteKind } from './write-kind.ts';

export const writeKinds: readonly AnyWriteKind[] = [
  createHostedNumberOrderKind,
  updateHostedNumberOrderKind,
  startOwnershipVerificationKind,
  submitVerificationCodeKind,
  cancelHostedNumberOrderKind,
  createAuthorizationDocumentKind,
  updateAuthorizationDocumentKind,
  resyncKind,
  configureActiveNumbersKind,
  purchaseActiveNumberKind,
  releaseActiveNumberKind,
  transferActiveNumbersKind,
  replayWebhookDeliveryKind,
];
