// Twilio's place in the suite: the emulator in a process of its own, small, and with a clock that stands still, so that
// nothing moves but what the suite moves. Prints its address and the accounts as one JSON line; ends with its input.
import { createEmulator } from '../src/emulator/emulator.ts';
import { listenEmulator } from '../src/emulator/listen.ts';

const [seed = 1, orders = 500, bigDocumentOrders = 0] = process.argv.slice(2).map(Number);
const emulator = createEmulator({
  seed,
  orders,
  bigDocumentOrders,
  numbers: 20,
  documents: 4,
  subaccounts: 1,
  concurrencyLimitPerAccount: 200,
});
const { url, close } = await listenEmulator(emulator, { port: 0 });
const accounts = emulator.accounts.map(({ sid, authToken }) => ({ sid, authToken }));
process.stdout.write(`${JSON.stringify({ url, accounts })}\n`);
process.stdin.resume();
process.stdin.on('end', () => {
  void close().then(() => process.exit(0));
});
