/** Unused files, exports and dependencies fail `npm test`. Each exception says why knip cannot see the use. */
import type { KnipConfig } from 'knip';

export default {
  entry: [
    'src/runtime/cli/main.ts', // bin/xinheng.mjs imports it under the pinned Node
    'src/runtime/demo/main.ts', // scripts/bootstrap.mjs and scripts/dev.ts start it
    'src/**/*-worker.ts', // threads
    'tests/faults/*-child.ts', // processes that tests kill
    'scripts/*.{mjs,ts}',
    'bench/*.ts',
    'web/*/vite.config.ts', // `vite build FOLDER`
    'web/shared/zod-without-eval.ts', // the bundler puts it in zod's place
    'web/*/src/main.tsx', // from index.html
    'web/my/src/provider/main.tsx', // from provider.html
  ],
  project: ['src/**/*.{ts,tsx}', 'web/**/*.{ts,tsx}', 'tests/**/*.ts', 'bench/**/*.ts', 'scripts/**/*.{mjs,ts}'],
  // types of a public function's arguments and answers are exported for its callers, whether or not one names them today
  // contracts name each part of a shape; a part is often used in its own file only
  ignoreExportsUsedInFile: true,
  exclude: ['types', 'enumMembers'],
  ignoreDependencies: [
    '@expo-google-fonts/noto-sans-sc', // read as files: src/documents/paper/fonts.ts
    'axe-core', // read as a file: tests/support/browser.ts
    'chinese-days', // oracles of tests, by require
    'stdnum',
  ],
  // of the machine: a second opinion, skipped where it is not installed
  ignoreBinaries: ['pdftotext', 'iconv', 'openssl'],
} satisfies KnipConfig;
