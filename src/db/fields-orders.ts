// The fields of hosted number orders. The verification code cannot be filtered by: it is not to be found by guessing.
import { callbackCoverages, failureCodes, onboardingStages, orderStatuses, verificationTypes } from '../vocabulary.ts';
import { each, exact, type FieldTree, flag, group, integer, sid, text, texts, time, word } from './fields.ts';

/** Fields of few values share an index. */
const traits = { shared: 'traits' };

export const hostedNumberOrderFields: FieldTree = {
  sid: sid('sid', 'hostedNumberOrder', 'primary', 'The sid (HR...).'),
  status: word(
    'status',
    { operators: 'OrderStatusOp', words: each(orderStatuses) },
    'ordered',
    'Where the order stands.',
    {
      sort: 'STATUS',
      facet: 'STATUS',
    },
  ),
  stage: word(
    'status',
    { operators: 'StageOp', words: onboardingStages },
    'ordered',
    'The step of onboarding that it is in.',
    {
      facet: 'STAGE',
    },
  ),
  phoneNumber: exact('phoneNumber', 'ordered', 'The number to host.', { sort: 'PHONE_NUMBER' }),
  friendlyName: text('friendlyName', 'ordered', 'The name for people.', { sort: 'FRIENDLY_NAME' }),
  uniqueName: text('uniqueName', 'ordered', 'The unique name.', { sort: 'UNIQUE_NAME' }),
  account: sid('accountSid', 'account', 'ordered', 'The account that the record belongs to (AC...).', {
    facet: 'ACCOUNT',
  }),
  failureReason: text('failureReason', 'own', "Why the order needs action, in Twilio's words."),
  failure: group(
    'OrderFailureFilter',
    'Conditions on why an order failed or needs action.',
    'Why the order failed or needs action.',
    {
      code: word(
        'failureCode',
        { operators: 'FailureCodeOp', words: each(failureCodes) },
        traits,
        'The reason for programs.',
        {
          facet: 'FAILURE_CODE',
        },
      ),
    },
  ),
  capabilities: group('HostedCapabilitiesFilter', 'Conditions on what is to be hosted.', 'What is to be hosted.', {
    sms: flag('capabilitiesSms', 'traits', 'Messages.'),
    mms: flag('capabilitiesMms', 'traits', 'Messages with media.'),
    voice: flag('capabilitiesVoice', 'traits', 'Calls.'),
    fax: flag('capabilitiesFax', 'traits', 'Fax.'),
  }),
  email: text('email', 'own', 'The owner of the number.'),
  ccEmails: texts('ccEmails', 'Who else gets the letter of authorization.'),
  addressSid: sid('addressSid', 'address', 'own', 'The address of the owner of the number (AD...).'),
  incomingPhoneNumberSid: sid(
    'incomingPhoneNumberSid',
    'phoneNumber',
    'own',
    'The number that Twilio made for the order (PN...).',
  ),
  signingDocumentSid: sid(
    'signingDocumentSid',
    'authorizationDocument',
    'ordered',
    'The document that covers the order (PX...).',
    {
      facet: 'DOCUMENT',
    },
  ),
  verification: group(
    'VerificationFilter',
    'Conditions on how ownership of a number is proved.',
    'How ownership of the number is proved.',
    {
      type: word(
        'verificationType',
        { operators: 'VerificationTypeOp', words: each(verificationTypes) },
        traits,
        'By a call or by a phone bill.',
      ),
      documentSid: sid('verificationDocumentSid', 'identityDocument', 'own', 'The phone bill (RI...).'),
      extension: text('extension', 'own', 'What the verification call dials once it is connected.'),
      callDelay: integer('callDelay', 'traits', 'Seconds to wait before the verification call.'),
      attempts: integer('verificationAttempts', 'traits', 'How often ownership was to be proved so far.'),
      callSids: texts('verificationCallSids', 'The calls that were made for it (CA...).'),
    },
  ),
  callbackCoverage: word(
    'callbackCoverage',
    { operators: 'CallbackCoverageOp', words: each(callbackCoverages) },
    traits,
    'Whether callbacks tell of the order.',
  ),
  dateCreated: time('dateCreated', 'list', 'When the order was made.', { sort: 'DATE_CREATED', facet: 'CREATED_DAY' }),
  dateUpdated: time('dateUpdated', 'ordered', 'When Twilio last changed the order.', { sort: 'DATE_UPDATED' }),
  activeNumber: {
    kind: 'link',
    link: 'numberOfOrder',
    describes: 'The number that Twilio made for the order, if Twilio still has it. `{}`: there is one.',
  },
  authorizationDocument: {
    kind: 'link',
    link: 'documentOfOrder',
    describes: 'The document that covers the order, if Twilio still has it. `{}`: there is one.',
  },
  search: {
    kind: 'search',
    texts: ['friendlyName', 'uniqueName', 'email'],
    phoneNumber: 'phoneNumber',
    describes:
      'Free text: each of its words begins a word (among the first 256 characters) of the name, the unique name or the e-mail address, or it is the last digits of the phone number. The case of the letters A to Z does not matter.',
  },
};
