// Once per run of `npm run test:million`: a database of a million numbers, a million orders and their log, dropped in the
// end. It needs a server: the embedded database would take it too, but nobody runs a million rows in it.
import type { TestProject } from 'vitest/node';
import { createLargeDatabase } from '../large/large-database.ts';

declare module 'vitest' {
  interface ProvidedContext {
    millionUrl: string;
  }
}

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const serverUrl = process.env['TEST_DATABASE_URL'];
  if (!serverUrl) {
    throw new Error(
      'npm run test:million needs TEST_DATABASE_URL: a PostgreSQL server (15 or later) where databases may be made, with 10 GB of room',
    );
  }
  const { url, drop } = await createLargeDatabase(serverUrl, { size: 1_000_000, log: true, report: console.log });
  project.provide('millionUrl', url);
  return drop;
}
