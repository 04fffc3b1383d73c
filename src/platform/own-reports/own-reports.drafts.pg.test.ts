/** Own reports before they are handed in: age, statements, drafts of two devices, what must not be kept, how a draft ends. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openEvidence, photo, type TestEvidence, upload } from '../../../tests/support/evidence.ts';
import { ownReportSteps } from '../../../tests/support/own-report-steps.ts';
import { CONTENT, Reporting } from '../../../tests/support/own-reports.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { ref } from '../../../tests/support/refs.ts';
import { DAY } from '../../../tests/support/systems.ts';
import { applicantOf, transact } from '../access/index.ts';
import { casesSettled, caseView } from '../determination/index.ts';
import { sweepEvidence } from '../evidence/index.ts';
import { attachToDraft, deleteDraft, expireDrafts, reportsSettled, saveDraft, viewDraft } from './index.ts';

let platform: TestPlatform;
let evidence: TestEvidence;
const { somebody, reporting, actor, status, rowsAbout } = ownReportSteps(
  () => platform,
  () => evidence,
);

beforeAll(async () => {
  platform = await createPlatform();
  evidence = openEvidence(platform);
});
afterAll(async () => {
  await platform?.close();
  evidence?.remove();
});

describe('who may', () => {
  test('eighteen on the day, by the local clock: the evening before not, from midnight on yes', async () => {
    const young = reporting('2002-03-18');
    platform.clock.set('2020-03-17T15:59:59Z'); // 23:59:59 here
    await expect(young.save({})).rejects.toMatchObject({
      code: 'permission.denied',
      clause: ref('5.2'),
      extra: { reason: 'subject.minor' },
    });
    expect(await rowsAbout('own_report_draft', young)).toBe(0);
    platform.clock.set('2020-03-17T16:00:00Z');
    await young.save({ ...CONTENT, occurredOn: '2020-03-18' });
    await young.attach('assignment');
    await expect(young.submit()).resolves.toMatchObject({ outcome: 'submitted' });
  });

  test('nothing that was done as a minor', async () => {
    platform.clock.set('2020-03-20T02:00:00Z');
    const young = reporting('2002-03-18');
    await young.save({ ...CONTENT, occurredOn: '2020-03-17' });
    await young.attach('assignment');
    await expect(young.submit()).rejects.toMatchObject({
      code: 'request.invalid',
      extra: { faults: [{ field: 'occurredOn', reason: 'subject.minor' }] },
    });
  });

  test('of age at hand-in counts, not when the draft was begun; a birth date nobody vouches for is none', async () => {
    const unknown = new Reporting(evidence.context, {
      ...{ name: '护照持有人', documentType: 'passport', documentNumber: 'E12345678', birthDate: '' },
    });
    await expect(unknown.save({})).rejects.toMatchObject({ code: 'permission.denied' });
  });

  test('each statement by itself, in the words that are in use', async () => {
    const one = reporting();
    await one.save();
    await one.attach('assignment');
    await expect(one.submit([])).rejects.toMatchObject({
      code: 'request.invalid',
      extra: {
        faults: [{ reason: 'statement.resident' }, { reason: 'statement.capacity' }, { reason: 'statement.truthful' }],
      },
    });
    const [first, ...others] = one.statements;
    await expect(one.submit([{ ...first!, version: '0' }, ...others])).rejects.toMatchObject({
      code: 'request.invalid',
    });
    const { caseId } = await one.submit();
    const { rows } = await platform.owner.query(
      'SELECT statements, submitted_at FROM own_report WHERE subject_key = $1',
      [one.who.subjectKey],
    );
    expect(rows).toEqual([{ statements: one.statements, submitted_at: platform.clock() }]);
    expect((await caseView(evidence.context, actor('healthReviewer'), caseId)).ownReport?.statements).toEqual([
      '我是郑州市常住居民。',
      '我具有完全民事行为能力。',
      expect.stringContaining('真实'),
    ]);
  });
});

describe('drafts', () => {
  test('sealed, and nobody else’s: neither by number nor with the whole city in view', async () => {
    const one = reporting();
    await one.save({ ...CONTENT, matter: '独一无二的护理工作' });
    const other = applicantOf(evidence.context, somebody(), [], {});
    const picture = await photo();
    for (const attempt of [
      () => viewDraft(evidence.context, other, one.reportId),
      () => attachToDraft(evidence.context, other, one.reportId, upload(picture), {}),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'draft.gone' });
    await deleteDraft(evidence.context, other, one.reportId);
    for (const who of ['creditOffice', 'auditor', 'healthAll'])
      await transact(platform.context.database, actor(who), async (tx) => {
        expect(await tx.selectFrom('own_report_draft').selectAll().execute(), who).toEqual([]);
      });
    const { rows } = await platform.owner.query('SELECT sealed FROM own_report_draft WHERE subject_key = $1', [
      one.who.subjectKey,
    ]);
    expect(rows[0].sealed.toString('utf8')).not.toContain('独一无二');
    await expect(viewDraft(evidence.context, one.who, one.reportId)).resolves.toMatchObject({
      content: { matter: '独一无二的护理工作' },
      goesTo: '市卫生健康委员会',
      faults: [{ field: 'evidence' }],
    });
  });

  test('the same save again changes nothing; the later of two devices is told of the other', async () => {
    const phone = reporting();
    const key = randomUUID();
    const saved = await phone.save({ kind: '1.1' }, key);
    phone.version = 0;
    expect(await phone.save({ kind: '1.1' }, key)).toEqual(saved);

    const desk = new Reporting(evidence.context, phone.who.person, phone.reportId);
    desk.version = 1;
    await desk.save({ kind: '1.2' });
    await expect(phone.save({ kind: '1.3' })).rejects.toMatchObject({ code: 'draft.conflict', extra: { version: 2 } });
    await expect(phone.submit()).rejects.toMatchObject({ code: 'draft.conflict' });
  });

  test('both devices at the same instant: one is kept, the other is told', async () => {
    const phone = reporting();
    await phone.save({ kind: '1.1' });
    const desk = new Reporting(evidence.context, phone.who.person, phone.reportId);
    desk.version = 1;
    const outcomes = await Promise.allSettled([phone.save({ kind: '1.2' }), desk.save({ kind: '1.3' })]);
    expect(outcomes.map((one) => one.status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('what must never be kept is not kept in a draft either, and the words are not repeated', async () => {
    const one = reporting();
    for (const [matter, reason] of [
      ['我患有糖尿病仍坚持志愿服务', 'matter.never_collect'],
      [`同行的是${somebody().documentNumber}`, 'matter.document_number'],
    ] as const) {
      const attempt = one.save({ ...CONTENT, matter });
      await expect(attempt).rejects.toMatchObject({ code: 'request.invalid', extra: { reason } });
      await expect(attempt).rejects.not.toThrow(matter);
    }
    expect(await rowsAbout('own_report_draft', one)).toBe(0);
  });

  test('hostile text comes back as it was written, on one line', async () => {
    const one = reporting();
    const caseId = await one.complete({
      ...CONTENT,
      matter: '=HYPERLINK("x")<script>alert(1)</script>\'; DROP TABLE own_report;--\n\u202e支援',
    });
    expect((await status(one, caseId)).matter).toBe(
      '=HYPERLINK("x")<script>alert(1)</script>\'; DROP TABLE own_report;-- 支援',
    );
  });

  test('five at most; deleting one makes room and takes its proof with it', async () => {
    const person = somebody();
    const five = await Promise.all(
      Array.from({ length: 5 }, async () => {
        const one = new Reporting(evidence.context, person);
        await one.save({ kind: '1.1' });
        return one;
      }),
    );
    const sixth = new Reporting(evidence.context, person);
    await expect(sixth.save({})).rejects.toMatchObject({ code: 'action.not_available' });
    await five[0]!.attach('assignment', 31);
    await deleteDraft(evidence.context, five[0]!.who, five[0]!.reportId);
    await deleteDraft(evidence.context, five[0]!.who, five[0]!.reportId);
    await sixth.save({});
    const swept = await sweepEvidence(evidence.context, { case: casesSettled, 'own-report': reportsSettled });
    expect(swept.pieces).toBe(1);
    expect(await rowsAbout('evidence_deletion', sixth)).toBe(1);
    await expect(five[0]!.save({})).rejects.toMatchObject({ code: 'draft.gone' });
  });

  test('ends by itself thirty days after the last save, with its proof', async () => {
    const one = reporting();
    const { expiresOn } = await one.save({ kind: '1.1' });
    await one.attach('assignment', 32);
    platform.clock.set(`${expiresOn}T15:00:00Z`); // 23:00 on the last day
    await expireDrafts(evidence.context);
    expect(await rowsAbout('own_report_draft', one)).toBe(1);
    platform.clock.forward(2 * 3_600_000);
    await expireDrafts(evidence.context);
    expect(await rowsAbout('own_report_draft', one)).toBe(0);
    await sweepEvidence(evidence.context, { case: casesSettled, 'own-report': reportsSettled });
    expect(await rowsAbout('evidence_deletion', one)).toBe(1);
    const { rows } = await platform.owner.query(
      "SELECT action, actor_id FROM audit_entry WHERE object_id = $1 AND object_type = 'own-report' ORDER BY id",
      [one.reportId],
    );
    expect(rows).toEqual([
      { action: 'own-report.begun', actor_id: one.who.subjectKey },
      { action: 'own-report.expired', actor_id: 'own-reports.expire' },
    ]);
  });
});

test('drafts that are saved on cost no entry in the log each; a day later the batch is another', async () => {
  const one = reporting();
  await one.save({ kind: '1.1' });
  await one.save({ kind: '1.1', place: 'jinshui' });
  await saveDraft(evidence.context, one.who, one.reportId, {
    ...{ expectedVersion: 2, idempotencyKey: randomUUID(), content: CONTENT },
  });
  one.version = 3;
  const { rows } = await platform.owner.query('SELECT count(*)::int AS entries FROM audit_entry WHERE object_id = $1', [
    one.reportId,
  ]);
  expect(rows).toEqual([{ entries: 1 }]);
  await one.attach('assignment');
  const today = await one.submit();
  platform.clock.forward(DAY);
  const tomorrow = await reporting().complete();
  const same = await reporting().complete();
  expect(tomorrow.split('-')[0]).not.toBe(today.caseId.split('-')[0]);
  expect(same.split('-')[0]).toBe(tomorrow.split('-')[0]);
});
