/**
 * Behind `npm start`, `npm test` and `npm run dev`: runs under whatever Node is on the machine (20 or newer), without dependencies.
 * Installs what is missing, then carries on under the pinned Node that the installation brought along.
 */
import { spawn } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFrontEnds } from './front-ends.mjs';
import { installMissing } from './install.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const [command = '', ...rest] = process.argv.slice(2);
process.chdir(root);

installMissing(root);
const node = createRequire(import.meta.url).resolve('node/bin/node');
// what is started below finds the pinned Node first as well
process.env.PATH = `${join(root, 'node_modules', '.bin')}:${process.env.PATH ?? ''}`;

if (command === 'start') {
  if (await buildFrontEnds(root, node)) await carryOn('src', 'runtime', 'demo', 'main.ts');
  else process.exitCode = 1;
} else if (command === 'test') {
  const { test } = await import('./test.mjs');
  process.exitCode = await test(root, node, rest);
} else if (command === 'dev') {
  await carryOn('scripts', 'dev.ts');
} else {
  console.error('用法：npm start、npm test 或 npm run dev');
  process.exitCode = 2;
}

/** Ctrl-C reaches the child from the terminal by itself; a second signal would cut its clean stop short. */
function carryOn(...program) {
  const child = spawn(node, [join(root, ...program), ...rest], { stdio: 'inherit' });
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.on('exit', (code, signal) => {
      process.exitCode = code ?? (signal ? 1 : 0);
      resolve();
    });
  });
}
