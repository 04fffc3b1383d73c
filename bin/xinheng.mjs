#!/usr/bin/env node
// Starts the command line under the pinned Node, whichever Node was used to call it; in a fresh checkout it installs first.
import { spawn } from 'node:child_process';
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
    runWith(pinned);
  } else {
    console.error(missingNode());
    process.exitCode = 2;
  }
}

function runWith(node) {
  const child = spawn(node, [fileURLToPath(import.meta.url), ...process.argv.slice(2)], { stdio: 'inherit' });
  // Ctrl-C reaches the child from the terminal by itself; sent a second time it would cut a clean stop short.
  process.on('SIGINT', () => {});
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.on('error', (error) => {
    console.error(`无法启动 ${node}：${error.message}`);
    process.exitCode = 2;
  });
  child.on('exit', (code, signal) => {
    if (signal) {
      process.removeAllListeners(signal);
      process.kill(process.pid, signal);
    } else process.exitCode = code ?? 1;
  });
}
