// Receives status callbacks in place of the network.
export type ReceivedCallback = {
  url: string;
  method: string;
  headers: Headers;
  body: string;
  fields: Record<string, string>;
};

/** A `fetch` that records every callback and answers with what `answer` returns (default: 204). */
export function createReceiver(
  answer: (call: number, request: Request) => Response | Promise<Response> = () => new Response(null, { status: 204 }),
) {
  const received: ReceivedCallback[] = [];
  const receive: typeof fetch = async (input, init) => {
    const request = new Request(input, init);
    const body = await request.clone().text();
    const url = input instanceof Request ? input.url : input.toString();
    const params = new URLSearchParams(request.method === 'GET' ? new URL(url).search : body);
    received.push({ url, method: request.method, headers: request.headers, body, fields: Object.fromEntries(params) });
    return answer(received.length, request);
  };
  return { received, fetch: receive };
}
