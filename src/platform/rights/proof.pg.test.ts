/** Proof of a request: who adds, who sees it and after stating what, until when it can be taken back, and the day it is deleted. */
import { randomUUID } from 'node:crypto';
import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { RightsActionRequest } from '#contracts/rights.ts';
import { appearing } from '../../../tests/support/counter.ts';
import { determinedCase } from '../../../tests/support/determined-case.ts';
import { openEvidence, photo, scan, type TestEvidence, upload } from '../../../tests/support/evidence.ts';
import { inventedCitizen } from '../../../tests/support/people.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { applicantOf } from '../access/index.ts';
import { assistedApplicant } from '../counter/index.ts';
import { sweepEvidence } from '../evidence/index.ts';
import { act, ask, requestsSettled } from './index.ts';
import { attachProof, openOwnProof, openProof, ownProof, requestProof, takeBackProof, vouchForProof } from './proof.ts';

let platform: TestPlatform;
let evidence: TestEvidence;
let people = 700;
beforeAll(async () => {
  platform = await createPlatform();
  evidence = openEvidence(platform);
});
afterAll(async () => {
  await platform?.close();
  evidence?.remove();
});
beforeEach(() => platform.clock.set('2020-03-16T01:00:00Z'));

const actor = (name: string) => platform.actors[name]!;
const step = (name: string, requestId: string, action: RightsActionRequest['action'], payload: object) =>
  act(platform.context, actor(name), requestId, {
    ...{ action, payload, idempotencyKey: randomUUID() },
  } as RightsActionRequest);

/** An objection of a person about a record of the police. */
async function objection() {
  const subject = ++people;
  const caseId = await determinedCase(platform, { kind: '2', subject });
  const person = inventedCitizen('张测试', '1985-06-15', subject);
  const who = applicantOf(platform.context, person, []);
  const { requestId } = await ask(platform.context, who, undefined, {
    ...{ kind: 'objection', caseId, statement: '处罚决定已被撤销', idempotencyKey: randomUUID() },
  });
  return { requestId, who, person };
}
const attach = async (one: Awaited<ReturnType<typeof objection>>, content?: Uint8Array, label = {}) =>
  attachProof(evidence.context, one.who, one.requestId, upload(content ?? (await photo(people % 200))), label);

test('the applicant adds and sees it; the same file twice is one; the officers see it without a name', async () => {
  const one = await objection();
  const file = await scan(2);
  const { evidenceId } = await attach(one, file, { kind: 'fact' });
  expect(await attach(one, file, { kind: 'fact' })).toEqual({ evidenceId, known: true });
  expect(await ownProof(platform.context, one.who, one.requestId)).toMatchObject({
    ...{ open: true, kinds: [{ id: 'fact', present: true }] },
    items: [{ evidenceId, title: '证明实际情况的材料', pages: 2, own: true, addedBy: '本人' }],
  });
  expect((await openOwnProof(evidence.context, one.who, one.requestId, evidenceId)).mediaType).toBe('application/pdf');
  for (const name of ['policeReviewer', 'creditOffice', 'auditor']) {
    const seen = await requestProof(platform.context, actor(name), one.requestId);
    expect(seen.items, name).toMatchObject([{ evidenceId, addedBy: '本人', own: false }]);
    expect(JSON.stringify(seen)).not.toContain('张测试');
  }
  await expect(requestProof(platform.context, actor('healthReviewer'), one.requestId)).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(attach(one, undefined, { kind: 'diagnosis' })).rejects.toMatchObject({ code: 'request.invalid' });
});

test('somebody else’s request is not there', async () => {
  const [one, other] = [await objection(), await objection()];
  const { evidenceId } = await attach(one);
  const foreign = { requestId: one.requestId, who: other.who, person: other.person };
  await expect(attach(foreign)).rejects.toMatchObject({ code: 'not_found' });
  await expect(ownProof(platform.context, other.who, one.requestId)).rejects.toMatchObject({ code: 'not_found' });
  await expect(openOwnProof(evidence.context, other.who, one.requestId, evidenceId)).rejects.toMatchObject({
    code: 'not_found',
  });
  await expect(openOwnProof(evidence.context, other.who, other.requestId, evidenceId)).rejects.toMatchObject({
    code: 'evidence.not_found',
  });
});

