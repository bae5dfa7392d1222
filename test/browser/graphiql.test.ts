// GraphiQL as a stranger meets it after `npm start`, in a browser that can reach nothing but this machine.
import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { openEmbeddedDatabase } from '../../src/db/embedded.ts';
import { type LocalStack, startLocalStack } from '../../src/local-stack.ts';
import { createLog } from '../../src/log.ts';
import { freePort } from '../process.ts';
import { launchChromium } from './chromium.ts';

const screenshots = 'test-results';

let context: BrowserContext;
let page: Page;
let stack: LocalStack;
/** Every address that the page, its workers and its sockets asked for. */
const asked: string[] = [];
const problems: string[] = [];
/** What was opened, in that order; some of it is missing when the start fails. */
const closers: (() => Promise<void>)[] = [];

beforeAll(async () => {
  const browser = await launchChromium();
  closers.push(() => browser.close());
  const dataDir = mkdtempSync(join(tmpdir(), 'numbergraph-browser-'));
  closers.push(() => rm(dataDir, { recursive: true }));
  const config = readConfig({
    // The gateway must know its own port before it listens: it is part of the address that is called back.
    PORT: String(await freePort()),
    EMULATOR_PORT: String(await freePort()),
    DATA_DIR: dataDir,
    EMULATOR_NUMBERS: '300',
    EMULATOR_ORDERS: '60',
    EMULATOR_DOCUMENTS: '10',
    EMULATOR_BIG_DOCUMENT_ORDERS: '20',
    // Nothing moves by itself: what the subscription shows is what the test has done.
    EMULATOR_PACE: '1',
    EMULATOR_AUTOPILOT: '0',
  });
  const database = await openEmbeddedDatabase();
  closers.push(() => database.close());
  stack = await startLocalStack(config, database, createLog('silent'));
  closers.push(() => stack.close());
  await stack.gateway.sync();
  mkdirSync(screenshots, { recursive: true });
  context = await browser.newContext({ viewport: { width: 1440, height: 900 } });
  page = await context.newPage();
  // Of the context: the requests of workers are not the page's.
  context.on('request', (request) => asked.push(request.url()));
  page.on('websocket', (socket) => asked.push(socket.url()));
  page.on('pageerror', (error) => problems.push(error.message));
  await page.goto(`${stack.gatewayUrl}/graphql`);
  await page.locator('.graphiql-execute-button').waitFor();
});

afterAll(async () => {
  for (const close of closers.reverse()) await close();
});

test('it opens with a tab for each example', async () => {
  const files = readdirSync('examples').filter((file) => file.endsWith('.graphql'));
  await page.screenshot({ path: join(screenshots, 'graphiql-open.png') });
  expect(await page.locator('.graphiql-tab').count()).toBe(files.length);
  expect(await page.locator('.graphiql-tab').allInnerTexts()).toContain('NumbersWithSms');
});

test('the play button runs a query and shows its data', async () => {
  await openTab('NumbersWithSms');
  await playUntil('"totalCount":');
  await expectResult('"phoneNumber": "+1');
  await page.screenshot({ path: join(screenshots, 'graphiql-query.png') });
});

test('a subscription runs, and shows a change soon after it happened', async () => {
  await openTab('WatchTransitions');
  await playUntil('"FeedCaughtUp"');
  await createOrder();
  await expectResult('"phoneNumber": "+12065550143"');
  await page.screenshot({ path: join(screenshots, 'graphiql-subscription.png') });
  await page.locator('.graphiql-execute-button').click();
});

test('no request left this machine', () => {
  const { host } = new URL(stack.gatewayUrl);
  const elsewhere = asked.filter(
    (address) => !['data:', 'blob:'].includes(new URL(address).protocol) && new URL(address).host !== host,
  );
  expect(asked.length).toBeGreaterThan(2);
  expect(asked.some((address) => address.startsWith('ws:'))).toBe(true);
  expect(elsewhere).toEqual([]);
  expect(problems).toEqual([]);
});

async function openTab(name: string): Promise<void> {
  await page.getByRole('button', { name, exact: true }).click();
  await page.locator('.graphiql-tab-active', { hasText: name }).waitFor({ timeout: 20_000 });
}

/** GraphiQL learns which operations a tab has a moment after it was opened. A person is slower; a program plays again. */
async function playUntil(text: string): Promise<void> {
  const play = async () => {
    await page.locator('.graphiql-execute-button').click();
    await expectResult(text, 20_000);
  };
  await vi.waitFor(play, { timeout: 60_000 });
}

async function expectResult(text: string, timeoutMs = 60_000): Promise<void> {
  // The editor writes no-break spaces.
  const pattern = new RegExp(text.replaceAll(/[+"]/g, '\\$&').replaceAll(' ', '\\s'));
  await page.locator('.result-window', { hasText: pattern }).waitFor({ timeout: timeoutMs });
}

async function createOrder(): Promise<void> {
  const query =
    'mutation { createHostedNumberOrder(input: { phoneNumber: "+12065550143" }) { userErrors { message } } }';
  const response = await fetch(`${stack.gatewayUrl}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  expect(await response.json()).toEqual({ data: { createHostedNumberOrder: { userErrors: [] } } });
}
