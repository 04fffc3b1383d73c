import { availableParallelism } from 'node:os';
import { defineConfig } from 'vitest/config';
import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** They mostly wait: for what is given up, for a clock, for what was killed. */
const WAITING = ['tests/faults/', '/body-limits.', '/jobs.pg.', '/embedded.pg.', '/databases.pg.', '/attention.'];
/** What takes longest, longest first: begun last it would run alone at the end, with the other processors idle. */
const LONGEST = [
  ...['journeys/console-rights', 'journeys/site', 'journeys/console-', 'journeys/', 'tests/model/', '/many-names.'],
  ...[
    'tests/mutants/noticed',
    'tests/fuzz/',
    'tests/patterns/',
    'tests/access/',
    '/cleaning.',
    '/hostile.',
    '/annotated.',
    '/own-reports.',
    '/kept.',
  ],
];
/** files that work, for one that waits beside them */
const BESIDE = 2;

class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const waits = ({ moduleId }: TestSpecification) => WAITING.some((part) => moduleId.includes(part));
    const rank = ({ moduleId }: TestSpecification) => {
      const found = LONGEST.findIndex((part) => moduleId.includes(part));
      return found < 0 ? LONGEST.length : found;
    };
    const sorted = (await super.sort(files)).toSorted((one, other) => rank(one) - rank(other));
    const waiting = sorted.filter(waits);
    const working = sorted.filter((file) => !waits(file));
    return [
      ...working.flatMap((file, index) => (index % BESIDE === 0 ? [...waiting.splice(0, 1), file] : [file])),
      ...waiting,
    ];
  }
}

/** Pure, and still not quick: they start threads and programs, fill memory, build pages or wait for a clock. */
const PURE_BUT_LONG = [
  'src/platform/evidence/cleaning.test.ts',
  'src/platform/intake/spreadsheet/annotated.test.ts',
  'src/platform/intake/spreadsheet/hostile.test.ts',
  'src/platform/intake/spreadsheet/swallowed-rows.prop.test.ts',
  'src/platform/intake/spreadsheet/xlsx.test.ts',
  'src/runtime/attention.test.ts',
  'src/runtime/cli/closed-pipe.test.ts',
  'src/runtime/cli/policy-check.test.ts',
  'src/runtime/http/body-limits.test.ts',
  'tests/faults/ending.test.ts',
  'tests/front-ends.test.ts',
  'tests/mutants/noticed.test.ts',
  'tests/patterns/patterns.test.ts',
];

/**
 * Three projects: `unit` needs nothing; `long` neither, but time, and `npm run test:quick` leaves it out; `pg` shares one embedded PostgreSQL, started once by the global set-up,
 * and gives every test file its own databases (see tests/support/database.ts). Waits are bounded generously: a machine may be slow and busy.
 */
export default defineConfig({
  test: {
    // more than processors: while a journey waits for its browser, or a test for what it gave up, another works
    maxWorkers: Math.min(8, availableParallelism() + 2),
    // files share a worker's modules: loading the product anew for each was a third of the whole run. No test mocks a module; what a test
    // needs for itself (databases, folders, clocks) it makes
    isolate: false,
    sequence: { sequencer: LongestFirst },
    expect: { poll: { timeout: 60_000, interval: 50 } },
    projects: [
      {
        extends: true,
        test: {
          name: 'unit',
          include: ['src/**/*.test.ts', 'tests/**/*.test.ts', 'cities/**/*.test.ts', 'web/**/*.test.ts'],
          exclude: ['**/*.pg.test.ts', '**/node_modules/**', 'tests/journeys/**', ...PURE_BUT_LONG],
          testTimeout: 180_000,
          hookTimeout: 180_000,
        },
      },
      {
        extends: true,
        test: { name: 'long', include: PURE_BUT_LONG, testTimeout: 180_000, hookTimeout: 180_000 },
      },
      {
        extends: true,
        test: {
          name: 'pg',
          include: ['src/**/*.pg.test.ts', 'tests/**/*.pg.test.ts', 'tests/journeys/**/*.test.ts'],
          globalSetup: ['tests/support/postgres.ts'],
          setupFiles: ['tests/support/let-tests-in.ts'],
          testTimeout: 300_000,
          hookTimeout: 300_000,
        },
      },
    ],
  },
});
