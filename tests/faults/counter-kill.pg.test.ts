/**
 * A process is killed while something is done at a counter: within the preparation, between it and the person's word, within the word. What
 * was not committed never was; what was prepared still waits, binds nobody, is confirmed once by any other process, and ends with its time.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Actor } from '#platform/access/index.ts';
import { answerAct, confirmByCode, ownCounterActs, prepareAct, showCode } from '#platform/counter-desk/index.ts';
import { ownRequests } from '#platform/rights/index.ts';
import { appearing, code, counterSteps } from '../support/counter.ts';
import { createPlatform, type TestPlatform } from '../support/platform.ts';
import { asking, type Concerned } from '../support/rights-steps.ts';
import { testKeyring } from '../support/systems.ts';
import type { CounterRequest } from './counter-child.ts';
import { keysOf } from './keyring-of.ts';

let platform: TestPlatform;
let assistant: Actor;
const { concerned, shown } = counterSteps(() => platform);
const children: ChildProcess[] = [];

const NOW = '2020-05-18T01:00:00Z';

beforeAll(async () => {
  platform = await createPlatform();
  assistant = await platform.officer('public-security-bureau', 'assistant');
});
beforeEach(() => platform.clock.set('2020-03-16T01:00:00Z'));
afterAll(async () => {
  for (const child of children) child.kill('SIGKILL');
  await platform?.close();
});

function begin(does: CounterRequest['does']): ChildProcess {
  const request: CounterRequest = { url: platform.url, keys: keysOf(testKeyring), at: NOW, does };
  const child = spawn(process.execPath, [join(import.meta.dirname, 'counter-child.ts'), JSON.stringify(request)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  children.push(child);
  return child;
}

const printed = (child: ChildProcess, word: string) =>
  new Promise<void>((resolve, reject) => {
    child.stdout!.on('data', (text: Buffer) => text.includes(word) && resolve());
    child.once('exit', () => reject(new Error(`ended before it said ${word}`)));
  });

async function killed(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGKILL');
  await ended;
}

/** How many locks others hold or wait for in this database. */
const locks = async (which: string): Promise<number> =>
  (
    await platform.owner.query(
      `SELECT count(*)::int AS n FROM pg_locks l JOIN pg_database d ON d.oid = l.database
       WHERE d.datname = current_database() AND l.pid <> pg_backend_pid() AND ${which}`,
    )
  ).rows[0].n;

/** The child comes as far as the lock, is killed there, and its transaction is gone before anybody looks. */
async function killedAt(lock: string, does: CounterRequest['does']): Promise<void> {
  await platform.owner.query('BEGIN');
  try {
    await platform.owner.query(lock);
    const child = begin(does);
    await expect.poll(() => locks('NOT l.granted')).toBe(1);
    await killed(child);
  } finally {
    await platform.owner.query('ROLLBACK');
  }
  await expect.poll(() => locks("l.mode = 'RowExclusiveLock'")).toBe(0);
}

const INBOX = 'LOCK TABLE subject_notice IN EXCLUSIVE MODE';

const requests = async ({ who }: Concerned) => (await ownRequests(platform.context, who, undefined)).items;
const acts = async ({ who }: Concerned) => {
  const { waiting: open, past } = await ownCounterActs(platform.context, who);
  return { open: open.map(({ kind }) => kind), past: past.map(({ kind }) => kind) };
};
const marked = async ({ caseId }: Concerned) => (await shown(caseId))[0]?.objectionOpen;

async function objection() {
  const one = await concerned('2');
  platform.clock.set(NOW);
  const identity = appearing(one.who.person);
  return { one, identity, act: asking('objection', one.caseId) };
}

test('killed within the preparation: nothing is prepared, and nobody has had a part', async () => {
  const { one, identity, act } = await objection();
  await killedAt(INBOX, { step: 'prepare', assistant, identity, act });
  expect(await acts(one)).toEqual({ open: [], past: [] });
  const { rows } = await platform.owner.query(
    `SELECT FROM case_participant WHERE subject_key = $1 AND officer_id = $2`,
    [one.who.subjectKey, assistant.id],
  );
  expect(rows).toEqual([]);
  expect(await marked(one)).toBe(false);
});

test('killed between preparation and word: it waits, binds nobody, and is confirmed once by the code of before', async () => {
  const { one, identity, act } = await objection();
  const child = begin({ step: 'prepare', assistant, identity, act });
  await printed(child, 'done');
  await killed(child);
  expect(await requests(one)).toEqual([]);
  expect(await marked(one)).toBe(false);
  expect(await acts(one)).toEqual({ open: ['objection'], past: [] });
  // who prepares it again because no answer came finds the same act
  const again = await prepareAct(platform.context, assistant, { identity, act });
  expect((await ownCounterActs(platform.context, one.who)).waiting.map(({ actId }) => actId)).toEqual([again.actId]);
  const number = (await showCode(platform.context, one.who, again.actId)).code;
  const typed = () => code(confirmByCode(platform.context, assistant, { identity, code: number }, again.actId));
  expect(await typed()).toBe('done');
  expect(await typed()).toBe('action.not_available');
  expect(await requests(one)).toMatchObject([{ kind: 'objection', statement: act.statement }]);
  expect(await marked(one)).toBe(true);
});

test('killed between preparation and word, and nobody comes back: the code is worth nothing after its five minutes, the act after its half hour', async () => {
  const { one, identity, act } = await objection();
  const child = begin({ step: 'prepare', assistant, identity, act });
  await printed(child, 'done');
  await killed(child);
  const { actId } = (await ownCounterActs(platform.context, one.who)).waiting[0]!;
  const number = (await showCode(platform.context, one.who, actId)).code;
  const typed = () => code(confirmByCode(platform.context, assistant, { identity, code: number }, actId));
  await platform.owner.query(`UPDATE counter_secret SET made_at = made_at - interval '301 seconds' WHERE act_id = $1`, [
    actId,
  ]);
  expect(await typed()).toBe('request.invalid');
  platform.clock.set('2020-05-18T01:30:01Z');
  expect(await typed()).toBe('action.not_available');
  expect(await code(answerAct(platform.context, one.who, actId, 'confirmed'))).toBe('action.not_available');
  expect(await requests(one)).toEqual([]);
  expect(await marked(one)).toBe(false);
  expect(await acts(one)).toEqual({ open: [], past: ['objection'] });
});

test('killed within the word: neither the word nor the request is there, and both are once it is given again', async () => {
  const { one, identity, act } = await objection();
  const { actId } = await prepareAct(platform.context, assistant, { identity, act });
  // the word is written by then; the message that tells of it is not
  await killedAt(INBOX, { step: 'confirm', person: one.who.person, actId });
  expect(await acts(one)).toEqual({ open: ['objection'], past: [] });
  expect(await requests(one)).toEqual([]);
  expect(await marked(one)).toBe(false);
  expect(await answerAct(platform.context, one.who, actId, 'confirmed')).toMatchObject({ done: true });
  expect(await requests(one)).toHaveLength(1);
  expect(await marked(one)).toBe(true);
});
