import { defineConfig } from 'vitest/config';
import config from './vitest.config.ts';

// `npm run test:browser`: what only a browser can show. It needs Chromium and fails without it.
export default defineConfig({
  resolve: config.resolve,
  test: {
    include: ['test/browser/**/*.test.ts'],
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: config.test?.expect,
  },
});
