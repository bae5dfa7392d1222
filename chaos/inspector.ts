// How much memory a process really holds: over Node's inspector, after a garbage collection. What the system counts as
// resident says more about the collector than about the program: two equal bursts differ by 50 MiB there.
import { once } from 'node:events';
import { WebSocket } from 'ws';

/** Bytes in use on and beside the heap, of a process that was started with `--inspect` at this port. */
export async function readRetainedBytes(inspectPort: number): Promise<number> {
  const response = await fetch(`http://127.0.0.1:${inspectPort}/json/list`);
  const [target] = (await response.json()) as { webSocketDebuggerUrl: string }[];
  if (!target) throw new Error('the process cannot be inspected');
  const socket = new WebSocket(target.webSocketDebuggerUrl);
  await once(socket, 'open');
  const call = async (method: string, params: object = {}): Promise<unknown> => {
    socket.send(JSON.stringify({ id: 1, method, params }));
    const [message] = (await once(socket, 'message')) as [Buffer];
    return JSON.parse(message.toString());
  };
  await call('HeapProfiler.collectGarbage');
  const expression = 'process.memoryUsage().heapUsed + process.memoryUsage().external';
  const answer = (await call('Runtime.evaluate', { expression })) as { result: { result: { value: number } } };
  socket.close();
  return answer.result.result.value;
}
