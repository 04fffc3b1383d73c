/** append-only, proven from outside the grants: whoever owns the tables and goes behind the triggers is found, entry by entry. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { logWhatWasSetUp } from '../../../tests/support/log-entries.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { transact } from '../access/transaction.ts';
import { writeEntries } from '../audit.ts';
import { reveal } from '../determination/looks.ts';
import { recordCheckpoint, verifyAudit } from './verify.ts';

const SOMEBODY = '5b0c2f6e-0000-4000-8000-000000000001';

let platform: TestPlatform;
beforeEach(async () => {
  platform = await createPlatform();
});
afterEach(() => platform?.close());

const auditor = () => platform.actors['auditor']!;
const verify = (kept = {}) => verifyAudit(platform.context, auditor(), kept);

async function write(count: number): Promise<void> {
  await transact(platform.context.database, auditor(), async (tx) => {
    for (let number = 1; number <= count; number++)
      await writeEntries(tx, auditor(), [
        {
          at: platform.clock(),
          action: 'case.viewed',
          subjectKey: SOMEBODY,
          objectType: 'case',
          objectId: `1-${number}`,
          purpose: '办理事项',
        },
      ]);
  });
}

/** What only the owner of the tables can do, and must never do. */
async function behindTheTriggers(table: string, statement: string): Promise<void> {
  await platform.owner.query(`ALTER TABLE ${table} DISABLE TRIGGER append_only`);
  await platform.owner.query(statement);
  await platform.owner.query(`ALTER TABLE ${table} ENABLE TRIGGER append_only`);
}

test('a log nobody touched fits, over several checkpoints, and the verification is itself in it', async () => {
  await write(5);
  await recordCheckpoint(platform.context);
  await write(4);
  const first = await verify();
  expect(first).toMatchObject({ fits: true, checkpoints: 2, entries: 9, misfits: 0, first: null, head: { size: 9 } });
  const second = await verify();
  expect(second).toMatchObject({ fits: true, checkpoints: 3, entries: 10, head: { size: 10 } });
});

test('nothing to do adds no checkpoint; an empty log has no head', async () => {
  expect(await recordCheckpoint(platform.context)).toBeNull();
  await write(1);
  const head = await recordCheckpoint(platform.context);
  expect(await recordCheckpoint(platform.context)).toEqual(head);
});

