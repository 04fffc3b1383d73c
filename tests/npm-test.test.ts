/** The last lines of `npm test`: what was skipped is named, and a file that could not even be loaded is no silence but a failure. */
import { execFileSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { afterAll, expect, test } from 'vitest';
import { tempFolder } from './support/files.ts';

const root = join(import.meta.dirname, '..');
const folder = tempFolder();
afterAll(() => folder.remove());

/** As scripts/test.mjs counts a report of vitest; it runs under any Node, so it is asked in a process of its own. */
function count(testResults: object[]): unknown {
  const report = folder.path('report.json');
  writeFileSync(report, JSON.stringify({ testResults }));
  return ask(report);
}

function ask(report: string): unknown {
  const script = `import { countTests } from ${JSON.stringify(pathToFileURL(join(root, 'scripts', 'test.mjs')).href)};
    console.log(JSON.stringify(countTests(${JSON.stringify(root)}, ${JSON.stringify(report)})))`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '-e', script], { encoding: 'utf8' }));
}

const file = (name: string, status: string, ...tests: [string, string][]) => ({
  name: join(root, name),
  status,
  assertionResults: tests.map(([fullName, one]) => ({ fullName, status: one })),
});

test('passed, failed and skipped are counted, and what was skipped is named', () => {
  const results = [
    file('a.test.ts', 'passed', ['adds', 'passed'], ['asks poppler', 'skipped']),
    file('b.test.ts', 'failed', ['adds', 'passed'], ['takes away', 'failed']),
    file('journey.test.ts', 'passed', ['one', 'pending'], ['two', 'todo']),
  ];
  expect(count(results)).toEqual({
    ...{ passed: 2, failed: 1, skipped: 3 },
    notes: ['skipped: a.test.ts › asks poppler', 'skipped: journey.test.ts (2)'],
  });
});

test('a file that could not be loaded fails, though it has no test that did', () => {
  expect(count([file('c.test.ts', 'failed')])).toEqual({
    ...{ passed: 0, failed: 1, skipped: 0 },
    notes: ['failed: c.test.ts could not be loaded'],
  });
});

test('a run that left no report failed', () => {
  expect(ask(folder.path('none.json'))).toMatchObject({ failed: 1 });
});
