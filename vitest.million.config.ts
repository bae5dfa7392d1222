import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

// `npm run test:million`: what only shows on a million rows. It needs TEST_DATABASE_URL and fails without it.
export default defineConfig({
  resolve: config.resolve,
  test: {
    include: ['test/million/**/*.test.ts'],
    globalSetup: ['test/million/setup.ts'],
    // One after the other: they share the database, and its cache.
    maxWorkers: 1,
    testTimeout: 300_000,
    hookTimeout: 120_000,
    expect: config.test?.expect,
  },
});
