/**
 * Folders and files that nobody else on the machine may read or prepare for us. What is ours but open is closed; what is
 * somebody else's is refused before anything in it is believed: a password found there could be one that they chose.
 */
import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync, type Stats, statSync } from 'node:fs';
import { join } from 'node:path';
import { ConfigError } from './config-error.ts';

/** 0711: no listing, but another account may pass through to what it owns inside. */
export type FolderMode = 0o700 | 0o711;

/** Whoever runs this process; undefined on Windows, where owners and modes are not looked at. */
const self = (): number | undefined => process.getuid?.();

/**
 * Makes `path` (its parents must exist), or takes it when it is a folder of this process's account, narrowed to `mode`.
 * @param owner account it must belong to; absent: ours
 */
export function ownFolder(path: string, mode: FolderMode, owner = self()): void {
  try {
    mkdirSync(path, { mode });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
  const found = lstatSync(path);
  if (!found.isDirectory())
    throw new ConfigError(`${path} 应是一个目录，实际是${kindOf(found)}，没有使用。请移走后重新启动。`);
  requireOwner(path, found, owner);
  narrow(path, found, mode);
}

/** A file of ours, where it exists: never a link, never somebody else's, closed to others. */
export function ownFile(path: string): boolean {
  const found = lstatSync(path, { throwIfNoEntry: false });
  if (!found) return false;
  if (!found.isFile())
    throw new ConfigError(`${path} 应是一个文件，实际是${kindOf(found)}，没有使用。请移走后重新启动。`);
  requireOwner(path, found, self());
  if (found.nlink > 1 && self() !== undefined) {
    throw new ConfigError(`${path} 另有一个硬链接，别人可能借它读写，没有使用。请查明后移走，重新启动。`);
  }
  narrow(path, found, 0o600);
  return true;
}

/**
 * A file with keys in it, wherever its operator mounted it: ours is closed, somebody else's that everybody could read is refused.
 * Links are followed, as secret stores put their files there through links.
 */
export function closedToOthers(path: string): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (!found || self() === undefined || (found.mode & 0o077) === 0) return;
  if (found.uid === self()) {
    try {
      chmodSync(path, found.mode & 0o700);
      return;
    } catch {
      // a read-only mount
    }
  }
  if ((found.mode & 0o007) === 0) return; // the owner's own group, arranged by whoever mounted it
  throw new ConfigError(
    `${path} 含有密钥，但本机任何账号都能读取（权限 ${(found.mode & 0o777).toString(8).padStart(4, '0')}），没有使用。请改为只有运行信衡的账号能读（chmod 0600，或在挂载时设 0400），再重新启动。`,
  );
}

/** Closes what an earlier version, or a copy by hand, left open in an installation's own folder. The server's part closes itself. */
export function closeDataDirectory(directory: string): void {
  const points = join(directory, 'points');
  for (const name of ['files', 'evidence', 'points']) narrowOurs(join(directory, name), 0o700);
  for (const folder of [directory, ...(existsSync(points) ? [points] : [])])
    for (const name of readdirSync(folder).filter((one) => one.endsWith('.json')))
      narrowOurs(join(folder, name), 0o600);
}

function narrowOurs(path: string, wanted: number): void {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found && found.uid === self()) narrow(path, found, wanted);
}

function requireOwner(path: string, { uid }: Stats, owner: number | undefined): void {
  if (owner === undefined || uid === owner) return;
  throw new ConfigError(
    `${path} 属于系统账号 ${uid}，而不是应有的账号 ${owner}，没有使用：其中的内容可能是别人放的。请查明来历，移走或更正属主（chown）后重新启动。`,
  );
}

/** Only ever narrows: a mode that is tighter than asked for was somebody's intention. */
function narrow(path: string, { mode }: Stats, wanted: number): void {
  if (self() === undefined) return;
  const narrowed = mode & 0o777 & wanted;
  if (narrowed !== (mode & 0o7777)) chmodSync(path, narrowed);
}

function kindOf(found: Stats): string {
  if (found.isSymbolicLink()) return '符号链接';
  return found.isDirectory() ? '目录' : found.isFile() ? '文件' : '特殊文件';
}
