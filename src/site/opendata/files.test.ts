/** A file in use while others are put in its place: the one hazard of keeping files by name. */
import { existsSync } from 'node:fs';
import { open, readFile, writeFile } from 'node:fs/promises';
import { afterAll, expect, test } from 'vitest';
import { tempFolder } from '../../../tests/support/files.ts';
import { FileStore } from './files.ts';

const folder = tempFolder();
afterAll(() => folder.remove());

const writes = (content: string) => async (path: string) => writeFile(path, content).then(() => content);
const soon = () => new Promise((done) => setTimeout(done, 20));

test('a file keeps its name while it is used, and loses it when a newer one stands there and nobody uses it', async () => {
  const store = new FileStore<string>(folder.path('store'));
  let old = '';
  await store.with('list', 'state 1', writes('one'), async (file) => {
    old = file.path;
    for (let state = 2; state < 30; state++) {
      await store.with('list', `state ${state}`, writes(`${state}`), async ({ path, about }) => {
        expect(await readFile(path, 'utf8')).toBe(`${state}`);
        expect(about).toBe(`${state}`);
      });
    }
    expect(await readFile(old, 'utf8')).toBe('one');
  });
  await soon();
  expect(existsSync(old)).toBe(false);
  await store.close();
});

test('asked for in two states at once, by turns, each gets a file that can be opened', async () => {
  const store = new FileStore<string>(folder.path('turns'));
  const read = await Promise.all(
    Array.from({ length: 200 }, async (_, index) => {
      const state = `state ${index % 3}`;
      const handle = await store.with('list', state, writes(state), async ({ path }) => {
        await soon();
        return open(path);
      });
      const content = await handle.readFile('utf8');
      await handle.close();
      return content === state;
    }),
  );
  expect(read).not.toContain(false);
  await store.close();
});

test('what could not be made is tried again by whoever asks next, and leaves nothing', async () => {
  const store = new FileStore<string>(folder.path('fails'));
  const fails = () => Promise.reject(new Error('no room'));
  await expect(store.with('list', 'state', fails, (file) => file)).rejects.toThrow('no room');
  expect(await store.with('list', 'state', writes('now'), ({ path }) => readFile(path, 'utf8'))).toBe('now');
  await store.close();
});
