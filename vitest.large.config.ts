import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

// `npm run test:large`: the properties that `npm test` checks over 5,000 rows, over 100,000. Embedded, or on the server
// of TEST_DATABASE_URL.
export default defineConfig({
  resolve: config.resolve,
  test: {
    ...config.test,
    include: ['test/large/**/*.test.ts', 'test/graph/*-random.test.ts'],
    provide: { rows: 100_000 },
    testTimeout: 1_200_000,
    hookTimeout: 300_000,
  },
});
