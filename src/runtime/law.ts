/** Reads the law that stands over every city: `law/` beside the code, part of the product and not of any pack (079). */
import { readdir, readFile } from 'node:fs/promises';
import { join, sep } from 'node:path';
import { type Law, readLaw } from '#kernel/floor/law.ts';

const FOLDER = join(import.meta.dirname, '..', '..', 'law');
const LAW_FILES = new Set(['floor.yaml', 'scenes.yaml']);

let read: Promise<Law> | undefined;

/** Once a process: what ships with the code does not change while it runs. */
export function loadLaw(): Promise<Law> {
  read ??= readFolder(FOLDER);
  return read;
}

async function readFolder(folder: string): Promise<Law> {
  const names = (await readdir(folder, { recursive: true })).filter((name) => LAW_FILES.has(name.split(sep).at(-1)!));
  const files = names.toSorted().map(async (path) => ({ path, text: await readFile(join(folder, path), 'utf8') }));
  return readLaw(await Promise.all(files));
}
