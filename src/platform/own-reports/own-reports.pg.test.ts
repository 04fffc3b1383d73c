/** Own reports against the database: age, drafts of two devices, hand-in twice and at the same instant as a department, four eyes. */
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidOf } from '#kernel/seal/subject-key.ts';
import { openEvidence, photo, type TestEvidence, upload } from '../../../tests/support/evidence.ts';
import { CONTENT, Reporting } from '../../../tests/support/own-reports.ts';
import { inventedCitizen } from '../../../tests/support/people.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { DAY } from '../../../tests/support/systems.ts';
import { applicantOf, transact } from '../access/index.ts';
import { casesSettled, caseView, performAction, queue, reviewBatch } from '../determination/index.ts';
import { sweepEvidence } from '../evidence/index.ts';
import { factKey } from '../fact.ts';
import { ownData } from '../own-data/index.ts';
import {
  attachToDraft,
  attachToReport,
  deleteDraft,
  expireDrafts,
  mendAtCounter,
  mendReport,
  ownReportStatus,
  ownReports,
  reportsAtCounter,
  reportsSettled,
  saveDraft,
  submitAtCounter,
  takeBackFromReport,
  viewDraft,
  withdrawAtCounter,
  withdrawReport,
} from './index.ts';

let platform: TestPlatform;
let evidence: TestEvidence;
let people = 0;

beforeAll(async () => {
  platform = await createPlatform();
  evidence = openEvidence(platform);
});
afterAll(async () => {
  await platform?.close();
  evidence?.remove();
});

const somebody = (birthDate = '1985-06-15') => inventedCitizen(`测试${'甲乙丙丁'[++people % 4]}`, birthDate, people);
const reporting = (birthDate?: string) => new Reporting(evidence.context, somebody(birthDate));
const actor = (who: string) => platform.actors[who]!;
const act = (who: string, caseId: string, action: 'review' | 'determine') =>
  performAction(evidence.context, actor(who), caseId, { ...{ action, payload: {} }, idempotencyKey: randomUUID() });
const sendBack = (who: string, caseId: string) =>
  performAction(evidence.context, actor(who), caseId, {
    ...{ action: 'return', payload: { reason: '证明看不清，请重新拍照' } },
    idempotencyKey: randomUUID(),
  });
const status = (one: Reporting, caseId: string) => ownReportStatus(evidence.context, one.who, caseId);
const notices = async ({ who }: Reporting) =>
  (
    await platform.owner.query('SELECT kind FROM subject_notice WHERE subject_key = $1 ORDER BY notice_id', [
      who.subjectKey,
    ])
  ).rows.map(({ kind }) => kind);
const rowsAbout = async (table: string, { who }: Reporting) =>
  Number(
    (await platform.owner.query(`SELECT count(*) FROM ${table} WHERE subject_key = $1`, [who.subjectKey])).rows[0]
      .count,
  );

