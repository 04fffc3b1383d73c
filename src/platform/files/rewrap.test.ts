/** Stored files take a new key in their head; a file that cannot be opened stays as it is and is named. */
import { randomBytes } from 'node:crypto';
import { copyFileSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { addDataKey, createKeyring, openKeyring } from '#kernel/seal/keyring.ts';
import { FileStore, fileKeys, rewrapFiles } from './index.ts';

const master = randomBytes(32);
const first = createKeyring(master, 'aes-256-gcm', randomBytes);
const [before, after] = [first, addDataKey(master, first, randomBytes)].map((ring) => openKeyring(master, ring));

let directory: string;
const store = (ring: typeof before) =>
  new FileStore({ directory, keys: fileKeys(ring!, randomBytes), randomBytes, maxBytes: 1 << 20 });
const keep = (content: Buffer) =>
  store(before).keep(
    (async function* () {
      yield content;
    })(),
  );

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'xinheng-rewrap-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

test('wrapped anew, each file opens with the new key, and with a ring that has lost the old one', async () => {
  const contents = [1, 300_000, 600_000].map((size) => randomBytes(size));
  const kept = [];
  for (const content of contents) kept.push(await keep(content));
  const keys = fileKeys(after!, randomBytes);
  expect(await rewrapFiles(directory, keys, 2, randomBytes)).toEqual({ done: 3, broken: [] });
  expect(await rewrapFiles(directory, keys, 2, randomBytes)).toEqual({ done: 0, broken: [] });
  const only = { ...after!, dataKey: (version: number) => (version === 2 ? after!.dataKey(2) : undefined) };
  for (const { sha256 } of kept) expect(await store(only).check(sha256)).toBeUndefined();
  expect(await store(before).check(kept[0]!.sha256)).toBe('key-missing');
  expect(readdirSync(directory)).toHaveLength(3);
});

test('a file under the name of another is named and left alone', async () => {
  const [mine, others] = [await keep(randomBytes(100)), await keep(randomBytes(100))];
  const at = (sha256: Buffer) => join(directory, `${sha256.toString('hex')}.sealed`);
  copyFileSync(at(others.sha256), at(mine.sha256));
  const result = await rewrapFiles(directory, fileKeys(after!, randomBytes), 2, randomBytes);
  expect(result).toEqual({ done: 1, broken: [mine.sha256.toString('hex')] });
});
