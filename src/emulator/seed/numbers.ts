// The bought numbers of the seed: local, toll-free and mobile, over all places. Profiles, configurations and names are
// shared between rows; a million numbers must fit into less than a gigabyte.
import type { AccountRow, NumberConfiguration, NumberProfile, NumberRow } from '../entities.ts';
import { deepFreeze, defaultConfiguration, type ProfileVariant, sharedProfile } from '../number-profile.ts';
import { createRandom, makeSid, pick, type Random } from '../seeded-random.ts';
import { places, tollFreeCodes } from './places.ts';
import { pickAccount, type SeedOptions, type SeedTarget } from './seed-target.ts';

const spanMs = 3 * 365 * 24 * 60 * 60_000;
const departments = ['Front desk', 'Support', 'Sales', 'Dispatch', 'Reminders'];
const nameCache = new Map<string, string>();

/** Oldest first, so that dates rise with positions. */
export function seedNumbers(target: SeedTarget, options: SeedOptions, accounts: readonly AccountRow[]): void {
  const { store, now } = target;
  const random = createRandom(options.seed, 'numbers');
  const configurations = new Map(
    accounts.map((account, index) => [account.sid, makeConfigurations(options.seed, index)]),
  );
  for (let index = 0; index < options.numbers; index += 1) {
    const account = pickAccount(random, accounts);
    const { phoneNumber, profile } = pickNumber(target, random);
    const position = store.nextPosition();
    const created = Math.floor(now - spanMs * (1 - index / options.numbers)) - 1000;
    const row: NumberRow = {
      sid: store.makeSid('phoneNumber', position),
      accountSid: account.sid,
      position,
      phoneNumber,
      friendlyName: random() < 0.3 ? pickName(random, profile) : null,
      origin: 'twilio',
      status: 'in-use',
      dateCreated: created,
      dateUpdated: created,
      profile,
      configuration: pick(random, configurations.get(account.sid) ?? [defaultConfiguration]),
      addressSid: null,
      identitySid: null,
      bundleSid: null,
    };
    store.numbers.put(row);
  }
}

function pickNumber(target: SeedTarget, random: Random): { phoneNumber: string; profile: NumberProfile } {
  const kind = random();
  if (kind < 0.15) {
    return {
      phoneNumber: target.numberSpace.next(pick(random, tollFreeCodes)),
      profile: sharedProfile(null, 'tollfree', 'plain', 'US'),
    };
  }
  const place = pick(random, places);
  const phoneNumber = target.numberSpace.next(pick(random, place[0]));
  return {
    phoneNumber,
    profile: sharedProfile(place, kind < 0.23 ? 'mobile' : 'local', pickVariant(random), place[1]),
  };
}

function pickVariant(random: Random): ProfileVariant {
  const draw = random();
  if (draw < 0.9) return 'plain';
  return pick(random, ['address-any', 'address-local', 'address-foreign', 'beta', 'domestic'] as const);
}

function pickName(random: Random, profile: NumberProfile): string {
  const name = `${pick(random, departments)} ${profile.geography.locality ?? 'toll-free'}`;
  const known = nameCache.get(name);
  if (known !== undefined) return known;
  nameCache.set(name, name);
  return name;
}

/** The handful of configurations an account uses: none, webhooks, applications, and a trunk. */
function makeConfigurations(seed: number, accountIndex: number): NumberConfiguration[] {
  const { voice, sms } = defaultConfiguration;
  const base = `https://webhooks.example.com/${accountIndex}`;
  const webhooks: NumberConfiguration = {
    ...defaultConfiguration,
    statusCallback: `${base}/status`,
    statusCallbackMethod: 'POST',
    voice: { ...voice, url: `${base}/voice`, method: 'POST', fallbackUrl: `${base}/fallback`, fallbackMethod: 'GET' },
    sms: { ...sms, url: `${base}/sms`, method: 'POST' },
  };
  const applications: NumberConfiguration = {
    ...defaultConfiguration,
    voice: { ...voice, applicationSid: makeSid(seed, 'application', accountIndex * 2) },
    sms: { ...sms, applicationSid: makeSid(seed, 'application', accountIndex * 2 + 1) },
  };
  const trunk: NumberConfiguration = {
    ...defaultConfiguration,
    voice: { ...voice, trunkSid: makeSid(seed, 'trunk', accountIndex) },
  };
  return [
    defaultConfiguration,
    defaultConfiguration,
    ...[webhooks, webhooks, applications, trunk].map((made) => deepFreeze(made)),
  ];
}
