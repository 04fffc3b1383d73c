/** Every single call to the disk fails once: what was acknowledged is there and whole, what was not leaves nothing half done. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { Problem } from '#kernel/refusal/problem.ts';
import { countDiskCalls, diskError } from '../../../tests/support/disk-faults.ts';
import { testKeyring } from '../../../tests/support/systems.ts';
import { systemUse } from '../audit-look.ts';
import { type FileStore, openFileStore, StoreFailure } from './index.ts';

const BY = systemUse('batch-checked');

let directory: string;
let store: FileStore;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'xinheng-faults-'));
  store = openFileStore(join(directory, 'files'), testKeyring, randomBytes, 5 << 20);
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

const CONTENT = randomBytes(600_000);
async function* parts(content = CONTENT): AsyncGenerator<Buffer> {
  for (let from = 0; from < content.length; from += 100_000) yield content.subarray(from, from + 100_000);
}
const names = () => readdirSync(join(directory, 'files'));
const HARMLESS_TO_FAIL = /^(rm|handle.close)$/;

/** Runs `work` once for each call it makes, that call failing. */
async function failingAtEach(
  code: string,
  work: () => Promise<unknown>,
  judge: (outcome: { readonly failed: unknown; readonly call: string }) => Promise<void> | void,
): Promise<number> {
  for (let at = 1; ; at++) {
    let call = '';
    const counting = await countDiskCalls((number, name) => {
      if (number !== at) return;
      call = name;
      throw diskError(code, name);
    });
    const failed = await work().then(
      () => undefined,
      (error: unknown) => error,
    );
    counting.stop();
    if (call === '') return at - 1;
    await judge({ failed, call });
  }
}

test.each(['EIO', 'ENOSPC', 'EACCES', 'EROFS', 'EMFILE', 'ESTALE'])(
  'keeping a file, %s at every call',
  async (code) => {
    const tried = await failingAtEach(
      code,
      () => store.keep(parts()),
      async ({ failed, call }) => {
        const sha256 = (await import('node:crypto')).createHash('sha256').update(CONTENT).digest();
        if (failed === undefined) expect(await store.check(sha256), call).toBeUndefined();
        else {
          expect(failed, call).toBeInstanceOf(StoreFailure);
          expect(failed).toMatchObject({ code: 'file.unavailable', fault: code === 'ENOSPC' ? 'full' : 'unreachable' });
        }
        // whatever stands under a digest is whole; what is half written is gone, unless the very removing failed
        for (const name of call === 'mkdir' ? [] : names()) {
          if (name.endsWith('.sealed'))
            expect(await store.check(Buffer.from(name.slice(0, 64), 'hex'))).toBeUndefined();
          else expect(call).toMatch(HARMLESS_TO_FAIL);
        }
        rmSync(join(directory, 'files'), { recursive: true, force: true });
      },
    );
    expect(tried).toBeGreaterThan(8);
  },
);

test.each(['EIO', 'ENOSPC', 'EACCES', 'EMFILE', 'ENOENT'])('reading a file, %s at every call', async (code) => {
  const { sha256 } = await store.keep(parts());
  const seen: number[] = [];
  const tried = await failingAtEach(
    code,
    () =>
      store.withContent(sha256, BY, async (path) => {
        seen.push((await import('node:fs')).statSync(path).size);
      }),
    ({ failed, call }) => {
      if (failed !== undefined) expect(failed, call).toBeInstanceOf(StoreFailure);
    },
  );
  expect(tried).toBeGreaterThan(8);
  expect(new Set(seen)).toEqual(new Set([CONTENT.length]));
  expect(names()).toHaveLength(1);
});

test('a copy that went bad under the reader is our fault, a bad file is the sender’s', async () => {
  const { sha256 } = await store.keep(parts());
  const verdict = () => new Problem('file.unreadable');
  const spoilt = store.withContent(sha256, BY, async (path) => {
    const { writeFileSync } = await import('node:fs');
    writeFileSync(path, 'other bytes');
    throw verdict();
  });
  await expect(spoilt).rejects.toMatchObject({ code: 'file.unavailable', fault: 'unreachable' });
  await expect(store.withContent(sha256, BY, () => Promise.reject(verdict()))).rejects.toMatchObject({
    code: 'file.unreadable',
  });
});

test.each([
  ['a disk', diskError('EIO', 'read'), 'file.unavailable'],
  ['a full temporary folder', diskError('ENOSPC', 'write'), 'file.unavailable'],
  ['too many open files', diskError('EMFILE', 'open'), 'file.unavailable'],
  ['a lost database', diskError('ECONNREFUSED', 'connect'), 'ECONNREFUSED'],
  ['a database socket that is not there', diskError('ENOENT', 'connect'), 'ENOENT'],
  ['a cut connection', diskError('ECONNRESET', 'read'), 'ECONNRESET'],
])('what goes wrong while the content is read: %s', async (_what, thrown, code) => {
  const { sha256 } = await store.keep(parts());
  await expect(store.withContent(sha256, BY, () => Promise.reject(thrown))).rejects.toMatchObject({ code });
});

test('what a stream throws is not taken for a fault of the disk', async () => {
  async function* broken(): AsyncGenerator<Buffer> {
    yield CONTENT.subarray(0, 1000);
    throw diskError('ECONNRESET', 'read');
  }
  await expect(store.keep(broken())).rejects.toMatchObject({ code: 'ECONNRESET' });
  await expect(store.scratch(broken())).rejects.toMatchObject({ code: 'ECONNRESET' });
  expect(names()).toEqual([]);
});
