// The emulator in a process of its own, so that its memory and processor time are not counted as the gateway's.
// Prints its address and the parent's credentials as one JSON line, and ends when its standard input does.
import { createEmulator } from '../src/emulator/emulator.ts';
import { listenEmulator } from '../src/emulator/listen.ts';

const [numbers = 2000, orders = 500, documents = 40] = process.argv.slice(2).map(Number);
const emulator = createEmulator({ numbers, orders, documents });
const { url, close } = await listenEmulator(emulator, { port: 0 });
const [parent] = emulator.accounts;
process.stdout.write(`${JSON.stringify({ url, accountSid: parent?.sid, authToken: parent?.authToken })}\n`);
process.stdin.resume();
process.stdin.on('end', () => {
  void close().then(() => process.exit(0));
});
