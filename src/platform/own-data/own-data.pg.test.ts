/** What is held about oneself: all of it, nobody else's, every look of others; and reports that can be checked. */

import { createHash } from 'node:crypto';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { visitsOf } from '#kernel/visits.ts';
import { toProblem } from '#runtime/http/problems.ts';
import { changeRecord } from '../../../tests/support/change-record.ts';
import { appearing } from '../../../tests/support/counter.ts';
import { determinedCase } from '../../../tests/support/determined-case.ts';
import { inventedCitizen } from '../../../tests/support/people.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { ref } from '../../../tests/support/refs.ts';
import { type Applicant, applicantOf } from '../access/index.ts';
import { assistedApplicant } from '../counter/index.ts';
import { caseView, reveal, reviewBatch } from '../determination/index.ts';
import { organisationRecords } from '../registry/index.ts';
import { issueFullReport, ownData, ownExport, ownLooks, verifyFullReport } from './index.ts';

let platform: TestPlatform;
let subjects = 100;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

/** The person that reports numbered `subject` are about, signed in. */
const person = (subject: number, name = '张测试'): Applicant =>
  applicantOf(platform.context, inventedCitizen(name, '1985-06-15', subject), [], { requestId: 'own' });
const idOf = (caseId: string) => ({ batchId: caseId.split('-')[0]!, rowNumber: Number(caseId.split('-')[1]) });
const put = async (content: object) => Buffer.from(JSON.stringify(content));

test('everything, with its source, its reason and its end; nothing about anybody else', async () => {
  const subject = ++subjects;
  const caseId = await determinedCase(platform, { kind: '1.1', subject });
  const open = await platform.report({ kind: '1.2', subject, matter: '在发热门诊值守' });
  await determinedCase(platform, { kind: '1.1', subject: ++subjects, matter: '别人的事' });
  const data = await ownData(platform.context, person(subject), undefined);
  expect(data.cases.map((one) => [one.caseId, one.state])).toEqual([
    [open, 'reported'],
    [caseId, 'determined'],
  ]);
  expect(data.records).toMatchObject([
    { caseId, standing: 'in-force', clause: ref('1.1'), reportingDepartment: '市卫生健康委员会', validUntil: null },
  ]);
  expect(JSON.stringify(data)).not.toContain('别人的事');
  expect(data.subject.number).toMatch(/^410\*+/);
});

test('no officer is named: departments act', async () => {
  const subject = ++subjects;
  await determinedCase(platform, { kind: '1.1', subject });
  const text = JSON.stringify(await ownExport(platform.context, person(subject), undefined));
  const { rows } = await platform.owner.query('SELECT id, name FROM officer');
  for (const { id, name } of rows) {
    expect(text).not.toContain(id);
    expect(text).not.toContain(name);
  }
});

test('somebody without anything has an empty page, not a refusal', async () => {
  const data = await ownData(platform.context, person(999), undefined);
  expect(data).toMatchObject({ cases: [], records: [], lists: [], deliveries: [], consents: [] });
});

test('an organisation is shown to who represents it, and to nobody else', async () => {
  const subject = ++subjects;
  const caseId = await determinedCase(platform, { kind: '3.2.1', subject });
  const { rows } = await platform.owner.query('SELECT uscc, organisation_name FROM submission WHERE batch_id = $1', [
    caseId.split('-')[0],
  ]);
  const { uscc, organisation_name: name } = rows[0];
  const representative = applicantOf(platform.context, inventedCitizen('代表', '1980-01-01', 3), [{ uscc, name }]);
  expect(await ownData(platform.context, representative, uscc)).toMatchObject({
    subject: { type: 'organisation', number: uscc },
    records: [{ caseId }],
  });
  expect((await ownData(platform.context, representative, undefined)).records).toEqual([]);
  await expect(ownData(platform.context, person(subject), uscc)).rejects.toMatchObject({ code: 'permission.denied' });
  await organisationRecords(platform.context, platform.actors['commerceReviewer']!, uscc);
  expect((await ownLooks(platform.context, representative, { uscc, limit: 50 })).items).toMatchObject([
    { action: 'organisation.viewed', department: '市商务局' },
  ]);
});

