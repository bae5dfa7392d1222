// Where each field of Twilio's wire form lives: its column, and its path in the graph.
import type { getTableColumns } from 'drizzle-orm';
import { activeNumbers, authorizationDocuments, hostedNumberOrders } from '../../src/db/tables.ts';

export type Resource = { table: Parameters<typeof getTableColumns>[0]; type: string; home(path: string): Home };
/** Where a wire field lives: its column, and its path in the graph. */
type Home = { column: string; field: string };

const camel = (text: string) => text.replace(/[_.]([a-z0-9])/g, (_match, letter: string) => letter.toUpperCase());
/** The rule: one column under the whole path, one field of the graph under the same path. */
const plain = (path: string): Home => ({ column: camel(path), field: path.split('.').map(camel).join('.') });

const numberHomes: Record<string, string> = {
  uri: 'url',
  address_requirements: 'regulatory.address_requirements',
  'configuration.friendly_name': 'friendly_name',
  'configuration.status_callback_url': 'configuration.status_callback',
  status_callback: 'configuration.status_callback',
  status_callback_method: 'configuration.status_callback_method',
  trunk_sid: 'configuration.voice.trunk_sid',
  emergency_status: 'configuration.voice.emergency_status',
  emergency_address_sid: 'configuration.voice.emergency_address_sid',
  'capabilities.fax': 'capabilities.voice.fax',
};
export const resources: Record<string, Resource> = {
  'hosted-number-order': {
    table: hostedNumberOrders,
    type: 'HostedNumberOrder',
    home(path) {
      if (path === 'extension' || path === 'call_delay')
        return { column: camel(path), field: `verification.${camel(path)}` };
      const verification = /^verification_(.*)$/.exec(path);
      return verification
        ? { column: camel(path), field: `verification.${camel(verification[1] ?? '')}` }
        : plain(path);
    },
  },
  'authorization-document': {
    table: authorizationDocuments,
    type: 'AuthorizationDocument',
    home: (path) =>
      path === 'links.dependent_hosted_number_orders' ? { column: 'sid', field: 'hostedNumberOrders' } : plain(path),
  },
  'active-number': {
    table: activeNumbers,
    type: 'ActiveNumber',
    home(path) {
      const said = path.replace(/^configurations/, 'configuration');
      // IncomingPhoneNumbers says `voice_url` on top where ActiveNumbers says `configurations.voice.url`.
      const flat = /^(voice|sms)_(.*)$/.exec(said);
      return plain(numberHomes[said] ?? (flat ? `configuration.${flat[1]}.${flat[2]}` : said));
    },
  },
};
resources['incoming-phone-number'] = resources['active-number'] as Resource;

/** Every path that holds a value; a list of values and a null are values. */
export function pathsOf(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [path];
  return Object.entries(value).flatMap(([name, inner]) => pathsOf(inner, path ? `${path}.${name}` : name));
}
