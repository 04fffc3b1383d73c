/** Keys are rotated: every sealed field opens under the new key, interrupted or not; append-only rows let the owner change the seal and nothing else. */
import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Keyring } from '#kernel/seal/keyring.ts';
import { Reporting } from '../../tests/support/own-reports.ts';
import { inventedCitizen } from '../../tests/support/people.ts';
import { createPlatform, type TestPlatform } from '../../tests/support/platform.ts';
import { performAction, reveal } from './determination/index.ts';
import { viewDraft } from './own-reports/index.ts';
import { resealFields, SEALED_TABLES } from './reseal.ts';

let platform: TestPlatform;
let ring: Keyring;
let cases: string[];
let draft: Reporting;

beforeAll(async () => {
  platform = await createPlatform();
  const { keyring } = platform.context;
  const added = { version: keyring.current.version + 1, key: randomBytes(32) };
  ring = {
    suite: keyring.suite,
    subjectKeys: keyring.subjectKeys,
    current: added,
    dataKey: (version) => (version === added.version ? added : keyring.dataKey(version)),
  };
  cases = [];
  for (const subject of [101, 103, 105, 107]) cases.push(await platform.report({ subject }));
  for (const [index, id] of cases.slice(0, 2).entries())
    await performAction(platform.context, platform.actors['healthReporter']!, id, {
      action: 'correct',
      payload: { reason: '笔误', person: { name: `张更正${'甲乙'[index]}`, sex: 'male' } },
      idempotencyKey: `rotate-${index}`,
    });
  draft = new Reporting(platform.context as ConstructorParameters<typeof Reporting>[0], inventedCitizen('卫思源'));
  await draft.save();
});
afterAll(() => platform?.close());

const namesIn = async (keyring: Keyring) => {
  const context = { ...platform.context, keyring };
  const reviewer = platform.actors['healthReviewer']!;
  return Promise.all(cases.map(async (id) => (await reveal(context, reviewer, id, '核对轮换后的姓名')).name));
};

/** A connection that breaks at the first statement that matches. */
const breakingAt = (pattern: RegExp) =>
  ({
    query: (text: string, values?: unknown[]) =>
      pattern.test(text) ? Promise.reject(new Error('connection lost')) : platform.owner.query(text, values),
  }) as unknown as pg.ClientBase;

test('interrupted and run again, everything opens under the new key and nothing is done twice', async () => {
  const before = await namesIn(platform.context.keyring);
  expect(before.slice(0, 2)).toEqual(['张更正甲', '张更正乙']);
  await expect(resealFields(breakingAt(/UPDATE case_action/), ring, randomBytes)).rejects.toThrow('connection lost');
  expect(await namesIn(ring)).toEqual(before);
  const rest = await resealFields(platform.owner, ring, randomBytes);
  expect(rest).toEqual([
    { table: 'submission', done: 0, broken: 0 },
    { table: 'case_action', done: 2, broken: 0 },
    { table: 'own_report_draft', done: 1, broken: 0 },
    { table: 'counter_act', done: 0, broken: 0 },
  ]);
  expect(await resealFields(platform.owner, ring, randomBytes)).toMatchObject([
    { done: 0 },
    { done: 0 },
    { done: 0 },
    { done: 0 },
  ]);
  expect(await namesIn(ring)).toEqual(before);
  await expect(namesIn(platform.context.keyring)).rejects.toThrow(/key version/);
  const context = { ...platform.context, keyring: ring };
  expect(await viewDraft(context, draft.who, draft.reportId)).toMatchObject({ content: { kind: expect.any(String) } });
});

test('a value put into another row is told, not sealed anew for the wrong place', async () => {
  const { owner } = platform;
  await owner.query('BEGIN');
  try {
    // as somebody with the owner's rights: two corrected names of two cases change places
    await owner.query(`UPDATE case_action a SET sealed = b.sealed FROM case_action b
      WHERE a.sealed IS NOT NULL AND b.sealed IS NOT NULL AND a.subject_key <> b.subject_key`);
    const third = { version: ring.current.version + 1, key: randomBytes(32) };
    const newest: Keyring = {
      suite: ring.suite,
      subjectKeys: ring.subjectKeys,
      current: third,
      dataKey: (version) => (version === third.version ? third : ring.dataKey(version)),
    };
    expect(await resealFields(owner, newest, randomBytes)).toContainEqual({ table: 'case_action', done: 0, broken: 2 });
  } finally {
    await owner.query('ROLLBACK');
  }
});

test('every column that is sealed under the keyring is among them', async () => {
  const { rows } = await platform.owner.query<{ name: string }>(
    `SELECT c.relname AS name FROM pg_attribute a JOIN pg_class c ON c.oid = a.attrelid
     WHERE a.attname = 'sealed' AND NOT a.attisdropped AND c.relkind IN ('r', 'p') AND NOT c.relispartition
       AND c.relnamespace = 'public'::regnamespace ORDER BY 1`,
  );
  expect(rows.map(({ name }) => name)).toEqual(SEALED_TABLES.map(({ table }) => table).sort());
});

test.each(['submission', 'case_action'])(
  '%s: the owner changes the seal and nothing else, the application nothing',
  async (table) => {
    const { owner } = platform;
    const { rows } = await owner.query<{ name: string }>(
      `SELECT attname AS name FROM pg_attribute WHERE attrelid = $1::regclass AND attnum > 0 AND NOT attisdropped
       AND attgenerated = '' AND attname NOT IN ('sealed', 'subject_key')`,
      [table],
    );
    for (const { name } of rows) {
      const anew = `(jsonb_populate_record(t, jsonb_build_object('${name}', CASE jsonb_typeof(to_jsonb(t) -> '${name}')
      WHEN 'number' THEN to_jsonb((to_jsonb(t) ->> '${name}')::bigint + 1) ELSE 'null'::jsonb END))).${name}`;
      const changing = `UPDATE ${table} t SET ${name} = ${anew} WHERE sealed IS NOT NULL AND (to_jsonb(t) -> '${name}') <> 'null'::jsonb`;
      const { rows: having } = await owner.query(
        `SELECT FROM ${table} t WHERE sealed IS NOT NULL AND (to_jsonb(t) -> '${name}') <> 'null'::jsonb`,
      );
      if (having.length > 0) await expect(owner.query(changing), name).rejects.toThrow(/append-only|not-null/);
    }
    await expect(owner.query(`UPDATE ${table} SET sealed = NULL WHERE sealed IS NOT NULL`)).rejects.toThrow(
      /append-only/,
    );
    await expect(platform.asApplication(`UPDATE ${table} SET sealed = sealed`)).rejects.toThrow(/permission denied/);
  },
);
