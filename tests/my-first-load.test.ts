/** The citizens' start page over a village line: what the browser loads before it can show it. Built by `npm test` beforehand. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '..', 'web', 'my', 'dist');
const built = existsSync(join(folder, 'index.html'));
if (!built) console.warn('web/my is not built (npm run build): its size is not measured');

const assets = join(folder, 'assets');
const name = (prefix: string) => readdirSync(assets).find((file) => file.startsWith(prefix) && file.endsWith('.js'))!;

/** A chunk with everything it imports at once; what it imports later does not count. */
function loaded(file: string, seen = new Set<string>()): Set<string> {
  if (seen.has(file)) return seen;
  seen.add(file);
  const code = readFileSync(join(assets, file), 'utf8');
  for (const [, next] of code.matchAll(/(?:from|import)\s*"\.\/([\w-]+\.js)"/g)) loaded(next!, seen);
  return seen;
}

test.skipIf(!built)('under 200 kB of compressed script, the start page with everything it needs', () => {
  const entry = /src="\/my\/assets\/([\w-]+\.js)"/.exec(readFileSync(join(folder, 'index.html'), 'utf8'))![1]!;
  const files = [...loaded(name('start-'), loaded(entry))];
  expect(files.length).toBeGreaterThan(1);
  const bytes = files.reduce((sum, file) => sum + gzipSync(readFileSync(join(assets, file))).length, 0);
  expect(bytes).toBeGreaterThan(50_000); // the measure found the framework
  expect(bytes).toBeLessThan(200_000);
});
