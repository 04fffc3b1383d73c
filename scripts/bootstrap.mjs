/**
 * Behind `npm start`, `npm test` and `npm run dev`: runs under whatever Node is on the machine (20 or newer), without dependencies.
 * Installs what is missing, then carries on under the pinned Node that the installation brought along.
 */
import { delimiter, dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildFrontEnds } from './front-ends.mjs';
import { installMissing } from './install.mjs';
import { missingNode, usableNode } from './pinned-node.mjs';
import { runUntilEnd } from './start-process.mjs';

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

if (command === 'start') {
  process.exitCode = (await buildFrontEnds(root, node)) ? await carryOn('src', 'runtime', 'demo', 'main.ts') : 1;
} else if (command === 'test') {
  const { test } = await import('./test.mjs');
  process.exitCode = await test(root, node, rest);
} else if (command === 'dev') {
  process.exitCode = await carryOn('scripts', 'dev.ts');
} else {
  console.error('用法：npm start、npm test 或 npm run dev');
  process.exitCode = 2;
}

function carryOn(...program) {
  return runUntilEnd(node, [join(root, ...program), ...rest]);
}
