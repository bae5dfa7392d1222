// Which fields of each list can be filtered, by which column. Nested as the graph is nested. A line here and a line in the
// filter's input type make a field filterable; most columns have an index (see tables.ts).
import {
  documentStatuses,
  identityPreservations,
  numberTypes,
  onboardingStages,
  orderStatuses,
  reachabilities,
} from '../vocabulary.ts';
import type { FilterField, FilterWords } from './filters-operators.ts';
import { authorizationDocuments as d, activeNumbers as n, hostedNumberOrders as o } from './tables.ts';

/** Fields by name; a nested object of the graph is a nested object here. */
export type FilterFields = { readonly [name: string]: FilterField | FilterFields };

const preservation = { kind: 'word', words: each(identityPreservations) } as const;
const reachability = { kind: 'word', words: each(reachabilities) } as const;

export const activeNumberFields: FilterFields = {
  phoneNumber: { kind: 'exact', column: n.phoneNumber },
  friendlyName: { kind: 'caseless', column: n.friendlyName },
  // The graph says UNKNOWN where the resource has no type at all, so the filter does too.
  type: { kind: 'word', column: n.type, words: each(numberTypes), emptyIsUnknown: true },
  account: { kind: 'sid', column: n.accountSid, of: 'account' },
  capabilities: {
    voice: {
      present: { kind: 'present', column: n.capabilitiesVoice },
      inboundConnectivity: { kind: 'flag', column: n.capabilitiesVoiceInboundConnectivity },
      inboundCallerIdPreservation: { ...preservation, column: n.capabilitiesVoiceInboundCallerIdPreservation },
      inboundReachability: { ...reachability, column: n.capabilitiesVoiceInboundReachability },
    },
    sms: {
      present: { kind: 'present', column: n.capabilitiesSms },
      inboundConnectivity: { kind: 'flag', column: n.capabilitiesSmsInboundConnectivity },
      outboundConnectivity: { kind: 'flag', column: n.capabilitiesSmsOutboundConnectivity },
      inboundSenderIdPreservation: { ...preservation, column: n.capabilitiesSmsInboundSenderIdPreservation },
      inboundReachability: { ...reachability, column: n.capabilitiesSmsInboundReachability },
    },
    mms: {
      present: { kind: 'present', column: n.capabilitiesMms },
      inboundConnectivity: { kind: 'flag', column: n.capabilitiesMmsInboundConnectivity },
      outboundConnectivity: { kind: 'flag', column: n.capabilitiesMmsOutboundConnectivity },
      inboundReachability: { ...reachability, column: n.capabilitiesMmsInboundReachability },
    },
  },
  geography: {
    isoCountry: { kind: 'caseless', column: n.geographyIsoCountry },
    lata: { kind: 'caseless', column: n.geographyLata },
    rateCenter: { kind: 'caseless', column: n.geographyRateCenter },
    region: { kind: 'caseless', column: n.geographyRegion },
    locality: { kind: 'caseless', column: n.geographyLocality },
    postalCode: { kind: 'caseless', column: n.geographyPostalCode },
    latitude: { kind: 'number', column: n.geographyLatitude },
    longitude: { kind: 'number', column: n.geographyLongitude },
  },
};

export const hostedNumberOrderFields: FilterFields = {
  status: { kind: 'word', column: o.status, words: each(orderStatuses) },
  stage: { kind: 'word', column: o.status, words: onboardingStages },
  phoneNumber: { kind: 'caseless', column: o.phoneNumber },
  friendlyName: { kind: 'caseless', column: o.friendlyName },
  uniqueName: { kind: 'caseless', column: o.uniqueName },
  account: { kind: 'sid', column: o.accountSid, of: 'account' },
  incomingPhoneNumberSid: { kind: 'sid', column: o.incomingPhoneNumberSid, of: 'phoneNumber' },
  signingDocumentSid: { kind: 'sid', column: o.signingDocumentSid, of: 'authorizationDocument' },
  dateCreated: { kind: 'time', column: o.dateCreated },
  dateUpdated: { kind: 'time', column: o.dateUpdated },
};

export const authorizationDocumentFields: FilterFields = {
  status: { kind: 'word', column: d.status, words: each(documentStatuses) },
  email: { kind: 'caseless', column: d.email },
  addressSid: { kind: 'sid', column: d.addressSid, of: 'address' },
  account: { kind: 'sid', column: d.accountSid, of: 'account' },
  dateCreated: { kind: 'time', column: d.dateCreated },
};

/** Words of the graph that stand for themselves. */
function each(words: readonly string[]): FilterWords {
  return Object.fromEntries(words.map((word) => [word, [word]]));
}
