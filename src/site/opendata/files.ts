/**
 * Data files made on demand: written to disk once for one state of the site, with their checksum, and served from there until the state
 * is another. A file never holds less than what was asked of it, and never what was withdrawn before it was asked for.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, rm, stat, unlink } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';

export interface DataFile {
  readonly path: string;
  readonly bytes: number;
  /** hexadecimal */
  readonly sha256: string;
}

interface Kept<About> {
  readonly state: string;
  readonly made: Promise<DataFile & { readonly about: About }>;
  /** how many are using it by its name */
  users: number;
  /** a newer one stands in its place: whoever uses it last removes it */
  replaced: boolean;
}

/** Files kept at once; the one not asked for longest makes room. */
const MOST = 256;
/** Files made at once: the pages come first. */
const AT_ONCE = 2;

export class FileStore<About> {
  readonly #folder: string;
  readonly #kept = new Map<string, Kept<About>>();
  #making = 0;
  readonly #queue: (() => void)[] = [];

  /** @param folder belongs to this process alone */
  constructor(folder: string) {
    this.#folder = folder;
  }

  /**
   * @param state what the file is of; with another one it is made anew
   * @param make writes the file at the path it is given
   * @param use while it runs the file keeps its name, whatever replaces it meanwhile; who has opened it may read on afterwards
   */
  async with<T>(
    name: string,
    state: string,
    make: (path: string) => Promise<About>,
    use: (file: DataFile & { readonly about: About }) => T | Promise<T>,
  ): Promise<T> {
    const kept = this.#keep(name, state, make);
    kept.users++;
    try {
      return await use(await kept.made);
    } finally {
      kept.users--;
      this.#tidy(kept);
    }
  }

  #keep(name: string, state: string, make: (path: string) => Promise<About>): Kept<About> {
    const known = this.#kept.get(name);
    if (known?.state === state) {
      this.#kept.delete(name); // asked for last, stands last
      this.#kept.set(name, known);
      return known;
    }
    const kept: Kept<About> = { state, made: this.#make(make), users: 0, replaced: false };
    this.#kept.set(name, kept);
    kept.made.catch(() => {
      if (this.#kept.get(name) === kept) this.#kept.delete(name);
    });
    if (known) this.#replace(known);
    for (const [oldest, file] of this.#kept) {
      if (this.#kept.size <= MOST) break;
      this.#kept.delete(oldest);
      this.#replace(file);
    }
    return kept;
  }

  async close(): Promise<void> {
    await Promise.allSettled([...this.#kept.values()].map(({ made }) => made));
    this.#kept.clear();
    await rm(this.#folder, { recursive: true, force: true });
  }

  async #make(make: (path: string) => Promise<About>): Promise<DataFile & { about: About }> {
    if (this.#making >= AT_ONCE) await new Promise<void>((go) => this.#queue.push(go));
    this.#making++;
    const path = join(this.#folder, randomUUID());
    try {
      await mkdir(this.#folder, { recursive: true, mode: 0o700 });
      const about = await make(path);
      return { path, about, bytes: (await stat(path)).size, sha256: await checksum(path) };
    } catch (error) {
      await rm(path, { force: true });
      throw error;
    } finally {
      this.#making--;
      this.#queue.shift()?.();
    }
  }

  #replace(kept: Kept<About>): void {
    kept.replaced = true;
    this.#tidy(kept);
  }

  /** Who is reading it reads to its end: the name goes, the content stays as long as it is open. */
  #tidy({ made, users, replaced }: Kept<About>): void {
    if (replaced && users === 0) void made.then(({ path }) => unlink(path)).catch(() => undefined);
  }
}

async function checksum(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
