// The environment, read once: the only reader of process.env. Every mistake is reported in one answer, with the variable
// and its rule, never with its value (it may be a secret).
import { z } from 'zod';
import { StartError } from './start-error.ts';
import { isSid } from './vocabulary.ts';

/** Twilio's own hosts. */
const previewHost = 'https://preview.twilio.com';
const apiHost = 'https://api.twilio.com';

const flag = (fallback: boolean) =>
  z
    .enum(['0', '1'], 'must be 0 or 1')
    .transform((value) => value === '1')
    .default(fallback);
const count = (fallback: number, max: number) =>
  z
    .string()
    .regex(/^\d+$/, `must be a whole number from 0 to ${max}`)
    .transform(Number)
    .refine((value) => value <= max, `must be a whole number from 0 to ${max}`)
    .default(fallback);
const port = (fallback: number) =>
  z
    .string()
    .regex(/^\d+$/, 'must be a port from 1 to 65535')
    .transform(Number)
    .refine((value) => value >= 1 && value <= 65_535, 'must be a port from 1 to 65535')
    .default(fallback);
const address = (rule: string, protocols: readonly string[]) =>
  z.string().refine((value) => URL.canParse(value) && protocols.includes(new URL(value).protocol), rule);
const httpAddress = address('must be an http or https address', ['http:', 'https:'])
  .refine(
    (value) => !URL.canParse(value) || !/[@?#]/.test(value),
    'must be without a user name, a query and a fragment',
  )
  .transform((value) => value.replace(/\/+$/, ''));
const duration = (fallbackMs: number) =>
  z
    .string()
    .regex(/^[1-9]\d{0,5}(s|m|h)$/, 'must be a whole number with s, m or h, such as 15m')
    .transform(
      (value) => Number.parseInt(value, 10) * { s: 1000, m: 60_000, h: 3_600_000 }[value.at(-1) as 's' | 'm' | 'h'],
    )
    .default(fallbackMs);

const schema = z.object({
  PORT: port(4000).describe('Port of the gateway.'),
  HOST: z.string().default('127.0.0.1').describe('Address that the gateway listens on.'),
  DATABASE_URL: address('must be a postgres:// address', ['postgres:', 'postgresql:'])
    .optional()
    .describe('PostgreSQL of the mirror. Without it: an embedded database in DATA_DIR.'),
  DATABASE_WAIT: duration(60_000).describe(
    'How long the start waits for a PostgreSQL that does not answer yet (s, m or h).',
  ),
  DATA_DIR: z.string().default('.data').describe('Folder of the embedded database and of the emulator.'),
  TWILIO_ACCOUNT_SID: z
    .string()
    .refine((value) => isSid(value, 'account'), 'must be AC and 32 hexadecimal digits')
    .optional()
    .describe('Account whose numbers are served, with its subaccounts. Without the three of Twilio: the emulator.'),
  TWILIO_AUTH_TOKEN: z
    .string()
    .regex(
      /^[\x21-\x2b\x2d-\x7e]+(,[\x21-\x2b\x2d-\x7e]+)*$/,
      'must be a token, or several with a comma between them, without spaces',
    )
    .optional()
    .describe('Its auth token; several with commas while it is rotated. The first one is sent, all of them verify.'),
  PUBLIC_URL: httpAddress.optional().describe('Address under which Twilio reaches this gateway, for its callbacks.'),
  TWILIO_PREVIEW_URL: httpAddress.default(previewHost).describe('Host of the preview resources.'),
  TWILIO_API_URL: httpAddress.default(apiHost).describe('Host of the 2010-04-01 resources.'),
  SYNC_INTERVAL: duration(15 * 60_000).describe('Pause between two walks over all of Twilio’s lists (s, m or h).'),
  SWEEP_INTERVAL: duration(60_000).describe(
    'How often open orders that move fast are read again; others at a multiple of it (s, m or h).',
  ),
  WRITE_SETTLE_AFTER: duration(90_000).describe(
    'How long Twilio may take to show a write whose answer was lost; what is not seen by then has not happened (s, m or h). It must exceed twice the time-out of a write (20 s): less than a minute is for tests only.',
  ),
  FEED_RETENTION: z
    .string()
    .regex(/^[1-9]\d{0,3}d$/, 'must be a whole number of days with d, such as 90d')
    .transform((value) => Number.parseInt(value, 10) * 24 * 3_600_000)
    .default(90 * 24 * 3_600_000)
    .describe('How old the place may be from which a client resumes the feed (d).'),
  WAKE_URL: address('must be a redis:// or rediss:// address', ['redis:', 'rediss:'])
    .optional()
    .describe('Redis by which instances wake each other, where a pooler stands before PostgreSQL. Without it: NOTIFY.'),
  ALLOWED_ORIGINS: z
    .string()
    .regex(
      /^https?:\/\/[^\s,/]+(,https?:\/\/[^\s,/]+)*$/,
      'must be origins such as https://app.example.com, with commas between them',
    )
    .transform((value) => value.split(','))
    .optional()
    .describe('Other origins whose pages may use the graph. Without it: only the gateway’s own.'),
  GRAPHIQL: flag(true).describe('Whether /graphql shows GraphiQL to a browser.'),
  ALLOW_PRIVATE_URLS: flag(false).describe('Whether writes may name private hosts and addresses.'),
  LOG_LEVEL: z
    .enum(['trace', 'debug', 'info', 'warn', 'error', 'silent'], 'must be trace, debug, info, warn, error or silent')
    .default('info')
    .describe('Least important level that is logged.'),
  EMULATOR_PORT: port(4010).describe('Port of the bundled Twilio emulator.'),
  EMULATOR_SEED: count(1, 1_000_000_000).describe('Number that the emulated estate is made from.'),
  EMULATOR_NUMBERS: count(2000, 1_000_000).describe('How many bought numbers the emulated estate has.'),
  EMULATOR_ORDERS: count(500, 1_000_000).describe('How many hosted number orders it has, over all statuses.'),
  EMULATOR_DOCUMENTS: count(40, 100_000).describe('How many authorization documents cover them.'),
  EMULATOR_BIG_DOCUMENT_ORDERS: count(1500, 15_000).describe('How many further orders one more document covers.'),
  EMULATOR_SUBACCOUNTS: count(3, 100).describe('How many subaccounts it has.'),
  EMULATOR_PACE: count(1440, 1_000_000)
    .refine((value) => value > 0, 'must be at least 1')
    .describe(
      'How many times faster than life Twilio, carriers and customers work. 1440: a day’s work takes a minute.',
    ),
  EMULATOR_AUTOPILOT: flag(true).describe('Whether the emulator plays the customer where nobody does.'),
});

type Environment = z.output<typeof schema>;

/** Each variable with its default and description, in the order of the documentation. */
export const variables: readonly { name: string; description: string; fallback: unknown }[] = Object.entries(
  schema.shape,
).map(([name, type]) => ({
  name,
  description: type.description ?? '',
  fallback: type.safeParse(undefined).data,
}));

export type Config = {
  port: number;
  host: string;
  database: { kind: 'embedded' } | { kind: 'server'; url: string };
  /** How long the start waits for a database server. */
  databaseWaitMs: number;
  dataDir: string;
  /** Null: the bundled emulator takes Twilio's place. */
  twilio: TwilioConfig | null;
  syncIntervalMs: number;
  sweepIntervalMs: number;
  writeSettleMs: number;
  /** How far back a cursor of the feed may reach, and what wakes it: null is NOTIFY. */
  feed: { retentionMs: number; wakeUrl: string | null };
  allowedOrigins: readonly string[];
  graphiql: boolean;
  allowPrivateUrls: boolean;
  logLevel: Environment['LOG_LEVEL'];
  emulator: EmulatorConfig;
};

export type TwilioConfig = {
  accountSid: string;
  authTokens: readonly [string, ...string[]];
  /** Without a slash at its end. */
  publicUrl: string;
  previewUrl: string;
  apiUrl: string;
};

export type EmulatorConfig = {
  port: number;
  seed: number;
  numbers: number;
  orders: number;
  documents: number;
  bigDocumentOrders: number;
  subaccounts: number;
  pace: number;
  autopilot: boolean;
};

/** All that is wrong with the environment. The message is made for people and names no value. */
export class ConfigError extends StartError {
  readonly mistakes: readonly { variable: string; rule: string }[];
  constructor(mistakes: readonly { variable: string; rule: string }[]) {
    super(
      `The configuration has mistakes:\n${mistakes.map(({ variable, rule }) => `  ${variable} ${rule}`).join('\n')}`,
    );
    this.mistakes = mistakes;
  }
}

/** Reads the environment. A variable that is empty counts as absent. Throws ConfigError with every mistake. */
export function readConfig(environment: Readonly<Record<string, string | undefined>> = process.env): Config {
  const given = Object.fromEntries(
    Object.entries(environment).filter(([, value]) => value !== undefined && value !== ''),
  );
  const parsed = schema.safeParse(given);
  const mistakes = parsed.success
    ? []
    : parsed.error.issues.map((issue) => ({ variable: issue.path.join('.'), rule: issue.message }));
  mistakes.push(...findTwilioMistakes(given));
  if (!parsed.success || mistakes.length > 0) throw new ConfigError(mistakes);
  return toConfig(parsed.data);
}

/** Twilio's three belong together: some of them is a mistake, and so are its hosts without them. */
function findTwilioMistakes(given: Readonly<Record<string, unknown>>): { variable: string; rule: string }[] {
  const three = ['TWILIO_ACCOUNT_SID', 'TWILIO_AUTH_TOKEN', 'PUBLIC_URL'];
  const present = three.filter((name) => name in given);
  if (present.length === three.length) return [];
  if (present.length > 0) {
    const rule = `is missing: ${three.join(', ')} are set together or not at all`;
    return three.filter((name) => !present.includes(name)).map((variable) => ({ variable, rule }));
  }
  const rule = `has no use without ${three.join(', ')}`;
  return ['TWILIO_PREVIEW_URL', 'TWILIO_API_URL']
    .filter((name) => name in given)
    .map((variable) => ({ variable, rule }));
}

function toConfig(environment: Environment): Config {
  return {
    port: environment.PORT,
    host: environment.HOST,
    database: environment.DATABASE_URL ? { kind: 'server', url: environment.DATABASE_URL } : { kind: 'embedded' },
    databaseWaitMs: environment.DATABASE_WAIT,
    dataDir: environment.DATA_DIR,
    twilio: toTwilioConfig(environment),
    syncIntervalMs: environment.SYNC_INTERVAL,
    feed: { retentionMs: environment.FEED_RETENTION, wakeUrl: environment.WAKE_URL ?? null },
    sweepIntervalMs: environment.SWEEP_INTERVAL,
    writeSettleMs: environment.WRITE_SETTLE_AFTER,
    allowedOrigins: environment.ALLOWED_ORIGINS ?? [],
    graphiql: environment.GRAPHIQL,
    allowPrivateUrls: environment.ALLOW_PRIVATE_URLS,
    logLevel: environment.LOG_LEVEL,
    emulator: {
      port: environment.EMULATOR_PORT,
      seed: environment.EMULATOR_SEED,
      numbers: environment.EMULATOR_NUMBERS,
      orders: environment.EMULATOR_ORDERS,
      documents: environment.EMULATOR_DOCUMENTS,
      bigDocumentOrders: environment.EMULATOR_BIG_DOCUMENT_ORDERS,
      subaccounts: environment.EMULATOR_SUBACCOUNTS,
      pace: environment.EMULATOR_PACE,
      autopilot: environment.EMULATOR_AUTOPILOT,
    },
  };
}

function toTwilioConfig(environment: Environment): TwilioConfig | null {
  const { TWILIO_ACCOUNT_SID: accountSid, TWILIO_AUTH_TOKEN: tokens, PUBLIC_URL: publicUrl } = environment;
  if (!accountSid || !tokens || !publicUrl) return null;
  const [current = '', ...older] = tokens.split(',');
  return {
    accountSid,
    authTokens: [current, ...older],
    publicUrl,
    previewUrl: environment.TWILIO_PREVIEW_URL,
    apiUrl: environment.TWILIO_API_URL,
  };
}
