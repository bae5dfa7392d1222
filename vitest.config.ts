import { defineConfig } from 'vitest/config';

export default defineConfig({
  // Vite would take graphql's ES build for our files while the libraries take the other one: two realms that refuse each other.
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  test: {
    include: ['test/**/*.test.ts'],
    exclude: ['test/browser/**', 'test/million/**'],
    // How many rows of each list the tests of properties have here; vitest.large.config.ts gives them more.
    provide: { rows: 5000 },
    globalSetup: ['test/database-setup.ts'],
    // A WASM database costs 150 to 400 MB; a fork gives the memory back. Two cores are the machine we promise for.
    pool: 'forks',
    maxWorkers: 2,
    // They only end what hangs: a slow machine with other work beside must stay far below them.
    testTimeout: 120_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 15_000 } },
  },
});
