// The filters of the lists. The columns behind them are in db/filters-fields: a field here has a line there.
import type { InputRef } from '@pothos/core';
import { builder } from './builder.ts';
import {
  BoolOp,
  DocumentStatusOp,
  FloatOp,
  NumberTypeOp,
  OrderStatusOp,
  PreservationOp,
  ReachabilityOp,
  SidOp,
  StageOp,
  StringOp,
  TimeOp,
} from './operators.ts';

/** What `InputRef` lets through, or null, which the compiler of filters refuses. */
type Maybe<Ref> = (Ref extends InputRef<infer Shape> ? Shape : never) | null;
type Branches<Filter> = { and?: Filter[] | null; or?: Filter[] | null; not?: Filter | null; vanished?: boolean | null };

const says = {
  and: 'All of these hold. An empty list is an error.',
  or: 'One of these holds at least. An empty list is an error.',
  not: 'This does not hold: exactly the records that the filter inside leaves out.',
  vanished:
    'Absent or false: only what Twilio still has. True: only what it no longer has. At the top of the filter only.',
  account: 'The account that the record belongs to (AC...).',
};

const VoiceFilter = builder.inputType('VoiceFilter', {
  description: 'Conditions on what a number can do with calls.',
  fields: (t) => ({
    present: t.boolean({ description: 'Whether the number can do calls at all.' }),
    inboundConnectivity: t.field({ type: BoolOp, description: 'Whether calls come in.' }),
    inboundCallerIdPreservation: t.field({ type: PreservationOp, description: "Whether the caller's number is kept." }),
    inboundReachability: t.field({ type: ReachabilityOp, description: 'From where the number can be called.' }),
  }),
});

const SmsFilter = builder.inputType('SmsFilter', {
  description: 'Conditions on what a number can do with text messages.',
  fields: (t) => ({
    present: t.boolean({ description: 'Whether the number can do text messages at all.' }),
    inboundConnectivity: t.field({ type: BoolOp, description: 'Whether messages come in.' }),
    outboundConnectivity: t.field({ type: BoolOp, description: 'Whether messages go out.' }),
    inboundSenderIdPreservation: t.field({ type: PreservationOp, description: "Whether the sender's number is kept." }),
    inboundReachability: t.field({ type: ReachabilityOp, description: 'From where messages reach the number.' }),
  }),
});

const MmsFilter = builder.inputType('MmsFilter', {
  description: 'Conditions on what a number can do with media messages.',
  fields: (t) => ({
    present: t.boolean({ description: 'Whether the number can do media messages at all.' }),
    inboundConnectivity: t.field({ type: BoolOp, description: 'Whether messages come in.' }),
    outboundConnectivity: t.field({ type: BoolOp, description: 'Whether messages go out.' }),
    inboundReachability: t.field({ type: ReachabilityOp, description: 'From where messages reach the number.' }),
  }),
});

const CapabilitiesFilter = builder.inputType('CapabilitiesFilter', {
  description: 'Conditions on what a number can do.',
  fields: (t) => ({
    voice: t.field({ type: VoiceFilter, description: 'Calls.' }),
    sms: t.field({ type: SmsFilter, description: 'Text messages.' }),
    mms: t.field({ type: MmsFilter, description: 'Media messages.' }),
  }),
});

const GeographyFilter = builder.inputType('GeographyFilter', {
  description: 'Conditions on where a number is at home.',
  fields: (t) => ({
    isoCountry: t.field({ type: StringOp, description: 'The country, two letters.' }),
    lata: t.field({ type: StringOp, description: 'The LATA.' }),
    rateCenter: t.field({ type: StringOp, description: 'The rate center.' }),
    region: t.field({ type: StringOp, description: 'The state or province, two letters.' }),
    locality: t.field({ type: StringOp, description: 'The town.' }),
    postalCode: t.field({ type: StringOp, description: 'The postal code.' }),
    latitude: t.field({ type: FloatOp, description: 'Degrees north.' }),
    longitude: t.field({ type: FloatOp, description: 'Degrees east.' }),
  }),
});

