/** Where clusters and cities of a test run live: in memory where there is room, since hundreds of databases are made and thrown away. */
import { readdirSync, readFileSync, rmSync, statfsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export const PREFIX = 'xinheng-test-';
const MEMORY = '/dev/shm';
/** bytes: of what a run takes at most several times as much */
const ROOM = 6 * 2 ** 30;
const HOUR = 3_600_000;

/** A folder to make one's own in. What runs that were killed left in memory is thrown away first. */
export function placeOfClusters(): string {
  try {
    for (const name of readdirSync(MEMORY).filter((one) => one.startsWith(PREFIX))) {
      const left = join(MEMORY, name);
      if (Date.now() - statSync(left).mtimeMs > HOUR && !runs(left)) rmSync(left, { recursive: true, force: true });
    }
    const { bavail, bsize } = statfsSync(MEMORY);
    return bavail * bsize >= ROOM ? MEMORY : tmpdir();
  } catch {
    return tmpdir(); // there is none, or it is not ours to write
  }
}

function runs(cluster: string): boolean {
  try {
    process.kill(Number(readFileSync(join(cluster, 'data', 'postmaster.pid'), 'utf8').split('\n')[0]), 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'; // it is, under another account
  }
}
