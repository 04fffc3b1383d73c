/** The file store keeps a file whole, sealed, once; and gives back nothing that was tampered with. */
import { createHash, randomBytes } from 'node:crypto';
import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  utimesSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Problem } from '#kernel/refusal/problem.ts';
import { createKeyring, openKeyring } from '#kernel/seal/keyring.ts';
import { systemUse } from '../audit-look.ts';
import { fileKeys } from './file-keys.ts';
import { FileStore } from './file-store.ts';

const BY = systemUse('batch-checked');

const master = randomBytes(32);
const keys = fileKeys(openKeyring(master, createKeyring(master, 'aes-256-gcm', randomBytes)), randomBytes);

let directory: string;
let store: FileStore;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'xinheng-files-'));
  store = new FileStore({ directory, keys, randomBytes, maxBytes: 5 << 20 });
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function* parts(content: Buffer, size = 70_001): AsyncGenerator<Buffer> {
  for (let from = 0; from < content.length; from += size) yield content.subarray(from, from + size);
}

async function contentOf(sha256: Buffer): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of store.read(sha256, BY)) pieces.push(Buffer.from(piece));
  return Buffer.concat(pieces);
}

const theFile = () => join(directory, readdirSync(directory)[0]!);

test.each([1, 1000, 262_143, 262_144, 262_145, 524_288, 1_000_003])(
  'gives back the %i bytes it was given',
  async (size) => {
    const content = randomBytes(size);
    const kept = await store.keep(parts(content));
    expect(kept).toEqual({ sha256: createHash('sha256').update(content).digest(), bytes: size });
    expect((await contentOf(kept.sha256)).equals(content)).toBe(true);
  },
);

test('nothing of the content is readable on the disk', async () => {
  const content = Buffer.from('410199199001011234'.repeat(20_000));
  await store.keep(parts(content));
  expect(readFileSync(theFile()).includes('410199')).toBe(false);
});

test('the same content is one file', async () => {
  const content = randomBytes(10_000);
  await store.keep(parts(content));
  await store.keep(parts(content, 17));
  expect(readdirSync(directory)).toHaveLength(1);
});

test.each([
  ['cut off in a piece', 300_000],
  ['cut off between two pieces', 262_144 + 16 + 66],
])('a file %s is noticed', async (_what, length) => {
  const { sha256 } = await store.keep(parts(randomBytes(600_000)));
  truncateSync(theFile(), length);
  await expect(contentOf(sha256)).rejects.toMatchObject({ code: 'file.unavailable', fault: 'damaged' });
});

test('every changed byte is noticed', async () => {
  const { sha256 } = await store.keep(parts(randomBytes(300)));
  const sealed = readFileSync(theFile());
  for (let at = 0; at < sealed.length; at++) {
    const changed = Buffer.from(sealed);
    changed[at]! ^= 1;
    writeFileSync(theFile(), changed);
    await expect(contentOf(sha256), `byte ${at}`).rejects.toBeInstanceOf(Problem);
  }
});

test('pieces in another order are noticed', async () => {
  const { sha256 } = await store.keep(parts(randomBytes(262_144 * 3)));
  const sealed = readFileSync(theFile());
  const piece = 262_144 + 16;
  const head = sealed.length - 3 * piece;
  const swapped = Buffer.concat([
    sealed.subarray(0, head),
    sealed.subarray(head + piece, head + 2 * piece),
    sealed.subarray(head, head + piece),
    sealed.subarray(head + 2 * piece),
  ]);
  writeFileSync(theFile(), swapped);
  await expect(contentOf(sha256)).rejects.toMatchObject({ code: 'file.unavailable', fault: 'damaged' });
});

test('a file under the name of another gives nothing away, not even its first piece', async () => {
  const [mine, others] = [randomBytes(600_000), randomBytes(600_000)];
  const { sha256 } = await store.keep(parts(mine));
  const other = await store.keep(parts(others));
  const at = (digest: Buffer) => join(directory, `${digest.toString('hex')}.sealed`);
  renameSync(at(other.sha256), at(sha256));
  const pieces: Buffer[] = [];
  const reading = (async () => {
    for await (const piece of store.read(sha256, BY)) pieces.push(piece);
  })();
  await expect(reading).rejects.toMatchObject({ code: 'file.unavailable', fault: 'damaged' });
  expect(pieces).toEqual([]);
  expect(await store.check(sha256)).toBe('damaged');
});

test('a file that is too large, empty or breaks off leaves nothing behind', async () => {
  await expect(store.keep(parts(Buffer.alloc((5 << 20) + 1)))).rejects.toMatchObject({ code: 'file.too_large' });
  await expect(store.keep(parts(Buffer.alloc(0)))).rejects.toMatchObject({ code: 'file.empty' });
  async function* broken() {
    yield randomBytes(300_000);
    throw new Error('connection lost');
  }
  await expect(store.keep(broken())).rejects.toThrow('connection lost');
  expect(readdirSync(directory)).toEqual([]);
});

test('withContent gives the content as a file and leaves no readable copy', async () => {
  const content = randomBytes(400_000);
  const { sha256 } = await store.keep(parts(content));
  const seen = await store.withContent(sha256, BY, async (path) => {
    if (process.platform === 'linux') expect(readdirSync(directory)).toHaveLength(1);
    return readFileSync(path);
  });
  expect(seen.equals(content)).toBe(true);
  await expect(store.withContent(sha256, BY, () => Promise.reject(new Error('stop')))).rejects.toThrow('stop');
  expect(readdirSync(directory)).toHaveLength(1);
});

test('what a crash left half written is swept, younger files stay', async () => {
  writeFileSync(join(directory, 'old.part'), 'x');
  writeFileSync(join(directory, 'new.part'), 'x');
  utimesSync(join(directory, 'old.part'), new Date(0), new Date(0));
  expect(await store.removeUnfinished(new Date(Date.now() - 3_600_000))).toBe(1);
  expect(existsSync(join(directory, 'new.part'))).toBe(true);
});