test('every look of others, with department, purpose and time; a sheet that holds one’s row as well; own looks are not among them', async () => {
  const subject = ++subjects;
  const caseId = await platform.report({ kind: '1.1', subject });
  await caseView(platform.context, platform.actors['healthReviewer']!, caseId);
  await reveal(platform.context, platform.actors['healthReviewer']!, caseId, '核对证件');
  await platform.owner.query(
    `INSERT INTO audit_entry (at, actor_kind, actor_id, department_id, action, look, purpose, object_type, object_id)
     VALUES (now(), 'officer', 'x', 'health-commission', 'batch.rows_viewed', true, '核对报送结果', 'batch', $1)`,
    [caseId.split('-')[0]],
  );
  await reviewBatch(platform.context, platform.actors['healthReviewer']!, caseId.split('-')[0]!); // handled, not looked at
  await ownData(platform.context, person(subject), undefined);
  const page = await ownLooks(platform.context, person(subject), { limit: 2 });
  expect(page.items.map(({ action, purpose }) => [action, purpose])).toEqual([
    ['batch.rows_viewed', '核对报送结果'],
    ['subject.revealed', '核对证件'],
  ]);
  const rest = await ownLooks(platform.context, person(subject), { limit: 2, before: page.before! });
  expect(rest).toMatchObject({ items: [{ action: 'case.viewed' }], before: null });
  const { rows } = await platform.owner.query(
    "SELECT actor_kind FROM audit_entry WHERE action = 'own-data.seen' AND subject_key = $1",
    [person(subject).subjectKey],
  );
  expect(rows).toEqual([{ actor_kind: 'citizen' }]);
});

test('one officer’s looks at one case within a visit are one, also across pages; another officer’s, a later one’s, another case’s are not', async () => {
  platform.clock.set('2020-03-16T01:00:00Z');
  const subject = ++subjects;
  const [caseId, other] = [
    await platform.report({ kind: '1.1', subject }),
    await platform.report({ kind: '1.2', subject, matter: '另一件' }),
  ];
  const reviewer = platform.actors['healthReviewer']!;
  await caseView(platform.context, reviewer, caseId);
  platform.clock.forward(20 * 60_000);
  await reveal(platform.context, reviewer, caseId, '核对证件');
  await caseView(platform.context, platform.actors['healthAll']!, caseId);
  platform.clock.forward(20 * 60_000);
  await caseView(platform.context, reviewer, caseId);
  await caseView(platform.context, reviewer, other);
  platform.clock.forward(31 * 60_000);
  await caseView(platform.context, reviewer, caseId);
  const all = (await ownLooks(platform.context, person(subject), { limit: 50 })).items;
  const visits = visitsOf(all);
  expect(visits.map(({ opened }) => opened.map(({ look, times }) => [look.action, look.about, times]))).toEqual([
    [['case.viewed', caseId, 1]], // half an hour later
    [['case.viewed', other, 1]],
    [
      ['case.viewed', caseId, 2],
      ['subject.revealed', caseId, 1],
    ],
    [['case.viewed', caseId, 1]], // somebody else
  ]);
  expect(all).toHaveLength(6);
  // page by page they are the same visits, however few come at once
  const paged: typeof all = [];
  for (let before: string | undefined; ; ) {
    const page = await ownLooks(platform.context, person(subject), { limit: 1, ...(before ? { before } : {}) });
    paged.push(...page.items);
    if (page.before === null) break;
    before = page.before;
  }
  expect(paged).toEqual(all);
});

