/** What an installation remembers of its log outside the database: the newest head, and entries it knows to be committed. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { TreeHead } from '#contracts/audit.ts';

const Remembered = z.object({
  head: TreeHead.nullable(),
  /** entries of this installation that are not sealed yet, or that were gone when they should have been */
  committed: z.array(z.string()),
});
export type Remembered = z.infer<typeof Remembered>;

export interface LogMemory {
  recall(): Promise<Remembered>;
}

/** In one small file in the data folder, each system's own. Nothing in it is secret: whoever reads it learns a digest. */
export class HeadFile implements LogMemory {
  readonly #path: string;

  constructor(dataDirectory: string, name = 'log-head.json') {
    this.#path = join(dataDirectory, name);
  }

  /** @throws when the file is there and cannot be read or understood: it must not be taken for an installation without a log */
  async recall(): Promise<Remembered> {
    try {
      return Remembered.parse(JSON.parse(await readFile(this.#path, 'utf8')));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return { head: null, committed: [] };
      throw error;
    }
  }

  /** Whole or not at all: written beside it, then renamed. */
  async write(remembered: Remembered): Promise<void> {
    const beside = `${this.#path}.${process.pid}`;
    await writeFile(beside, JSON.stringify(remembered), { mode: 0o600 });
    await rename(beside, this.#path);
  }
}
