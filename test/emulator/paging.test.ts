// Lists in both styles of paging, walked while rows come and go.
import { expect, test } from 'vitest';
import type { Emulator } from '../../src/emulator/emulator.ts';
import { connectTwilio, createSmallEmulator, parentOf, send } from './twilio-client.ts';

test.each(['preview', '2010-04-01'])(
  'rows added and removed during a walk neither skip nor repeat others (%s)',
  async (style) => {
    const emulator = createSmallEmulator();
    const known = await walk(emulator, style, 1000);
    const seen: string[] = [];
    const gone: string[] = [];
    let path: string | null = firstPage(emulator, style, 7);
    for (let page = 0; path; page += 1) {
      const { sids, next } = await readPage(emulator, path);
      seen.push(...sids);
      path = next;
      await send(emulator, 'POST', '/Numbers/ActiveNumbers', { PhoneNumber: `+1631423${String(1000 + page)}` });
      const unseen = known.filter((sid) => !seen.includes(sid));
      const victim = unseen.at(-1);
      if (page === 0 && victim) {
        gone.push(victim);
        await send(emulator, 'DELETE', `/Numbers/ActiveNumbers/${victim}`);
      }
    }
    expect(seen).toEqual(known.filter((sid) => !gone.includes(sid)));
  },
);

test.each(['preview', '2010-04-01'])('the previous page leads back to the first rows (%s)', async (style) => {
  const emulator = createSmallEmulator();
  const first = await readPage(emulator, firstPage(emulator, style, 5));
  expect(first.previous).toBeNull();
  const second = await readPage(emulator, first.next ?? '');
  const back = await readPage(emulator, second.previous ?? '');
  expect(back.sids).toEqual(first.sids);
  expect(back.next).not.toBeNull();
});

test('the helper library walks all pages of every list', async () => {
  const emulator = createSmallEmulator({ numbers: 130 });
  const client = connectTwilio(emulator);
  const numbers = await client.incomingPhoneNumbers.list({ pageSize: 20 });
  expect(numbers.map(({ sid }) => sid)).toEqual(await walk(emulator, '2010-04-01', 1000));
  const orders = await client.preview.hosted_numbers.hostedNumberOrders.list({ pageSize: 3 });
  expect(new Set(orders.map(({ sid }) => sid)).size).toBe(orders.length);
  expect(orders.length).toBeGreaterThan(6);
  expect(await client.api.accounts.list({ pageSize: 1 })).toHaveLength(4);
  expect(await client.addresses.list({ pageSize: 3 })).toHaveLength(4);
});

test('addresses of preview pages name the public host, those of 2010-04-01 are relative', async () => {
  const emulator = createSmallEmulator();
  const preview = await send(emulator, 'GET', '/HostedNumbers/HostedNumberOrders?PageSize=1&Status=completed');
  expect(preview.body.meta).toMatchObject({
    first_page_url: 'https://preview.twilio.com/HostedNumbers/HostedNumberOrders?Status=completed&PageSize=1&Page=0',
    next_page_url: expect.stringMatching(/^https:\/\/preview\.twilio\.com\/.*&PageSize=1&Page=1&PageToken=\w+$/),
    previous_page_url: null,
    key: 'items',
    page_size: 1,
  });
  const base = `/2010-04-01/Accounts/${parentOf(emulator).sid}/IncomingPhoneNumbers.json`;
  const classic = await send(emulator, 'GET', `${base}?PageSize=2`);
  expect(classic.body).toMatchObject({
    first_page_uri: `${base}?PageSize=2&Page=0`,
    start: 0,
    end: 1,
    page: 0,
    page_size: 2,
  });
  expect(classic.body.next_page_uri).toMatch(/^\/2010-04-01\//);
});

test('the page size is 50 by default, 1000 at most, and never 0', async () => {
  const emulator = createSmallEmulator({ numbers: 200 });
  const sizeOf = async (query: string) => (await send(emulator, 'GET', `/Numbers/ActiveNumbers${query}`)).body;
  expect((await sizeOf('')).items).toHaveLength(50);
  expect((await sizeOf('?PageSize=1001')).meta.page_size).toBe(1000);
  expect((await sizeOf('?PageSize=0')).status).toBe(400);
  expect((await sizeOf('?PageSize=x')).code).toBe(20422);
  expect((await sizeOf('?PageToken=garbage')).code).toBe(20422);
});

test('a list shows the rows of one account only', async () => {
  const emulator = createSmallEmulator();
  const lists = await Promise.all(
    emulator.accounts.map(
      async (account) =>
        (await send(emulator, 'GET', '/Numbers/ActiveNumbers?PageSize=1000', undefined, account)).body.items,
    ),
  );
  for (const [index, items] of lists.entries()) {
    expect(new Set(items.map((item: { account_sid: string }) => item.account_sid))).toEqual(
      new Set([emulator.accounts[index]?.sid]),
    );
  }
});

function firstPage(emulator: Emulator, style: string, size: number): string {
  const path =
    style === 'preview'
      ? '/Numbers/ActiveNumbers'
      : `/2010-04-01/Accounts/${parentOf(emulator).sid}/IncomingPhoneNumbers.json`;
  return `${path}?PageSize=${size}`;
}

async function walk(emulator: Emulator, style: string, size: number): Promise<string[]> {
  const sids: string[] = [];
  for (let path: string | null = firstPage(emulator, style, size); path; ) {
    const page = await readPage(emulator, path);
    sids.push(...page.sids);
    path = page.next;
  }
  return sids;
}

async function readPage(
  emulator: Emulator,
  path: string,
): Promise<{ sids: string[]; next: string | null; previous: string | null }> {
  const { body } = await send(emulator, 'GET', path.replace('https://preview.twilio.com', ''));
  const rows: { sid: string }[] = body.items ?? body.incoming_phone_numbers;
  return {
    sids: rows.map(({ sid }) => sid),
    next: body.meta ? body.meta.next_page_url : body.next_page_uri,
    previous: body.meta ? body.meta.previous_page_url : body.previous_page_uri,
  };
}
