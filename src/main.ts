// The program: configuration, database, gateway, and in Twilio's place the emulator when no credentials are set. Every
// mistake that a person can make at start is answered with a sentence.
import { join } from 'node:path';
import type { Logger } from 'pino';
import { type Config, readConfig, type TwilioConfig } from './config.ts';
import type { Database } from './db/client.ts';
import { lockDataDirectory } from './db/data-directory.ts';
import { openEmbeddedDatabase } from './db/embedded.ts';
import { openServerDatabase } from './db/server.ts';
import { waitForDatabase } from './db/server-start.ts';
import { isDatabaseUnavailable } from './db/unavailable.ts';
import { createGateway } from './gateway.ts';
import { createLog } from './log.ts';
import { StartError } from './start-error.ts';

/** How long a stop may take before the process ends anyway. */
const stopDeadlineMs = 10_000;
/**
 * How much of that the database has. Longer than the parts wait for others (5 s for clients, 2 s for receivers of
 * statuses), so that one that answers is told everything; what they have left to do without it takes a second.
 */
const databaseGraceMs = 7_500;

type Running = { banner: string; close(): Promise<void> };

try {
  const config = readConfig();
  const log = createLog(config.logLevel);
  const running = await start(config, log);
  process.stdout.write(`${running.banner}\n`);
  stopOnSignals(running, log);
} catch (error) {
  // What was opened before the failure may still hold the process; there is nothing to wait for.
  process.stderr.write(`${describeFailure(error)}\n`, () => process.exit(1));
}

async function start(config: Config, log: Logger): Promise<Running> {
  const unlock = needsDataDirectory(config) ? lockDataDirectory(config.dataDir) : () => {};
  try {
    const database = await openDatabase(config);
    try {
      if (database.kind === 'server') await waitForDatabase(database, config.databaseWaitMs, log);
      const { banner, close } = config.twilio
        ? await startForTwilio(config, config.twilio, database, log)
        : await startLocally(config, database, log);
      const closeAll = async () => {
        const patience = setTimeout(() => {
          if (database.kind === 'embedded') return;
          log.warn({ source: 'database' }, 'the stop has waited long enough for the database and goes on without it');
          database.cut();
        }, databaseGraceMs);
        await close();
        await database.close();
        clearTimeout(patience);
        unlock();
      };
      return { banner, close: closeAll };
    } catch (error) {
      await database.close();
      throw error;
    }
  } catch (error) {
    unlock();
    throw error;
  }
}

function needsDataDirectory(config: Config): boolean {
  return config.database.kind === 'embedded' || config.twilio === null;
}

async function openDatabase({ database, dataDir }: Config): Promise<Database> {
  return database.kind === 'server'
    ? openServerDatabase(database.url)
    : openEmbeddedDatabase(join(dataDir, 'database'));
}

async function startForTwilio(config: Config, twilio: TwilioConfig, database: Database, log: Logger): Promise<Running> {
  const { syncIntervalMs, feed, sweepIntervalMs, writeSettleMs, graphiql, allowedOrigins, allowPrivateUrls } = config;
  const gateway = await createGateway({
    ...twilio,
    syncIntervalMs,
    feed,
    sweepIntervalMs,
    writeSettleMs,
    journalFolder: join(config.dataDir, 'callbacks'),
    graphiql,
    allowedOrigins,
    allowPrivateUrls,
    database,
    log,
  });
  const listener = await gateway.listen(config.host, config.port);
  const banner = `Numbergraph for ${twilio.accountSid}: http://${config.host}:${listener.port}/graphql (Twilio calls back at ${twilio.publicUrl})`;
  const close = async () => {
    await listener.close();
    await gateway.close();
  };
  return { banner, close };
}

async function startLocally(config: Config, database: Database, log: Logger): Promise<Running> {
  // The emulator is no part of production: it is loaded only where it takes Twilio's place.
  const { startLocalStack } = await import('./local-stack.ts');
  const stack = await startLocalStack(config, database, log);
  const banner = `
  Numbergraph is ready, on emulated Twilio data that moves by itself.

    GraphiQL    ${stack.gatewayUrl}/graphql
    Readiness   ${stack.gatewayUrl}/readyz
    Emulator    ${stack.emulatorUrl}/_emulator

  Three things to try in GraphiQL, each in a tab of its own:
    1. Numbers in one region that can receive SMS
    2. One order with its document and its number
    3. Create an order, then watch it move in the subscription tab

  Ctrl-C stops it; the next start goes on with the same data (${config.dataDir}).
`;
  return { banner, close: stack.close };
}

function stopOnSignals(running: Running, log: Logger): void {
  let isStopping = false;
  const stop = () => {
    if (isStopping) return;
    isStopping = true;
    log.info('stopping');
    setTimeout(() => process.exit(1), stopDeadlineMs).unref();
    running.close().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, 'the stop failed');
        process.exit(1);
      },
    );
  };
  process.on('SIGINT', stop);
  process.on('SIGTERM', stop);
}

function describeFailure(error: unknown): string {
  if (error instanceof StartError) return error.message;
  if (isDatabaseUnavailable(error))
    return 'The database of DATABASE_URL cannot be reached. Is it running, and is the address right?';
  if (error instanceof Error && 'code' in error && error.code === 'EADDRINUSE' && 'port' in error) {
    return `Port ${String(error.port)} is in use. Stop what listens there, or set PORT or EMULATOR_PORT to another one.`;
  }
  return error instanceof Error ? (error.stack ?? error.message) : 'The start failed.';
}
