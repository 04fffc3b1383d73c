/**
 * Installs what a fresh checkout lacks; under whatever Node is on the machine, without dependencies. Behind `npm start`, `npm test` and
 * `npx xinheng`; speaks on stderr only.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lacksPinnedNode } from './pinned-node.mjs';

/** npm notes what it installed in node_modules/.package-lock.json: older than our lock file means out of date. */
export function installMissing(root) {
  const installed = join(root, 'node_modules', '.package-lock.json');
  const wanted = join(root, 'package-lock.json');
  const current = existsSync(installed) && statSync(installed).mtimeMs >= statSync(wanted).mtimeMs;
  if (current && !lacksPinnedNode()) return;
  if (existsSync(installed) && sameInstallation(installed, wanted)) return; // a fresh checkout touches the lock file's time only
  console.error('正在安装依赖（npm ci），首次约需一两分钟……');
  const { status } = spawnSync('npm', ['ci', '--no-audit', '--no-fund', '--loglevel=error'], {
    cwd: root,
    stdio: ['ignore', 2, 2],
    shell: process.platform === 'win32',
  });
  if (status !== 0) {
    console.error('依赖没有装好。请检查网络或 npm 镜像设置后重试；也可以先手工运行 npm ci。');
    process.exit(1);
  }
}

function sameInstallation(installed, wanted) {
  if (lacksPinnedNode()) return false;
  const versions = (file) => {
    const { packages } = JSON.parse(readFileSync(file, 'utf8'));
    return new Map(
      Object.entries(packages)
        .filter(([path]) => path !== '')
        .map(([path, entry]) => [path, entry]),
    );
  };
  const present = versions(installed);
  for (const [path, { version, optional }] of versions(wanted)) {
    if (present.get(path)?.version !== version && !(optional && !present.has(path))) return false;
  }
  return true;
}
