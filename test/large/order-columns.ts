// What the orders and documents of a large mirror look like, column by column.
import type { authorizationDocuments, hostedNumberOrders } from '../../src/db/tables.ts';
import { draw, flag, inTenRows, literal, oneOf, sidOf, skewed, withNulls, word } from './draws.ts';
import { numberSidOfRow, phoneNumberOfRow } from './number-columns.ts';
import { type Columns, isForeign, mirroredColumns, present } from './shared-columns.ts';

/** The document that covers the most orders has Twilio's maximum, or less where there are few. */
const largeDocumentOrders = (orders: number) => Math.min(15_000, Math.floor(orders * 0.3));

const twoYearsSeconds = 63_000_000;
const emails = (name: string, people: number) =>
  oneOf(`${name} case`, [
    [`'signer' || ${skewed(name, people)} || '@company' || ${draw(`${name} company`, 40)} || '.example'`, 97],
    [`'Signer' || ${skewed(name, people)} || '@Company' || ${draw(`${name} company`, 40)} || '.example'`, 0],
  ]);
const ccEmails = oneOf('ccEmails', [
  [`array[]::text[]`, 60],
  [`array['legal@company.example']::text[]`, 30],
  [`array['legal@company.example', 'desk' || ${draw('cc', 200)} || '@company.example']::text[]`, 0],
]);
const addressSid = withNulls('addressSid', 10, sidOf('AD', 'address', skewed('addressSid', 300)));
const statusSince = (dateUpdated: string) => withNulls('statusSince', 20, dateUpdated);

/** Six of ten were made by bulk, five hundred in the same millisecond; the rest by themselves. Row 1 is the newest. */
function createdAt(rows: number): string {
  const stepSeconds = twoYearsSeconds / rows;
  const alone = `${present} - (n * ${stepSeconds.toFixed(6)} + ${draw('created', 1000)} / 1000.0) * interval '1 second'`;
  const inBulk = `${present} - (n / 500) * ${(stepSeconds * 500).toFixed(6)} * interval '1 second'`;
  return `date_trunc('milliseconds', ${oneOf('bulk', [
    [inBulk, 60],
    [alone, 0],
  ])})`;
}

function updatedAt(created: string): string {
  const later = `least(${present}, ${created} + ${draw('updated', 5_000_000)} * interval '1 second')`;
  return oneOf('untouched', [
    [created, 20],
    [later, 0],
  ]);
}

export function orderColumns(rows: number, documents: number): Columns<typeof hostedNumberOrders> {
  const dateCreated = createdAt(rows);
  const dateUpdated = updatedAt(dateCreated);
  return {
    ...mirroredColumns('HR', 'order', rows),
    phoneNumber: phoneNumberOfRow,
    status: orderStatus(rows),
    failureReason: oneOf('failureReason', [
      [literal('The letter was not signed in time.'), 1],
      ['null', 0],
    ]),
    failureCode: oneOf('failureReason', [
      [literal('LOA_NOT_SIGNED_IN_TIME'), 1],
      ['null', 0],
    ]),
    capabilitiesSms: flag('orderSms', rows, true, 1),
    capabilitiesMms: flag('orderMms', rows, true, 30),
    capabilitiesVoice: flag('orderVoice', rows, false, 40),
    capabilitiesFax: flag('orderFax', rows, false, 90),
    friendlyName: oneOf('friendlyName', [
      ['null', 10],
      [`'Rollout ' || ${draw('rollout', 40)} || ' site ' || ${draw('site', 2000)}`, 60],
      [phoneNumberOfRow, 0],
    ]),
    uniqueName: withNulls('uniqueName', 40, `'order-' || lpad((n - mod(n, 1000) / 999)::text, 8, '0')`),
    url: withNulls(
      'url',
      5,
      `'https://preview.twilio.com/HostedNumbers/HostedNumberOrders/' || ${sidOf('HR', 'order', 'n')}`,
    ),
    email: withNulls('email', 3, emails('email', 5000)),
    ccEmails,
    addressSid,
    incomingPhoneNumberSid: withNulls('incomingPhoneNumberSid', 5, numberSidOfRow),
    signingDocumentSid: documentOf(rows, documents),
    verificationType: word('verificationType', [
      ['phone-call', 90],
      ['phone-bill', 5],
      [null, 0],
    ]),
    verificationDocumentSid: withNulls('verificationDocumentSid', 97, sidOf('RI', 'bill', 'n')),
    verificationAttempts: oneOf('verificationAttempts', [
      ['0', 10],
      ['1', 85],
      ['2', 4.9],
      ['3', 0],
    ]),
    verificationCallSids: oneOf('calls', [
      [`array[]::text[]`, 20],
      [`array[${sidOf('CA', 'call', 'n')}]::text[]`, 0],
    ]),
    verificationCode: withNulls('verificationCode', 85, `lpad(${draw('code', 1_000_000)}::text, 6, '0')`),
    extension: withNulls('extension', 90, `${draw('extension', 1000)}::text`),
    callDelay: withNulls('callDelay', 20, draw('callDelay', 61)),
    dateCreated,
    dateUpdated,
    createdHere: `${draw('createdHere', 100)} < 30`,
    statusSince: statusSince(dateUpdated),
    callbackSeenAt: withNulls('callbackSeenAt', 60, dateUpdated),
  };
}

function orderStatus(rows: number): string {
  return inTenRows(
    'status',
    rows,
    `'porting-review'`,
    word('status', [
      ['completed', 90],
      ['received', 3],
      ['pending-verification', 2],
      ['verified', 1],
      ['pending-loa', 1.5],
      ['carrier-processing', 1],
      ['failed', 1],
      ['action-required', 0.4],
      ['twilio-processing', 0.09],
      ['testing', 0.01],
    ]),
  );
}

/** Document 1 covers the most orders; a third of the rest has none; the other documents have 30 on average, many 1 to 50. */
function documentOf(rows: number, documents: number): string {
  const any = skewed('document', documents - 1);
  const ownTenants = `2 + ${any} + case when mod(2 + ${any}, 100) = 50 then 1 else 0 end`;
  return `case when ${isForeign} then ${sidOf('PX', 'document', '50')}
    when n <= ${largeDocumentOrders(rows)} then ${sidOf('PX', 'document', '1')}
    else ${withNulls('document', 35, sidOf('PX', 'document', ownTenants))} end`;
}

export function documentColumns(rows: number): Columns<typeof authorizationDocuments> {
  const dateCreated = createdAt(rows);
  const dateUpdated = updatedAt(dateCreated);
  return {
    ...mirroredColumns('PX', 'document', rows),
    status: inTenRows(
      'status',
      rows,
      `'notarized'`,
      word('status', [
        ['signed', 75],
        ['signing', 15],
        ['opened', 5],
        ['canceled', 4],
        ['failed', 0],
      ]),
    ),
    addressSid,
    email: withNulls('email', 3, emails('email', 3000)),
    ccEmails,
    url: withNulls(
      'url',
      5,
      `'https://preview.twilio.com/HostedNumbers/AuthorizationDocuments/' || ${sidOf('PX', 'document', 'n')}`,
    ),
    dateCreated,
    dateUpdated,
    contactTitle: withNulls('contactTitle', 80, `'Head of Telephony'`),
    contactPhoneNumber: withNulls(
      'contactPhoneNumber',
      80,
      `'+1415555' || lpad(${draw('contact', 10_000)}::text, 4, '0')`,
    ),
    statusSince: statusSince(dateUpdated),
  };
}
