import { describe, expect, test } from 'vitest';
import { ConfigError, readConfig } from '../src/config.ts';

const twilio = {
  TWILIO_ACCOUNT_SID: `AC${'a'.repeat(32)}`,
  TWILIO_AUTH_TOKEN: 'first,second',
  PUBLIC_URL: 'https://numbers.example.com/',
};

function mistakesOf(environment: Record<string, string>): string[] {
  try {
    readConfig(environment);
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map((mistake) => mistake.variable);
  }
}

function messageOf(environment: Record<string, string>): string {
  try {
    readConfig(environment);
    return '';
  } catch (error) {
    return String(error);
  }
}

describe('configuration', () => {
  test('without an environment: embedded database, emulator, loopback', () => {
    expect(readConfig({})).toMatchObject({
      port: 4000,
      host: '127.0.0.1',
      database: { kind: 'embedded' },
      twilio: null,
      dataDir: '.data',
    });
  });

  test('each half switches alone', () => {
    const server = readConfig({ DATABASE_URL: 'postgres://localhost/n' });
    expect([server.database.kind, server.twilio]).toEqual(['server', null]);
    const real = readConfig(twilio);
    expect(real.database.kind).toBe('embedded');
    expect(real.twilio).toEqual({
      accountSid: twilio.TWILIO_ACCOUNT_SID,
      authTokens: ['first', 'second'],
      publicUrl: 'https://numbers.example.com',
      previewUrl: 'https://preview.twilio.com',
      apiUrl: 'https://api.twilio.com',
    });
  });

  test.each([
    [['TWILIO_ACCOUNT_SID'], ['TWILIO_AUTH_TOKEN', 'PUBLIC_URL']],
    [['TWILIO_AUTH_TOKEN', 'PUBLIC_URL'], ['TWILIO_ACCOUNT_SID']],
  ])('some of the three of Twilio, %j, is a mistake that names the others', (given, missing) => {
    const environment = Object.fromEntries(Object.entries(twilio).filter(([name]) => given.includes(name)));
    expect(mistakesOf(environment)).toEqual(missing);
  });

  test('Twilio’s hosts without its credentials are a mistake', () => {
    expect(mistakesOf({ TWILIO_API_URL: 'http://127.0.0.1:4010' })).toEqual(['TWILIO_API_URL']);
  });

  test('every mistake is reported at once, and no value is repeated', () => {
    const canary = 'canary-7f3a';
    const environment = {
      ...twilio,
      PORT: canary,
      DATABASE_URL: `mysql://${canary}`,
      TWILIO_ACCOUNT_SID: canary,
      TWILIO_AUTH_TOKEN: `${canary} with a space`,
      PUBLIC_URL: `ftp://${canary}`,
      SYNC_INTERVAL: canary,
      GRAPHIQL: canary,
      LOG_LEVEL: canary,
      ALLOWED_ORIGINS: canary,
      EMULATOR_NUMBERS: '1000001',
    };
    expect(mistakesOf(environment).sort()).toEqual(Object.keys(environment).sort());
    expect(messageOf(environment)).toContain('PORT must be');
    expect(messageOf(environment)).not.toContain(canary);
  });

  test('an empty variable counts as absent', () => {
    expect(readConfig({ PORT: '', DATABASE_URL: '', TWILIO_ACCOUNT_SID: '' })).toEqual(readConfig({}));
  });

  test.each([
    ['90s', 90_000],
    ['15m', 900_000],
    ['2h', 7_200_000],
  ])('a sync interval of %s is %d ms', (given, expected) => {
    expect(readConfig({ SYNC_INTERVAL: given }).syncIntervalMs).toBe(expected);
  });
});
