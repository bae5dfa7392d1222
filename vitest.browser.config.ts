import { defineConfig } from 'vitest/config';

// `npm run test:browser`: what only a browser can show. It needs Chromium and fails without it.
export default defineConfig({
  test: { include: ['test/browser/**/*.test.ts'], testTimeout: 90_000, hookTimeout: 120_000 },
});