describe('who may', () => {
  test('eighteen on the day, by the local clock: the evening before not, from midnight on yes', async () => {
    const young = reporting('2002-03-18');
    platform.clock.set('2020-03-17T15:59:59Z'); // 23:59:59 here
    await expect(young.save({})).rejects.toMatchObject({
      code: 'permission.denied',
      clause: '5.2',
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

describe('handing in', () => {
  test('becomes a case of the competent department, with the person as its reporter; nothing of the draft stays', async () => {
    const one = reporting();
    const caseId = await one.complete();
    expect(await rowsAbout('own_report_draft', one)).toBe(0);
    const { rows } = await platform.owner.query(
      'SELECT reporter_id, reporting_department, competent_department, matter FROM submission WHERE subject_key = $1',
      [one.who.subjectKey],
    );
    expect(rows).toEqual([
      {
        reporter_id: one.who.subjectKey,
        reporting_department: 'health-commission',
        competent_department: 'health-commission',
        matter: CONTENT.matter,
      },
    ]);
    const seen = await caseView(evidence.context, actor('healthReviewer'), caseId);
    expect(seen).toMatchObject({
      reporter: '本人',
      ownReport: { channel: '本人上传证明材料', clause: '5.2', place: '金水区', assistedBy: null },
      evidence: { items: [{ kind: 'assignment', addedBy: '本人' }] },
    });
    expect(JSON.stringify(seen)).not.toContain(one.who.subjectKey);
    await expect(caseView(evidence.context, actor('policeReviewer'), caseId)).rejects.toMatchObject({
      code: 'case.not_found',
    });
    const waiting = await queue(evidence.context, actor('healthReviewer'), {
      ...{ state: 'reported', limit: 100, side: 'competent' },
    } as Parameters<typeof queue>[2]);
    expect(waiting.items.map((item) => item.caseId)).toContain(caseId);
  });

  test('everything that is missing is said at once, each with its field', async () => {
    const one = reporting();
    await one.save({ matter: '无', occurredOn: '2030-01-01' });
    await expect(one.submit()).rejects.toMatchObject({
      extra: {
        faults: [
          { field: 'kind' },
          { field: 'place' },
          { field: 'occurredOn', reason: 'date.future' },
          { field: 'matter', reason: 'matter.missing' },
        ],
      },
    });
  });

  test('nothing adverse, nothing about organisations', async () => {
    for (const kind of ['2', '3.2.1']) {
      const one = reporting();
      await one.save({ ...CONTENT, kind });
      await expect(one.submit()).rejects.toMatchObject({ extra: { faults: [{ field: 'kind' }] } });
    }
  });

  test('twice, also at once from two devices, is one report', async () => {
    const one = reporting();
    await one.save();
    await one.attach('assignment');
    const outcomes = await Promise.all([one.submit(), one.submit(), one.submit()]);
    expect(new Set(outcomes.map(({ caseId }) => caseId)).size).toBe(1);
    expect(await rowsAbout('submission', one)).toBe(1);
    expect(await rowsAbout('own_report', one)).toBe(1);
    expect(await notices(one)).toEqual(['own-report.submitted']);
  });

  test('a save that was long on its way does not begin anew what was handed in', async () => {
    const one = reporting();
    await one.complete();
    one.version = 0;
    await expect(one.save()).rejects.toMatchObject({ code: 'draft.gone' });
    expect(await rowsAbout('own_report_draft', one)).toBe(0);
  });

  test('the same told in a second draft is known; the draft stays', async () => {
    const person = somebody();
    const first = new Reporting(evidence.context, person);
    const caseId = await first.complete();
    const second = new Reporting(evidence.context, person);
    await second.save({ ...CONTENT, matter: ` ${CONTENT.matter}。` });
    await second.attach('assignment');
    expect(await second.submit()).toMatchObject({ outcome: 'known', caseId });
    expect(await rowsAbout('own_report_draft', second)).toBe(1);
  });

  test('what a department reported at the same instant is one case, whoever was first', async () => {
    for (const departmentFirst of [true, false]) {
      const one = reporting();
      await one.save();
      await one.attach('assignment');
      // the department's row, as intake merges it, held open until the person waits at the same key
      const department = await platform.report({ kind: '1.1', subject: people, matter: '别的事' });
      const client = platform.owner;
      const insert = `INSERT INTO submission SELECT $1, $2, batch_id, row_number + 500000, subject_type, verdict, kind, $3, $4,
        reporting_department, competent_department, reporter_id, NULL, NULL, NULL, NULL, sealed, NULL, NULL, NULL
        FROM submission WHERE batch_id = $5 ON CONFLICT DO NOTHING`;
      const { subjectKey } = one.who;
      const fact = uuidOf(
        factKey({ ...{ subjectKey, kind: '1.1' }, occurredOn: CONTENT.occurredOn!, matter: CONTENT.matter! }),
      );
      const values = [subjectKey, fact, CONTENT.matter, CONTENT.occurredOn, department.split('-')[0]];
      await client.query('BEGIN');
      if (departmentFirst) await client.query(insert, values);
      const handedIn = one.submit();
      if (departmentFirst) await blocked();
      else {
        await handedIn;
        await client.query(insert, values);
      }
      await client.query('COMMIT');
      expect(await handedIn).toMatchObject({ outcome: departmentFirst ? 'known' : 'submitted' });
      const { rows } = await client.query('SELECT count(*)::int AS cases FROM submission WHERE fact_key = $1', [fact]);
      expect(rows).toEqual([{ cases: 1 }]);
    }
  });

  test('a crash between the file and its row leaves nothing that counts, and the sweep finds the file', async () => {
    const one = reporting();
    await one.save();
    const { context } = evidence;
    let written = 0;
    const evidenceFiles = new Proxy(context.evidenceFiles, {
      get: (store, name) =>
        name === 'keep'
          ? async (content: AsyncIterable<Uint8Array>) => {
              await store.keep(content);
              written++;
              throw new Error('the power went');
            }
          : Reflect.get(store, name),
    });
    const crashing = { ...context, evidenceFiles };
    await expect(
      attachToDraft(crashing, one.who, one.reportId, upload(await photo(77)), { kind: 'assignment' }),
    ).rejects.toThrow('the power went');
    expect(written).toBe(1);
    expect(await rowsAbout('evidence', one)).toBe(0);
    await expect(one.submit()).rejects.toMatchObject({ extra: { faults: [{ reason: 'evidence.assignment' }] } });
    expect((await sweepEvidence(context, {})).files).toBeGreaterThanOrEqual(1);
    await one.attach('assignment', 77);
    await expect(one.submit()).resolves.toMatchObject({ outcome: 'submitted' });
  });

  test('twenty open reports at most', async () => {
    const person = somebody();
    for (let order = 0; order < 20; order++) {
      const one = new Reporting(evidence.context, person);
      await one.complete({ ...CONTENT, matter: `支援武汉第${order}天` });
    }
    const last = new Reporting(evidence.context, person);
    await last.save();
    await last.attach('assignment');
    await expect(last.submit()).rejects.toMatchObject({ code: 'action.not_available' });
  });
});

describe('on its way', () => {
  test('returned, mended, approved by two, recorded; a notice at each step and no officer’s name', async () => {
    const one = reporting();
    const caseId = await one.complete();
    expect(await status(one, caseId)).toMatchObject({ state: 'reported', canMend: false, canWithdraw: true });
    await sendBack('healthReviewer', caseId);
    const returned = await status(one, caseId);
    expect(returned).toMatchObject({ state: 'returned', canMend: true, dueOn: null });
    expect(returned.steps.at(-1)).toMatchObject({ reason: '证明看不清，请重新拍照', department: '市卫生健康委员会' });
    await takeBackFromReport(evidence.context, one.who, caseId, returned.evidence.items[0]!.evidenceId);
    const mending = { expectedSequence: 1, idempotencyKey: 'mending-1', matter: '随医疗队支援武汉，护理重症患者' };
    await expect(mendReport(evidence.context, one.who, caseId, mending)).rejects.toMatchObject({
      extra: { faults: [{ reason: 'evidence.assignment' }] },
    });
    await attachToReport(evidence.context, one.who, caseId, upload(await photo(90)), { kind: 'assignment' });
    const mended = await mendReport(evidence.context, one.who, caseId, mending);
    expect(mended).toMatchObject({ state: 'corrected', sequence: 2 });
    expect(await mendReport(evidence.context, one.who, caseId, mending)).toEqual(mended);
    await expect(
      mendReport(evidence.context, one.who, caseId, { ...mending, idempotencyKey: 'mending-2' }),
    ).rejects.toMatchObject({ code: 'case.conflict' });

    await act('healthReviewer', caseId, 'review');
    await act('healthDeterminer', caseId, 'determine');
    const done = await status(one, caseId);
    expect(done).toMatchObject({
      state: 'determined',
      record: { determinedOn: expect.any(String) },
      canWithdraw: false,
    });
    expect(await rowsAbout('record', one)).toBe(1);
    const { cases, records } = await ownData(evidence.context, one.who, undefined);
    expect([...cases, ...records].map(({ reportingDepartment }) => reportingDepartment)).toEqual([
      '本人上报',
      '本人上报',
    ]);
    expect((await notices(one)).toSorted()).toEqual([
      ...['case.correct', 'case.determine', 'case.return', 'case.review', 'own-report.submitted'],
    ]);
    for (const who of ['healthReviewer', 'healthDeterminer']) {
      expect(JSON.stringify(done)).not.toContain(actor(who).name);
      expect(JSON.stringify(done)).not.toContain(actor(who).id);
    }
  });

  test('no officer is its reporter; four eyes hold; a batch approval leaves it out', async () => {
    const one = reporting();
    const caseId = await one.complete();
    for (const action of ['correct', 'withdraw'] as const)
      await expect(
        performAction(evidence.context, actor('healthAll'), caseId, {
          ...{ action, payload: { reason: '代为办理' }, idempotencyKey: randomUUID() },
        }),
      ).rejects.toMatchObject({ code: 'permission.denied', extra: { because: 'own-report' } });
    const { done, leftOut } = await reviewBatch(evidence.context, actor('healthReviewer'), caseId.split('-')[0]!);
    expect({ done, leftOut: leftOut.map(({ because }) => because) }).toMatchObject({ done: 0 });
    expect(leftOut.map(({ because }) => because)).toContain('own-report');
    await act('healthAll', caseId, 'review');
    await expect(act('healthAll', caseId, 'determine')).rejects.toMatchObject({ code: 'four_eyes.violated' });
  });

  test('taken back before it is decided; then anybody may report the same again', async () => {
    const one = reporting();
    const caseId = await one.complete();
    const request = { expectedSequence: 0, idempotencyKey: 'withdraw-1' };
    await withdrawReport(evidence.context, one.who, caseId, request);
    await expect(act('healthReviewer', caseId, 'review')).rejects.toMatchObject({ code: 'action.not_available' });
    const again = new Reporting(evidence.context, one.who.person);
    const second = await again.complete();
    expect(second).not.toBe(caseId);
    await act('healthReviewer', second, 'review');
    await act('healthDeterminer', second, 'determine');
    expect(await rowsAbout('record', one)).toBe(1);
    await expect(
      withdrawReport(evidence.context, one.who, second, {
        ...request,
        expectedSequence: 2,
        idempotencyKey: 'w-determined',
      }),
    ).rejects.toMatchObject({ code: 'action.not_available' });
  });

  test('somebody else’s report, and one a department made, are not there', async () => {
    const one = reporting();
    const caseId = await one.complete();
    const other = applicantOf(evidence.context, somebody(), [], {});
    const step = { expectedSequence: 0, idempotencyKey: 'somebody-else' };
    const picture = await photo();
    for (const attempt of [
      () => ownReportStatus(evidence.context, other, caseId),
      () => withdrawReport(evidence.context, other, caseId, step),
      () => mendReport(evidence.context, other, caseId, step),
      () => attachToReport(evidence.context, other, caseId, upload(picture), {}),
    ])
      await expect(attempt()).rejects.toMatchObject({ code: 'case.not_found' });
    const ours = await platform.report({ kind: '1.1' });
    const about = { ...other, subjectKey: (await subjectOf(ours)) as typeof other.subjectKey };
    await expect(ownReportStatus(evidence.context, about, ours)).rejects.toMatchObject({ code: 'case.not_found' });
    expect((await ownReports(evidence.context, other)).submitted).toEqual([]);
  });

  test('an applicant’s transaction can claim nothing about others, nothing adverse, nothing as an officer', async () => {
    const one = reporting();
    const caseId = await one.complete();
    const [batchId] = caseId.split('-');
    const claim = (change: Record<string, unknown>) =>
      transact(platform.context.database, one.who, (tx) =>
        tx
          .insertInto('submission')
          .values({
            ...{ subject_key: one.who.subjectKey, fact_key: randomUUID(), batch_id: batchId!, row_number: 1 },
            ...{ subject_type: 'person', verdict: 'accepted', kind: '1.1', matter: '支援', occurred_on: '2020-02-20' },
            ...{ reporting_department: 'health-commission', competent_department: 'health-commission' },
            ...{ reporter_id: one.who.subjectKey, sealed: Buffer.from('x'), decision: null },
            ...change,
          })
          .execute(),
      );
    await expect(claim({ subject_key: randomUUID() })).rejects.toThrow(/row-level security/);
    await expect(claim({ reporter_id: actor('healthReporter').id })).rejects.toThrow(/row-level security/);
    await expect(claim({ decision: '{}' })).rejects.toThrow(/row-level security/);
    await expect(claim({ batch_id: '999999' })).rejects.toThrow(/row-level security/);
  });
});

describe('at the counter', () => {
  const counter = (assistant: Awaited<ReturnType<TestPlatform['officer']>>, change = {}) => {
    const one = reporting();
    const { name, documentType, documentNumber, birthDate } = one.who.person;
    const report = {
      identity: { name, documentType, documentNumber, birthDate },
      ...{ reportId: randomUUID(), content: CONTENT, statements: one.statements, paperKinds: ['assignment'] },
      ...change,
    };
    return { one, report, submit: () => submitAtCounter(evidence.context, assistant, report) };
  };

  test('the assistant vouches for the paper, is named in the log, and has had a part', async () => {
    const assistant = await platform.officer('health-commission', 'assistant', 'reviewer', 'determiner');
    const { one, submit } = counter(assistant);
    const { caseId } = await submit();
    expect(await submit()).toMatchObject({ caseId });
    expect(await status(one, caseId)).toMatchObject({ assisted: true, evidence: { items: [{ form: 'paper' }] } });
    expect(await notices(one)).toEqual(['own-report.submitted']);
    const seen = await caseView(evidence.context, actor('healthReviewer'), caseId);
    expect(seen.ownReport?.assistedBy).toBe(assistant.name);
    const { rows } = await platform.owner.query(
      "SELECT actor_id, detail->>'onBehalfOf' AS person FROM audit_entry WHERE action = 'own-report.submitted' AND object_id = $1",
      [caseId],
    );
    expect(rows).toEqual([{ actor_id: assistant.id, person: one.who.subjectKey }]);
    await expect(
      performAction(evidence.context, assistant, caseId, {
        ...{ action: 'review', payload: {}, idempotencyKey: randomUUID() },
      }),
    ).rejects.toMatchObject({ code: 'four_eyes.violated' });
  });

  test('the database holds it too: the assistant cannot be put in as reviewer', async () => {
    const assistant = await platform.officer('health-commission', 'assistant', 'reviewer');
    const { one, submit } = counter(assistant);
    await submit();
    await expect(
      platform.owner.query(
        `INSERT INTO case_participant SELECT subject_key, fact_key, $2, 'reviewer' FROM submission WHERE subject_key = $1`,
        [one.who.subjectKey, assistant.id],
      ),
    ).rejects.toThrow(/case_participant_pkey/);
  });

  test('what came back is mended at the counter with the paper that was missing, by whoever sits there, twice once', async () => {
    const first = await platform.officer('credit-office', 'assistant');
    const second = await platform.officer('health-commission', 'assistant', 'reviewer');
    const { one, report, submit } = counter(first);
    const { caseId } = await submit();
    await sendBack('healthReviewer', caseId);
    const { identity } = report;
    const [before] = await reportsAtCounter(evidence.context, second, identity);
    expect(before).toMatchObject({ caseId, state: 'returned', canMend: true, assisted: true });
    const mending = {
      matter: '支援武汉医疗救治45天',
      expectedSequence: before!.sequence,
      idempotencyKey: randomUUID(),
    };
    const mend = () =>
      mendAtCounter(evidence.context, second, caseId, { identity, mending, paperKinds: ['assignment'] });
    const outcome = await mend();
    expect(outcome).toMatchObject({ state: 'corrected' });
    expect(await mend()).toEqual(outcome);
    const { rows } = await platform.owner.query(
      "SELECT actor_id, detail->>'onBehalfOf' AS person FROM audit_entry WHERE action = 'case.correct' AND object_id = $1",
      [caseId],
    );
    expect(rows).toEqual([{ actor_id: second.id, person: one.who.subjectKey }]);
    await expect(
      performAction(evidence.context, second, caseId, {
        ...{ action: 'review', payload: {}, idempotencyKey: randomUUID() },
      }),
    ).rejects.toMatchObject({ code: 'four_eyes.violated' });
    const withdrawal = { expectedSequence: outcome.sequence, idempotencyKey: randomUUID() };
    const taken = await withdrawAtCounter(evidence.context, first, caseId, { identity, withdrawal });
    expect(taken).toMatchObject({ state: 'withdrawn' });
  });

  test('drafts stay the person’s own; somebody else’s report is not there; no assistant, no look', async () => {
    const assistant = await platform.officer('credit-office', 'assistant');
    const { one, report, submit } = counter(assistant);
    const { caseId } = await submit();
    await one.save({ ...CONTENT, matter: '还没有想好怎么写' });
    const seen = await reportsAtCounter(evidence.context, assistant, report.identity);
    expect(seen.map((each) => each.caseId)).toEqual([caseId]);
    expect(JSON.stringify(seen)).not.toContain('还没有想好怎么写');
    const { rows } = await platform.owner.query(
      "SELECT count(*)::int AS looks FROM audit_entry WHERE purpose = '窗口代为查询上报' AND subject_key = $1 AND actor_id = $2",
      [one.who.subjectKey, assistant.id],
    );
    expect(rows).toEqual([{ looks: 1 }]);
    const { report: another } = counter(assistant);
    expect(await reportsAtCounter(evidence.context, assistant, another.identity)).toEqual([]);
    const withdrawal = { expectedSequence: 0, idempotencyKey: randomUUID() };
    await expect(
      withdrawAtCounter(evidence.context, assistant, caseId, { identity: another.identity, withdrawal }),
    ).rejects.toMatchObject({ code: 'case.not_found' });
    await expect(reportsAtCounter(evidence.context, actor('healthReviewer'), report.identity)).rejects.toMatchObject({
      code: 'permission.denied',
    });
  });

  test('what is missing is said in the words of a counter; the same deed again is known, without a draft', async () => {
    const assistant = await platform.officer('credit-office', 'assistant');
    const { report, submit } = counter(assistant, { paperKinds: [] });
    await expect(submit()).rejects.toMatchObject({
      extra: { faults: [{ field: 'evidence', zh: expect.stringContaining('窗口还没有收到') }] },
    });
    const shown = { ...report, paperKinds: ['assignment'] };
    await submitAtCounter(evidence.context, assistant, shown);
    const again = await submitAtCounter(evidence.context, assistant, { ...shown, reportId: randomUUID() });
    expect(again).toMatchObject({ outcome: 'known', zh: expect.stringContaining('刚才填写的没有提交') });
  });

  test.each(['张XX', '张三、李四', '张三 李四', '李女士'])('the name as on the document: not %s', async (name) => {
    const assistant = await platform.officer('credit-office', 'assistant');
    const { documentType, documentNumber, birthDate } = somebody('1985-01-01');
    await expect(
      counter(assistant, { identity: { name, documentType, documentNumber, birthDate } }).submit(),
    ).rejects.toMatchObject({ code: 'request.invalid', message: expect.stringContaining('姓名不规范') });
  });

  test('without the proof, by somebody who is no assistant, for a minor: nothing', async () => {
    const assistant = await platform.officer('credit-office', 'assistant');
    await expect(counter(assistant, { paperKinds: [] }).submit()).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(counter(actor('healthReporter')).submit()).rejects.toMatchObject({ code: 'permission.denied' });
    const { name, documentType, documentNumber, birthDate } = somebody('2010-01-01');
    await expect(
      counter(assistant, { identity: { name, documentType, documentNumber, birthDate } }).submit(),
    ).rejects.toMatchObject({ code: 'permission.denied', clause: '5.2' });
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

/** Until somebody waits for a lock that our open transaction holds. */
async function blocked(): Promise<void> {
  for (;;) {
    const { rows } = await platform.owner.query(
      'SELECT count(*)::int AS waiting FROM pg_stat_activity WHERE pg_backend_pid() = ANY (pg_blocking_pids(pid))',
    );
    if (rows[0].waiting > 0) return;
  }
}

async function subjectOf(caseId: string): Promise<string> {
  const [batch, row] = caseId.split('-');
  const { rows } = await platform.owner.query(
    'SELECT subject_key FROM submission WHERE batch_id = $1 AND row_number = $2',
    [batch, row],
  );
  return rows[0].subject_key;
}
