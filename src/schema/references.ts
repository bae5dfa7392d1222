// One-of references: how people name a record.
import { builder } from './builder.ts';

export const NumberRef = builder.inputType('NumberRef', {
  isOneOf: true,
  description: 'A number, named in one way. A phone number with two sids gives the one first seen last.',
  fields: (t) => ({
    id: t.id({ description: 'The id in the graph.' }),
    sid: t.field({ type: 'Sid', description: "Twilio's identifier (PN...)." }),
    phoneNumber: t.field({ type: 'PhoneNumber', description: 'The number itself.' }),
  }),
});

export const OrderRef = builder.inputType('OrderRef', {
  isOneOf: true,
  description: 'An order, named in one way. A unique name in two accounts gives the one first seen last.',
  fields: (t) => ({
    id: t.id({ description: 'The id in the graph.' }),
    sid: t.field({ type: 'Sid', description: "Twilio's identifier (HR...)." }),
    uniqueName: t.string({ description: 'The unique name, letter by letter.' }),
  }),
});

export const DocumentRef = builder.inputType('DocumentRef', {
  isOneOf: true,
  description: 'A document, named in one way.',
  fields: (t) => ({
    id: t.id({ description: 'The id in the graph.' }),
    sid: t.field({ type: 'Sid', description: "Twilio's identifier (PX...)." }),
  }),
});
