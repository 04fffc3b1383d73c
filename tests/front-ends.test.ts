/** What a phone on a slow line must fetch before the citizens' start page stands: built anew and weighed. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const MOST_SCRIPT = 200_000;
const START = 'src/pages/start.tsx';

interface Chunk {
  readonly file: string;
  readonly isEntry?: boolean;
  readonly imports?: readonly string[];
  readonly css?: readonly string[];
}

describe('the citizens’ pages as built', () => {
  let folder: string;
  let manifest: Readonly<Record<string, Chunk>>;

  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'xinheng-my-'));
    await build({
      configFile: join(import.meta.dirname, '../web/my/vite.config.ts'),
      logLevel: 'error',
      build: { outDir: folder, manifest: true },
    });
    manifest = JSON.parse(readFileSync(join(folder, '.vite/manifest.json'), 'utf8'));
  }, 120_000);

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  /** The files of these modules and of all they import from the first line on; what they fetch later is not among them. */
  function needed(...modules: string[]): Set<string> {
    const files = new Set<string>();
    const visit = (name: string) => {
      const chunk = manifest[name];
      if (!chunk) throw new Error(`${name} is not in the build`);
      if (files.has(chunk.file)) return;
      files.add(chunk.file);
      chunk.imports?.forEach(visit);
    };
    modules.forEach(visit);
    return files;
  }

  const weight = (files: Iterable<string>) =>
    [...files].reduce((sum, file) => sum + gzipSync(readFileSync(join(folder, file))).length, 0);

  test('the start page needs less than 200 kB of compressed script', () => {
    const files = needed('index.html', START);
    expect(weight(files)).toBeGreaterThan(50_000); // the measure found the script at all
    expect(weight(files)).toBeLessThan(MOST_SCRIPT);
  });

  test('English is fetched only by who reads it, and no page brings another one along', () => {
    const files = needed('index.html', START);
    const pages = Object.keys(manifest).filter((name) => /^src\/(english\.ts|areas\/.*\.tsx)$/.test(name));
    expect(pages).toContain('src/english.ts');
    for (const name of pages) expect(files, name).not.toContain(manifest[name]!.file);
  });

  test('the page runs nothing inline', () => {
    const html = readFileSync(join(folder, 'index.html'), 'utf8');
    for (const [tag] of html.matchAll(/<script[^>]*>/g)) expect(tag).toContain(' src=');
    expect(html).not.toMatch(/<style|\sstyle=|\son[a-z]+=/);
  });
});