test('opened by who handles it, for a stated purpose that the person can read; by nobody else', async () => {
  const one = await objection();
  const { evidenceId } = await attach(one);
  const open = (name: string, purpose?: string) =>
    openProof(evidence.context, actor(name), one.requestId, evidenceId, purpose);
  await expect(open('policeReviewer')).rejects.toMatchObject({ code: 'purpose.required' });
  expect(await open('policeReviewer', '核对复议决定书')).toMatchObject({ mediaType: 'image/jpeg' });
  expect(await open('creditOffice', '核对复议决定书')).toMatchObject({ mediaType: 'image/jpeg' });
  await expect(open('auditor', '看看')).rejects.toMatchObject({ code: 'permission.denied' });
  await expect(open('healthReviewer', '看看')).rejects.toMatchObject({ code: 'not_found' });
  const { rows } = await platform.owner.query(
    "SELECT purpose FROM audit_entry WHERE action = 'evidence.viewed' AND subject_key = $1",
    [one.who.subjectKey],
  );
  expect(rows).toEqual([{ purpose: '核对复议决定书' }, { purpose: '核对复议决定书' }]);
});

test('taken back while it is open; once decided nothing is added or taken back, also by who waited for the file', async () => {
  const one = await objection();
  const { evidenceId } = await attach(one);
  await takeBackProof(evidence.context, one.who, one.requestId, evidenceId);
  const kept = await attach(one, await photo(17));
  await step('creditOffice', one.requestId, 'assess', { opinion: 'oppose', reasoning: '决定书仍然有效' });
  const late = attachProof(
    evidence.context,
    one.who,
    one.requestId,
    (async function* () {
      yield* upload(await photo(18));
      await step('creditOfficeSecond', one.requestId, 'decide', { outcome: 'refused', reasoning: '决定书仍然有效' });
    })(),
    {},
  );
  await expect(late).rejects.toMatchObject({ code: 'action.not_available' });
  await expect(takeBackProof(evidence.context, one.who, one.requestId, kept.evidenceId)).rejects.toMatchObject({
    code: 'action.not_available',
  });
  expect((await ownProof(platform.context, one.who, one.requestId)).open).toBe(false);
});

test('at the counter the office keeps the paper, and the officer vouches for it', async () => {
  const one = await objection();
  const assistant = await platform.officer('credit-office', 'assistant');
  const who = await assistedApplicant(platform.context, assistant, appearing(one.person), '窗口代为提交证明');
  await vouchForProof(evidence.context, who, one.requestId, { kind: 'fact', note: '行政复议决定书原件' });
  const seen = await requestProof(platform.context, actor('policeReviewer'), one.requestId);
  expect(seen.items).toMatchObject([{ form: 'paper', addedBy: assistant.name, note: '行政复议决定书原件' }]);
  const own = await ownProof(platform.context, one.who, one.requestId);
  expect(JSON.stringify(own)).not.toContain(assistant.name);
  await expect(vouchForProof(evidence.context, one.who, one.requestId, { kind: 'fact' })).rejects.toMatchObject({
    code: 'permission.denied',
  });
});

test('deleted when its time after the end is over, not while the request is open', async () => {
  const one = await objection();
  await attach(one, await photo(99));
  const sweep = () => sweepEvidence(evidence.context, { request: requestsSettled });
  const files = () => readdirSync(evidence.directory).filter((name) => name.endsWith('.sealed')).length;
  platform.clock.set('2024-03-16T01:00:00Z');
  await sweep();
  const before = files();
  expect((await ownProof(platform.context, one.who, one.requestId)).items).toMatchObject([{ deletedAt: null }]);
  platform.clock.set('2024-03-17T01:00:00Z');
  await step('creditOffice', one.requestId, 'assess', { opinion: 'oppose', reasoning: '决定书仍然有效' });
  await step('creditOfficeSecond', one.requestId, 'decide', { outcome: 'refused', reasoning: '决定书仍然有效' });
  await sweep();
  expect(files()).toBe(before);
  platform.clock.set('2026-12-17T01:00:00Z');
  await sweep();
  expect((await ownProof(platform.context, one.who, one.requestId)).items[0]?.deletedAt).not.toBeNull();
  expect(files()).toBeLessThan(before);
});
