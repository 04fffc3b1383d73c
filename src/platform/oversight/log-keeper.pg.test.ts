/** The newest hour is not open: what was committed a moment ago is missed when it is gone, and so is the end of the log with its heads. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { LogKeeper } from '#log/log-keeper.ts';
import { HeadFile } from '#log/log-memory.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { transact } from '../access/transaction.ts';
import { writeEntries } from '../audit.ts';
import { platformLog, recordCheckpoint, verifyAudit } from './verify.ts';

const SOMEBODY = '5b0c2f6e-0000-4000-8000-000000000001';

let platform: TestPlatform;
let folder: string;
let keeper: LogKeeper;
beforeEach(async () => {
  platform = await createPlatform();
  folder = mkdtempSync(join(tmpdir(), 'log-keeper-'));
  keeper = keeperOf(60_000);
  keeper.watch(platform.context.database);
});
afterEach(async () => {
  await keeper?.stop();
  await platform?.close();
  rmSync(folder, { recursive: true, force: true });
});

const keeperOf = (soon: number) => new LogKeeper(platformLog(platform.context), new HeadFile(folder), soon);
const auditor = () => platform.actors['auditor']!;
const verify = (logMemory = keeper) => verifyAudit({ ...platform.context, logMemory }, auditor());
const noted = () => JSON.parse(readFileSync(join(folder, 'log-head.json'), 'utf8'));

async function look(count = 1): Promise<void> {
  for (let number = 1; number <= count; number++)
    await transact(platform.context.database, auditor(), (tx) =>
      writeEntries(tx, auditor(), [
        {
          at: platform.clock(),
          action: 'case.viewed',
          subjectKey: SOMEBODY,
          objectType: 'case',
          objectId: `1-${number}`,
          purpose: '办理事项',
        },
      ]),
    );
}

/** What only the owner of the tables can do, and must never do. */
async function asOwner(...statements: string[]): Promise<void> {
  await platform.owner.query('SET session_replication_role = replica');
  for (const statement of statements) await platform.owner.query(statement);
  await platform.owner.query('SET session_replication_role = origin');
}

test('the newest entry, deleted before any head covers it, is missed, also by the next process', async () => {
  await look(3);
  await asOwner('DELETE FROM audit_entry WHERE id = (SELECT max(id) FROM audit_entry)');
  const found = await verify();
  expect(found).toMatchObject({ fits: false, kinds: [{ kind: 'removed', count: 1 }], first: { entryId: '3' } });
  await keeper.seal();
  expect(noted()).toMatchObject({ committed: ['3'] });
  expect(await verify(keeperOf(60_000))).toMatchObject({ fits: false, first: { kind: 'removed', entryId: '3' } });
});

test('an entry is sealed by itself soon after it was committed, and the head stands in the file', async () => {
  await keeper.stop();
  keeper = keeperOf(1);
  keeper.watch(platform.context.database);
  await look();
  await vi.waitFor(() => expect(noted()).toMatchObject({ head: { size: 1 }, committed: [] }), { timeout: 30_000 });
  await asOwner('DELETE FROM audit_entry WHERE id = 1');
  expect(await verify()).toMatchObject({ fits: false, first: { kind: 'removed', entryId: '1' } });
});

test('the end of the log cut off with its heads is missed, and stays so however long the log grows', async () => {
  await look(2);
  await keeper.seal();
  await look(2);
  await keeper.seal();
  expect(await verify()).toMatchObject({ fits: true, entries: 4 });
  await asOwner('DELETE FROM audit_checkpoint WHERE size > 2', 'DELETE FROM audit_entry WHERE id > 2');
  const cut = { fits: false, kinds: expect.arrayContaining([{ kind: 'kept-head', count: 1 }]) };
  expect(await verify()).toMatchObject(cut);
  await look(5);
  await keeper.seal();
  await look();
  await keeper.seal();
  expect(noted()).toMatchObject({ head: { size: 4 } });
  expect(await verify()).toMatchObject(cut);
});

test('what another process sealed is taken on, and a rolled-back entry is nothing that is missed', async () => {
  await look(2);
  await recordCheckpoint(platform.context);
  await expect(
    transact(platform.context.database, auditor(), async (tx) => {
      await writeEntries(tx, auditor(), [
        {
          at: platform.clock(),
          action: 'case.viewed',
          subjectKey: SOMEBODY,
          objectType: 'case',
          objectId: '1-1',
          purpose: '办理事项',
        },
      ]);
      throw new Error('given up');
    }),
  ).rejects.toThrow('given up');
  await keeper.seal();
  expect(noted()).toMatchObject({ head: { size: 2 }, committed: [] });
  expect(await verify()).toMatchObject({ fits: true, misfits: 0 });
});

test('the file cannot be read: verification says so and takes it for no empty log', async () => {
  await look();
  await keeper.seal();
  const file = new HeadFile(folder);
  await file.write({ head: { size: 1, root: 'x' } } as never);
  await expect(verify(keeperOf(60_000))).rejects.toThrow();
});
