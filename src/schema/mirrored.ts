// What all mirrored records share: where they are at Twilio, and how fresh our copy is.
import { type FactSource, factSources } from '../vocabulary.ts';
import { builder } from './builder.ts';
import { FactSourceEnum } from './enums.ts';

/** The columns that every mirrored table has. */
export type MirroredShape = {
  sid: string;
  ownerAccountSid: string;
  accountSid: string;
} & Sighting;

/** When a record was last seen at Twilio. */
export type Sighting = { syncedAt: Date; source: string; vanishedAt: Date | null };

export const Freshness = builder.objectRef<Sighting>('Freshness').implement({
  description:
    "How fresh the mirror's copy of a record is. Reads answer from the mirror; this says how far to trust them, and `maxAge` of lookups and lists how old it may be.",
  fields: (t) => ({
    syncedAt: t.expose('syncedAt', {
      type: 'DateTime',
      description: 'When the request to Twilio started that gave this copy.',
    }),
    source: t.field({
      type: FactSourceEnum,
      description: 'What made the gateway look then.',
      resolve: (row) => knownSource(row.source),
    }),
    age: t.field({
      type: 'Duration',
      description: 'Time since `syncedAt`, in whole seconds.',
      resolve: (row, _args, { services }) => `PT${Math.floor(ageMs(row, services.now()) / 1000)}S`,
    }),
    stale: t.boolean({
      description: 'Whether the copy is older than two sync intervals, so that the sync has missed it at least once.',
      resolve: (row, _args, { services }) => ageMs(row, services.now()) > services.staleAfterMs,
    }),
    vanishedAt: t.expose('vanishedAt', {
      type: 'DateTime',
      nullable: true,
      description:
        'When Twilio was found to have the record no longer; null while it has it. Lists leave such records out.',
    }),
  }),
});

export const Mirrored = builder.interfaceRef<MirroredShape>('Mirrored').implement({
  description: 'A record of Twilio that the gateway keeps a copy of.',
  interfaces: [builder.nodeInterfaceRef()],
  fields: (t) => ({
    sid: t.expose('sid', { type: 'Sid', description: "Twilio's identifier of the record. Upstream: `sid`." }),
    accountSid: t.expose('accountSid', {
      type: 'Sid',
      description: 'The account that the record belongs to. Upstream: `account_sid`.',
    }),
    freshness: t.field({
      type: Freshness,
      description: "How fresh the gateway's copy is.",
      resolve: (row) => row,
    }),
  }),
});

function ageMs(row: Sighting, now: Date): number {
  return Math.max(0, now.getTime() - row.syncedAt.getTime());
}

/** Every row has one of them; during a rolling upgrade a newer instance may have written another. */
export function knownSource(source: string): FactSource {
  return factSources.find((known) => known === source) ?? 'sync';
}
