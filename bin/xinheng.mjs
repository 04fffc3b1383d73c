#!/usr/bin/env node
// Starts the command line under the pinned Node, whichever Node was used to call it; in a fresh checkout it installs first.
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const PINNED_MAJOR = 24;
const root = dirname(dirname(fileURLToPath(import.meta.url)));

// as a package among others it came with what it needs; only a checkout has a lock file
if (existsSync(join(root, 'package-lock.json'))) (await import('../scripts/install.mjs')).installMissing(root);

if (Number(process.versions.node.split('.')[0]) >= PINNED_MAJOR) {
  const { main } = await import('../src/runtime/cli/main.ts');
  await main(process.argv);
} else {
  const pinned = findPinnedNode();
  if (pinned) {
    const { runUntilEnd } = await import('../scripts/start-process.mjs');
    process.exitCode = await runUntilEnd(pinned, [fileURLToPath(import.meta.url), ...process.argv.slice(2)]);
  } else {
    console.error(
      `需要 Node ${PINNED_MAJOR}，当前为 ${process.versions.node}。请先在本项目目录运行 npm install，它会装好所需的版本。`,
    );
    process.exitCode = 2;
  }
}

function findPinnedNode() {
  try {
    const path = createRequire(import.meta.url).resolve('node/bin/node');
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}