interface NumberFilterShape extends Branches<NumberFilterShape> {
  phoneNumber?: Maybe<typeof StringOp>;
  friendlyName?: Maybe<typeof StringOp>;
  type?: Maybe<typeof NumberTypeOp>;
  account?: Maybe<typeof SidOp>;
  capabilities?: Maybe<typeof CapabilitiesFilter>;
  geography?: Maybe<typeof GeographyFilter>;
}
export const ActiveNumberFilter = builder.inputRef<NumberFilterShape>('ActiveNumberFilter');
ActiveNumberFilter.implement({
  description: 'Conditions on numbers. All that are given must hold; `{}` is every number.',
  fields: (t) => ({
    and: t.field({ type: [ActiveNumberFilter], description: says.and }),
    or: t.field({ type: [ActiveNumberFilter], description: says.or }),
    not: t.field({ type: ActiveNumberFilter, description: says.not }),
    phoneNumber: t.field({ type: StringOp, description: 'The number, e.g. everything that starts with +1415.' }),
    friendlyName: t.field({ type: StringOp, description: 'The name for people.' }),
    type: t.field({ type: NumberTypeOp, description: 'The kind of number.' }),
    account: t.field({ type: SidOp, description: says.account }),
    capabilities: t.field({ type: CapabilitiesFilter, description: 'What the number can do.' }),
    geography: t.field({ type: GeographyFilter, description: 'Where the number is at home.' }),
    vanished: t.boolean({ description: says.vanished }),
  }),
});

interface OrderFilterShape extends Branches<OrderFilterShape> {
  status?: Maybe<typeof OrderStatusOp>;
  stage?: Maybe<typeof StageOp>;
  phoneNumber?: Maybe<typeof StringOp>;
  friendlyName?: Maybe<typeof StringOp>;
  uniqueName?: Maybe<typeof StringOp>;
  account?: Maybe<typeof SidOp>;
  incomingPhoneNumberSid?: Maybe<typeof SidOp>;
  signingDocumentSid?: Maybe<typeof SidOp>;
  dateCreated?: Maybe<typeof TimeOp>;
  dateUpdated?: Maybe<typeof TimeOp>;
}
export const OrderFilter = builder.inputRef<OrderFilterShape>('OrderFilter');
OrderFilter.implement({
  description: 'Conditions on hosted number orders. All that are given must hold; `{}` is every order.',
  fields: (t) => ({
    and: t.field({ type: [OrderFilter], description: says.and }),
    or: t.field({ type: [OrderFilter], description: says.or }),
    not: t.field({ type: OrderFilter, description: says.not }),
    status: t.field({ type: OrderStatusOp, description: 'Where the order stands.' }),
    stage: t.field({ type: StageOp, description: 'The step of onboarding that it is in.' }),
    phoneNumber: t.field({ type: StringOp, description: 'The number to host.' }),
    friendlyName: t.field({ type: StringOp, description: 'The name for people.' }),
    uniqueName: t.field({ type: StringOp, description: 'The unique name.' }),
    account: t.field({ type: SidOp, description: says.account }),
    incomingPhoneNumberSid: t.field({ type: SidOp, description: 'The number that Twilio made for the order (PN...).' }),
    signingDocumentSid: t.field({ type: SidOp, description: 'The document that covers the order (PX...).' }),
    dateCreated: t.field({ type: TimeOp, description: 'When the order was made.' }),
    dateUpdated: t.field({
      type: TimeOp,
      description: 'When Twilio last changed the order. No index: reads the whole list.',
    }),
    vanished: t.boolean({ description: says.vanished }),
  }),
});

interface DocumentFilterShape extends Branches<DocumentFilterShape> {
  status?: Maybe<typeof DocumentStatusOp>;
  email?: Maybe<typeof StringOp>;
  addressSid?: Maybe<typeof SidOp>;
  account?: Maybe<typeof SidOp>;
  dateCreated?: Maybe<typeof TimeOp>;
}
export const DocumentFilter = builder.inputRef<DocumentFilterShape>('DocumentFilter');
DocumentFilter.implement({
  description: 'Conditions on authorization documents. All that are given must hold; `{}` is every document.',
  fields: (t) => ({
    and: t.field({ type: [DocumentFilter], description: says.and }),
    or: t.field({ type: [DocumentFilter], description: says.or }),
    not: t.field({ type: DocumentFilter, description: says.not }),
    status: t.field({ type: DocumentStatusOp, description: 'Where the document stands.' }),
    email: t.field({ type: StringOp, description: 'Who is asked to sign.' }),
    addressSid: t.field({
      type: SidOp,
      description: 'The address of the numbers (AD...). No index: reads the whole list.',
    }),
    account: t.field({ type: SidOp, description: says.account }),
    dateCreated: t.field({ type: TimeOp, description: 'When the document was made.' }),
    vanished: t.boolean({ description: says.vanished }),
  }),
});