test('at the counter: who appears, and the organisation whose data is opened for them, each find it under their own name', async () => {
  const caseId = await determinedCase(platform, { kind: '3.2.1', subject: ++subjects });
  const { rows } = await platform.owner.query('SELECT uscc, organisation_name FROM submission WHERE batch_id = $1', [
    caseId.split('-')[0],
  ]);
  const organisation = { uscc: rows[0].uscc, name: rows[0].organisation_name };
  const representative = inventedCitizen('代办人', '1980-01-01', ++subjects);
  const assistant = await platform.officer('credit-office', 'assistant');
  const appeared = await assistedApplicant(
    platform.context,
    assistant,
    appearing(representative, organisation.uscc),
    '窗口代为查看',
  );
  await ownData(platform.context, appeared, organisation.uscc);
  const own = applicantOf(platform.context, representative, [organisation]);
  const seen = async (uscc?: string) =>
    (await ownLooks(platform.context, own, { limit: 10, uscc })).items
      .filter(({ roles }) => roles.includes('assistant'))
      .map(({ action, purpose }) => [action, purpose]);
  expect(await seen()).toEqual([['counter.appeared', '窗口代为查看']]);
  expect(await seen(organisation.uscc)).toEqual([
    ['own-data.seen_at_counter', '窗口代为查看'],
    ['counter.appeared', '窗口代为查看'],
  ]);
});

test('two full reports a year; the third is refused and says what remains; a new year begins anew', async () => {
  const subject = ++subjects;
  await determinedCase(platform, { kind: '1.1', subject });
  const take = () => issueFullReport(platform.context, person(subject), undefined, put);
  await take();
  await take();
  await expect(take()).rejects.toMatchObject({ code: 'report.used_up' });
  expect((await ownData(platform.context, person(subject), undefined)).fullReports).toMatchObject({
    used: 2,
    allowed: 2,
  });
  platform.clock.set('2021-01-01T00:30:00+08:00');
  await expect(take()).resolves.toBeDefined();
});

test('two requests at the same instant: the year’s last report is issued once', async () => {
  const subject = ++subjects;
  await determinedCase(platform, { kind: '1.1', subject });
  const take = () => issueFullReport(platform.context, person(subject), undefined, put).then(() => 'issued', toProblem);
  await take();
  const both = await Promise.all([take(), take(), take()]);
  expect(both.filter((one) => one === 'issued')).toHaveLength(1);
  for (const one of both.filter((other) => other !== 'issued'))
    expect((one as { code: string }).code).toMatch(/^(report\.used_up|case\.conflict)$/);
});

test('a report that could not be made is not counted', async () => {
  const subject = ++subjects;
  await expect(
    issueFullReport(platform.context, person(subject), undefined, () => Promise.reject(new Error('paper jam'))),
  ).rejects.toThrow('paper jam');
  expect((await ownData(platform.context, person(subject), undefined)).fullReports.used).toBe(0);
});

test('by its code anyone learns that a report is genuine and whether it still holds, and the subject sees that somebody asked', async () => {
  const subject = ++subjects;
  const caseId = await determinedCase(platform, { kind: '2', subject });
  const { code, paper } = await issueFullReport(platform.context, person(subject), undefined, put);
  const typed = `${code.slice(0, 5)}-${code.slice(5).toLowerCase()}`;
  expect(await verifyFullReport(platform.context, typed)).toMatchObject({
    name: '张**',
    subjectType: 'person',
    sha256: createHash('sha256').update(paper).digest('hex'),
    unchanged: true,
  });
  await changeRecord(platform.context, platform.actors['policeDeterminer']!, idOf(caseId), {
    ...{ change: 'revoked', reason: '决定被撤销', basis: '复议决定书' },
  });
  expect((await verifyFullReport(platform.context, code)).unchanged).toBe(false);
  const { items } = await ownLooks(platform.context, person(subject), { limit: 50 });
  expect(items.filter(({ by }) => by === 'report-holder')).toHaveLength(2);
  await expect(
    verifyFullReport(platform.context, code.replace(/.$/, code.endsWith('0') ? '1' : '0')),
  ).rejects.toMatchObject({ code: 'report.unknown' });
  await expect(verifyFullReport(platform.context, "' OR 1=1 --")).rejects.toMatchObject({ code: 'report.unknown' });
});

test('the code itself is nowhere in the database', async () => {
  const subject = ++subjects;
  const { code } = await issueFullReport(platform.context, person(subject), undefined, put);
  const { rows } = await platform.owner.query('SELECT * FROM full_report');
  expect(JSON.stringify(rows)).not.toContain(code);
  const audit = await platform.owner.query('SELECT * FROM audit_entry');
  expect(JSON.stringify(audit.rows)).not.toContain(code);
});
