/** A folder for the files of a test, removed by it. */
import { createWriteStream, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { openPromise } from 'yauzl';

export interface TempFolder {
  path(name: string): string;
  remove(): void;
}

export function tempFolder(): TempFolder {
  const folder = mkdtempSync(join(tmpdir(), 'xinheng-test-'));
  return {
    path: (name) => join(folder, name),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

export async function unzip(path: string, folder: string): Promise<void> {
  const zip = await openPromise(path);
  for await (const entry of zip.eachEntry()) {
    mkdirSync(dirname(join(folder, entry.fileName)), { recursive: true });
    await pipeline(await zip.openReadStreamPromise(entry), createWriteStream(join(folder, entry.fileName)));
  }
}
