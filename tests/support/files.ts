/** A folder for the files of a test, removed by it. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

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
