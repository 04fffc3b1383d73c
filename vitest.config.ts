import { defineConfig } from 'vitest/config';

/**
 * Two projects: `unit` needs nothing; `pg` shares one embedded PostgreSQL, started once by the global set-up,
 * and gives every test file its own databases (see tests/support/database.ts).
 */
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'tests/**/*.test.ts', 'policies/**/*.test.ts'],
          exclude: ['**/*.pg.test.ts', '**/node_modules/**', 'tests/journeys/**'],
          testTimeout: 60_000,
        },
      },
      {
        test: {
          name: 'pg',
          include: ['src/**/*.pg.test.ts', 'tests/**/*.pg.test.ts', 'tests/journeys/**/*.test.ts'],
          globalSetup: ['tests/support/postgres.ts'],
          testTimeout: 180_000,
          hookTimeout: 180_000,
          maxWorkers: 2,
        },
      },
    ],
  },
});
