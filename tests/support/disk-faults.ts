/**
 * A disk that fails, or a process that dies, at a chosen call: every call to the file system that goes through `node:fs/promises` is
 * counted, and what is to happen happens at the one with the number. For tests that try all of them, one after the other.
 */
import * as fs from 'node:fs';
import { syncBuiltinESMExports } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

type Call = (...given: unknown[]) => unknown;

export interface Counting {
  /** calls so far */
  readonly calls: () => number;
  readonly names: () => readonly string[];
  stop(): void;
}

const OF_FOLDERS = ['open', 'mkdir', 'rename', 'rm', 'stat', 'readdir'] as const;
const OF_HANDLES = ['write', 'read', 'sync', 'close', 'stat'] as const;

/** @param happens called before the call with its number (from 1); what it throws, the call rejects with */
export async function countDiskCalls(happens: (call: number, name: string) => void): Promise<Counting> {
  const path = join(tmpdir(), `xinheng-probe-${process.pid}`);
  const probe = await fs.promises.open(path, 'w');
  const handles = Object.getPrototypeOf(probe) as Record<string, Call>;
  await probe.close();
  await fs.promises.rm(path);
  const names: string[] = [];
  const folders = fs.promises as unknown as Record<string, Call>;
  const replaced: (() => void)[] = [];
  const replace = (owner: Record<string, Call>, name: string, shown: string) => {
    const own = owner[name]!;
    owner[name] = async function (this: unknown, ...given: unknown[]) {
      names.push(shown);
      happens(names.length, shown);
      return own.apply(this, given);
    };
    replaced.push(() => {
      owner[name] = own;
    });
  };
  for (const name of OF_FOLDERS) replace(folders, name, name);
  for (const name of OF_HANDLES) replace(handles, name, `handle.${name}`);
  syncBuiltinESMExports();
  return {
    calls: () => names.length,
    names: () => names,
    stop() {
      for (const undo of replaced) undo();
      syncBuiltinESMExports();
    },
  };
}

/** As the operating system says it. */
export function diskError(code: string, syscall: string): Error {
  return Object.assign(new Error(`${code}: injected, ${syscall}`), { code, syscall, errno: -5 });
}
