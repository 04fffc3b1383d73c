/**
 * Behind `npm start` and `npm test`: runs under whatever Node is on the machine (20 or newer), without dependencies.
 * Installs what is missing, then carries on under the pinned Node that the installation brought along.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { installMissing } from './install.mjs';
import { missingNode, usableNode } from './pinned-node.mjs';
import { runUntilEnd } from './start-process.mjs';

/** What a browser loads: built from its own folder, what both share, and the shapes the server speaks. */
const FRONT_ENDS = [
  { folder: 'web/console', title: '工作台' },
  { folder: 'web/my', title: '我的信用' },
];
const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [command = '', ...rest] = process.argv.slice(2);
process.chdir(root);

installMissing(root);
const node = usableNode();
if (!node) {
  console.error(missingNode());
  process.exit(2);
}
// what is started below finds the pinned Node first as well
process.env.PATH = [join(root, 'node_modules', '.bin'), process.env.PATH ?? ''].join(delimiter);

if (command === 'start' || command === 'test') FRONT_ENDS.forEach(buildFrontEnd);
if (command === 'start')
  process.exitCode = await runUntilEnd(node, [join(root, 'src', 'runtime', 'demo', 'main.ts'), ...rest]);
else if (command === 'test') await test();
else {
  console.error('用法：npm start 或 npm test');
  process.exitCode = 2;
}

/** Pages are built once, and again when a source is newer than what was built. */
function buildFrontEnd({ folder, title }) {
  const sources = [folder, 'web/shared', 'src/contracts', 'src/kernel'].map((source) => join(root, source));
  const built = join(root, folder, 'dist', 'index.html');
  const newest = (folder) =>
    Math.max(
      0,
      ...readdirSync(folder, { withFileTypes: true, recursive: true })
        .filter((entry) => entry.isFile() && !entry.parentPath.includes('dist'))
        .map((entry) => statSync(join(entry.parentPath, entry.name)).mtimeMs),
    );
  if (existsSync(built) && statSync(built).mtimeMs >= Math.max(...sources.map(newest))) return;
  console.error(`正在生成${title}页面……`);
  const { status } = spawnSync(
    node,
    [join(root, 'node_modules', 'vite', 'bin', 'vite.js'), 'build', '--logLevel', 'warn', folder],
    { stdio: ['ignore', 2, 2] },
  );
  if (status !== 0) {
    console.error(`${title}页面没有生成，原因见上。`);
    process.exit(1);
  }
}

/** Type check, lint and all tests; the last line is the sum. */
async function test() {
  const report = join(root, 'var', 'test-report.json');
  rmSync(report, { force: true });
  const single = [
    { name: '类型检查', command: ['tsc', '--noEmit'] },
    ...FRONT_ENDS.map(({ folder, title }) => ({
      name: `类型检查（${title}）`,
      command: ['tsc', '--noEmit', '-p', folder],
    })),
    { name: '代码检查', command: ['biome', 'check', '--diagnostic-level=warn', '.'] },
  ];
  let passed = 0;
  let failed = 0;
  for (const {
    name,
    command: [program, ...arguments_],
  } of single) {
    const ok = (await run(join(root, 'node_modules', '.bin', program), arguments_)) === 0;
    console.log(`${ok ? '✓' : '✗'} ${name}`);
    if (ok) passed += 1;
    else failed += 1;
  }
  const vitest = join(root, 'node_modules', 'vitest', 'vitest.mjs');
  const code = await run(node, [
    vitest,
    'run',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...rest,
  ]);
  const counted = countTests(report);
  passed += counted.passed;
  failed += counted.failed;
  if (code !== 0 && counted.failed === 0) failed += 1; // an error outside any test fails the run as well
  console.log(`${passed} passed, ${failed} failed`);
  process.exitCode = failed === 0 ? 0 : 1;
}

/** A file that could not even be loaded has no test results: it counts as one failure. */
function countTests(report) {
  if (!existsSync(report)) return { passed: 0, failed: 1 };
  const { numPassedTests, numFailedTests, testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const unloaded = testResults.filter(
    (file) => file.status === 'failed' && !file.assertionResults.some((result) => result.status === 'failed'),
  );
  return { passed: numPassedTests, failed: numFailedTests + unloaded.length };
}

function run(program, arguments_) {
  return new Promise((resolve) => {
    const child = spawn(program, arguments_, { stdio: 'inherit' });
    child.on('error', () => resolve(1));
    child.on('exit', (code) => resolve(code ?? 1));
  });
}
