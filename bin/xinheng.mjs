#!/usr/bin/env node
// Starts the command line under the pinned Node, whichever Node was used to call it; in a fresh checkout it installs first.
import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { missingNode, PINNED_MAJOR, usableNode } from '../scripts/pinned-node.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));

// as a package among others it came with what it needs; only a checkout has a lock file
if (existsSync(join(root, 'package-lock.json'))) (await import('../scripts/install.mjs')).installMissing(root);

if (Number(process.versions.node.split('.')[0]) >= PINNED_MAJOR) {
  const { main } = await import('../src/runtime/cli/main.ts');
  await main(process.argv);
} else {
  const pinned = usableNode();
  if (pinned) {
    const { runUntilEnd } = await import('../scripts/start-process.mjs');
    process.exitCode = await runUntilEnd(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
  } else {
    console.error(missingNode());
    process.exitCode = 2;
  }
}
