/**
 * Behind `npm test`: type checks, lint, unused code and all tests; with file names only those files; with `--quick` types, lint and the
 * pure tests. The last lines say what was skipped, the very last one is the sum: `N passed, N failed, N skipped`.
 */
import { spawn } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildFrontEnds, FRONT_ENDS } from './front-ends.mjs';

/** Runs what `args` ask for. Answers the exit code. */
export async function test(root, node, args) {
  // what is started again and again (workers, children, thread hosts) need not be compiled again and again
  process.env.NODE_COMPILE_CACHE ??= join(root, 'node_modules', '.cache', 'compiled');
  const quick = args.includes('--quick');
  const wanted = args.filter((arg) => arg !== '--quick');
  const sums = { passed: 0, failed: 0, skipped: 0 };
  const notes = [];

  if (filesAskedFor(wanted).length === 0) {
    const outcomes = await Promise.all([
      ...(quick ? [] : [buildPages(root, node)]),
      ...checks(root, quick).map((check) => runCheck(root, check)),
    ]);
    for (const passed of outcomes) sums[passed ? 'passed' : 'failed'] += 1;
  } else if (needsPages(root, wanted) && !(await buildPages(root, node))) sums.failed += 1;

  const report = join(root, 'var', 'test-report.json');
  rmSync(report, { force: true });
  const vitest = [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run'];
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${report}`];
  const only = quick ? ['--project', 'unit'] : [];
  const code = await run(node, [...vitest, ...reporters, ...only, ...wanted], { cwd: root });
  const counted = countTests(root, report);
  for (const key of ['passed', 'failed', 'skipped']) sums[key] += counted[key];
  if (code !== 0 && counted.failed === 0) sums.failed += 1; // an error outside any test fails the run as well
  notes.push(...counted.notes);

  if (quick)
    console.log('left to npm test: what needs PostgreSQL or a browser, and what is pure but long (vitest.config.ts)');
  for (const note of notes) console.log(note);
  console.log(`${sums.passed} passed, ${sums.failed} failed, ${sums.skipped} skipped`);
  return sums.failed === 0 ? 0 : 1;
}

async function buildPages(root, node) {
  const built = await buildFrontEnds(root, node);
  console.log(`${built ? '✓' : '✗'} 页面`);
  return built;
}

function checks(root, quick) {
  const cache = join(root, 'node_modules', '.cache');
  const types = (folder, name) => {
    const state = ['--incremental', '--tsBuildInfoFile', join(cache, `types-${name}.json`)];
    return ['tsc', '--noEmit', ...state, ...(folder ? ['-p', folder] : [])];
  };
  return [
    { name: '类型检查', command: types('', 'server') },
    ...FRONT_ENDS.map(({ folder, title }) => ({
      name: `类型检查（${title}）`,
      command: types(folder, folder.replace('/', '-')),
    })),
    { name: '代码检查', command: ['biome', 'check', '--diagnostic-level=warn', '.'] },
    ...(quick ? [] : [{ name: '无用代码', command: ['knip', '--no-progress', '--cache', '--no-config-hints'] }]),
  ];
}

/** Side by side, so each one's output comes in one piece, and only of what failed. */
async function runCheck(root, { name, command: [program, ...args] }) {
  const said = [];
  const code = await run(join(root, 'node_modules', '.bin', program), args, { cwd: root, stdio: 'pipe' }, (text) =>
    said.push(text),
  );
  if (code !== 0) process.stdout.write(Buffer.concat(said));
  console.log(`${code === 0 ? '✓' : '✗'} ${name}`);
  return code === 0;
}

/** Options that stand before a value of their own. */
const WITH_VALUE = new Set([
  '-t',
  '--testNamePattern',
  '--project',
  '--exclude',
  '--reporter',
  '--maxWorkers',
  '--pool',
]);

function filesAskedFor(args) {
  return args.filter((arg, index) => !arg.startsWith('-') && !WITH_VALUE.has(args[index - 1]));
}

/** The journeys look at pages as they are built; so does whoever asks for them by any part of their path, as vitest finds files. */
function needsPages(root, args) {
  const journeys = readdirSync(join(root, 'tests', 'journeys')).map((name) => `tests/journeys/${name}`);
  return filesAskedFor(args).some((arg) => {
    const part = arg.startsWith('/') ? relative(root, arg) : arg.replace(/^\.\//, '');
    return journeys.some((file) => file.includes(part));
  });
}

/** A file that could not even be loaded has no test results: it counts as one failure. */
export function countTests(root, report) {
  if (!existsSync(report)) return { passed: 0, failed: 1, skipped: 0, notes: [] };
  const { testResults } = JSON.parse(readFileSync(report, 'utf8'));
  const sums = { passed: 0, failed: 0, skipped: 0 };
  const notes = [];
  for (const { name, status, assertionResults } of testResults) {
    const file = relative(root, name);
    const of = (wanted) => assertionResults.filter((result) => wanted.includes(result.status));
    const left = of(['pending', 'skipped', 'todo', 'disabled']);
    const failed = of(['failed']);
    sums.passed += of(['passed']).length;
    sums.skipped += left.length;
    sums.failed += failed.length || (status === 'failed' ? 1 : 0);
    if (status === 'failed' && failed.length === 0) notes.push(`failed: ${file} could not be loaded`);
    if (left.length === assertionResults.length && left.length > 1) notes.push(`skipped: ${file} (${left.length})`);
    else for (const one of left) notes.push(`skipped: ${file} › ${one.fullName}`);
  }
  return { ...sums, notes };
}

function run(program, args, options, hear) {
  return new Promise((resolve) => {
    const child = spawn(program, args, { stdio: 'inherit', ...options });
    if (hear) for (const stream of [child.stdout, child.stderr]) stream.on('data', hear);
    child.on('error', () => resolve(1));
    child.on('close', (code) => resolve(code ?? 1));
  });
}
