/** Two processes must not set up one server folder at the same moment; whoever comes second finds it set up. */
import { linkSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { ConfigError } from '../config-error.ts';

const PATIENCE_MILLISECONDS = 120_000;
const PAUSE_MILLISECONDS = 50;

/** Locks of this very process: in a container a killed predecessor had the same process id. */
const held = new Set<string>();

/** @param file the lock: holds its holder's process id, so that a killed holder's is told from a living one's */
export async function oneAtATime<T>(file: string, work: () => Promise<T>): Promise<T> {
  const mine = `${process.pid}.${crypto.randomUUID()}`;
  const deadline = Date.now() + PATIENCE_MILLISECONDS;
  while (!taken(file, mine)) {
    if (Date.now() > deadline) {
      throw new ConfigError(
        `另一个进程（进程号 ${Number.parseInt(holder(file) ?? '', 10)}）正在同一目录中启动内置数据库，等候两分钟仍未完成。请停止它；确认没有这样的进程时，删除 ${file} 后重新启动。`,
      );
    }
    await sleep(PAUSE_MILLISECONDS);
  }
  try {
    return await work();
  } finally {
    held.delete(mine);
    rmSync(file, { force: true });
  }
}

/** The file appears with its content already in it: a link to it succeeds for one process only. */
function taken(file: string, mine: string): boolean {
  const beside = `${file}.${mine}`;
  writeFileSync(beside, mine, { mode: 0o600, flag: 'wx' });
  try {
    held.add(mine);
    linkSync(beside, file);
    return true;
  } catch (error) {
    held.delete(mine);
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    clearDead(file, mine);
    return false;
  } finally {
    rmSync(beside, { force: true });
  }
}

/** Moved aside first, then looked at: what two see as a dead one's lock may meanwhile be a living one's. */
function clearDead(file: string, mine: string): void {
  if (alive(holder(file))) return;
  const aside = `${file}.${mine}.dead`;
  try {
    renameSync(file, aside);
    if (alive(holder(aside))) linkSync(aside, file);
  } catch {
    // another was faster
  } finally {
    rmSync(aside, { force: true });
  }
}

function holder(file: string): string | undefined {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}

/** Whose lock cannot be read is taken for alive: it is just being made or removed. */
function alive(lock: string | undefined): boolean {
  const id = Number.parseInt(lock ?? '', 10);
  if (!(id > 0)) return true;
  if (id === process.pid) return held.has(lock ?? '');
  try {
    process.kill(id, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
