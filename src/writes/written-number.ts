// The answer to a write of a number, taken into the mirror.
import type { ActiveNumberRow } from '../db/tables.ts';
import { readRecords } from '../db/write-lookups.ts';
import { ingest } from '../mirror/ingest.ts';
import type { ActiveNumberFacts } from '../twilio/facts.ts';
import type { WriteTools } from './write-kind.ts';

/**
 * Keeps what Twilio answered, and gives the sid. IncomingPhoneNumbers knows neither geography nor lifecycle: of a number
 * that was read from ActiveNumbers its answer replaces the settings and the account only, or a write would empty the rest.
 */
export async function keepNumber(written: ActiveNumberFacts, startedAt: Date, tools: WriteTools): Promise<string> {
  const { database, ownerAccountSid } = tools;
  const [known] = await readRecords.numbers(database.db, ownerAccountSid, [written.sid]);
  const isPoorer = known?.readFrom === 'active-numbers' && written.readFrom === 'incoming-phone-numbers';
  const number = known && isPoorer ? enrich(known, written) : written;
  await ingest(database, { ownerAccountSid, source: 'mutation-response', startedAt, numbers: [number] });
  return written.sid;
}

function enrich(known: ActiveNumberRow, written: ActiveNumberFacts): ActiveNumberFacts {
  const {
    ownerAccountSid: _owner,
    firstSeenAt: _first,
    syncedAt: _synced,
    source: _source,
    vanishedAt: _vanished,
    ...facts
  } = known;
  const { accountSid, friendlyName } = written;
  return { ...facts, ...settingsOf(written), accountSid, friendlyName, readFrom: 'active-numbers' };
}

/** All but those for MMS, which IncomingPhoneNumbers does not tell. */
function settingsOf(number: ActiveNumberFacts) {
  return {
    configurationStatusCallback: number.configurationStatusCallback,
    configurationStatusCallbackMethod: number.configurationStatusCallbackMethod,
    configurationVoiceApplicationSid: number.configurationVoiceApplicationSid,
    configurationVoiceTrunkSid: number.configurationVoiceTrunkSid,
    configurationVoiceEmergencyStatus: number.configurationVoiceEmergencyStatus,
    configurationVoiceEmergencyAddressSid: number.configurationVoiceEmergencyAddressSid,
    configurationVoiceReceiveMode: number.configurationVoiceReceiveMode,
    configurationVoiceUrl: number.configurationVoiceUrl,
    configurationVoiceMethod: number.configurationVoiceMethod,
    configurationVoiceFallbackUrl: number.configurationVoiceFallbackUrl,
    configurationVoiceFallbackMethod: number.configurationVoiceFallbackMethod,
    configurationVoiceCallerIdLookup: number.configurationVoiceCallerIdLookup,
    configurationSmsApplicationSid: number.configurationSmsApplicationSid,
    configurationSmsUrl: number.configurationSmsUrl,
    configurationSmsMethod: number.configurationSmsMethod,
    configurationSmsFallbackUrl: number.configurationSmsFallbackUrl,
    configurationSmsFallbackMethod: number.configurationSmsFallbackMethod,
  } satisfies Partial<ActiveNumberFacts>;
}