describe('the owner goes behind the triggers', () => {
  beforeEach(async () => {
    await write(4);
    await recordCheckpoint(platform.context);
    await write(4);
    await recordCheckpoint(platform.context);
  });

  test.each([
    ['the purpose of a look', "UPDATE audit_entry SET purpose = '上级交办' WHERE id = 3"],
    ['the officer', 'UPDATE audit_entry SET actor_id = gen_random_uuid()::text WHERE id = 3'],
    ['the time, by a microsecond', "UPDATE audit_entry SET at = at + interval '1 microsecond' WHERE id = 3"],
    ['the detail', `UPDATE audit_entry SET detail = '{"x": 1}' WHERE id = 3`],
  ])('alters %s: the entry is named', async (_what, statement) => {
    await behindTheTriggers('audit_entry', statement);
    const found = await verify();
    expect(found).toMatchObject({ fits: false, misfits: 1, first: { kind: 'altered', entryId: '3' } });
    expect(found.first?.explanation).toContain('第 3 条');
  });

  test('alters several: the first is named', async () => {
    await behindTheTriggers('audit_entry', "UPDATE audit_entry SET action = 'x' WHERE id IN (7, 2, 5)");
    expect(await verify()).toMatchObject({ fits: false, misfits: 3, first: { kind: 'altered', entryId: '2' } });
  });

  test('deletes one', async () => {
    await behindTheTriggers('audit_entry', 'DELETE FROM audit_entry WHERE id = 4');
    expect(await verify()).toMatchObject({ fits: false, misfits: 1, first: { kind: 'removed', entryId: '4' } });
  });

  test('puts one in where a number was free', async () => {
    await behindTheTriggers('audit_entry', 'DELETE FROM audit_entry WHERE id = 6');
    await platform.owner.query(
      `INSERT INTO audit_entry (id, at, actor_kind, actor_id, action, look, object_type, object_id)
       VALUES (0, now(), 'system', 'x', 'x', false, 'audit', 'x'), (6, now(), 'system', 'x', 'x', false, 'audit', 'x')`,
    );
    expect(await verify()).toMatchObject({ fits: false, first: { kind: 'altered', entryId: '6' } });
  });

  test('alters an entry and its leaf: the root no longer comes out', async () => {
    await behindTheTriggers('audit_entry', "UPDATE audit_entry SET purpose = 'xx' WHERE id = 3");
    await behindTheTriggers(
      'audit_checkpoint',
      "UPDATE audit_checkpoint SET leaves = overlay(leaves PLACING sha256('x') FROM 65 FOR 32) WHERE size = 4",
    );
    const { misfits, fits, first } = await verify();
    expect(fits).toBe(false);
    expect(misfits).toBeGreaterThan(1);
    expect(first).toMatchObject({ kind: 'altered', entryId: '3' });
  });

  test('makes a head of their own: it has no seal', async () => {
    await behindTheTriggers('audit_checkpoint', "UPDATE audit_checkpoint SET root = sha256('x') WHERE size = 8");
    expect(await verify()).toMatchObject({ fits: false, misfits: 2, first: { kind: 'head', entryId: null } });
  });

  test('cuts off the end, heads and all: a head kept elsewhere shows it', async () => {
    const { head } = await verify();
    await behindTheTriggers('audit_checkpoint', 'DELETE FROM audit_checkpoint WHERE size > 4');
    await behindTheTriggers('audit_entry', 'DELETE FROM audit_entry WHERE id > 4');
    const kept = { size: head!.size, root: head!.root };
    expect(await verify()).toMatchObject({ fits: true, keptHead: null });
    expect(await verify(kept)).toMatchObject({ fits: false, keptHead: 'longer', first: { kind: 'kept-head' } });
  });

  test('a head kept elsewhere fits at any length, also between two checkpoints', async () => {
    const { head } = await verify();
    await write(3);
    expect(await verify({ size: head!.size, root: head!.root })).toMatchObject({ fits: true, keptHead: 'fits' });
    expect(await verify({ size: head!.size, root: '0'.repeat(64) })).toMatchObject({
      fits: false,
      keptHead: 'differs',
    });
  });
});

test('an entry whose transaction commits late, under a smaller number, is not overtaken and not lost', async () => {
  const caseId = await platform.report();
  await logWhatWasSetUp(platform.owner);
  let release = () => {};
  const held = new Promise<void>((resolve) => {
    release = resolve;
  });
  let written = () => {};
  const hasWritten = new Promise<void>((resolve) => {
    written = resolve;
  });
  const slow = transact(platform.context.database, auditor(), async (tx) => {
    await writeEntries(tx, auditor(), [
      {
        at: platform.clock(),
        action: 'case.viewed',
        subjectKey: SOMEBODY,
        objectType: 'case',
        objectId: 'slow',
        purpose: '办理事项',
      },
    ]);
    written();
    await held;
  });
  await hasWritten;
  await reveal(platform.context, platform.actors['healthReviewer']!, caseId, '核对证书');
  // the log is sealed up to before the one still to come, although a later entry is there
  expect(await recordCheckpoint(platform.context)).toMatchObject({ size: 1 });
  expect(await verify()).toMatchObject({ fits: true, entries: 1, pending: 1 });
  release();
  await slow;
  expect(await recordCheckpoint(platform.context)).toMatchObject({ size: 4 });
  expect(await verify()).toMatchObject({ fits: true, entries: 4, pending: 0 });
});
