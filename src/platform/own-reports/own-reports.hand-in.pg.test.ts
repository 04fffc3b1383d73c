/** Own reports from the hand-in to the record: twice and at the same instant as a department, a crash, mending, four eyes, taking back. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { uuidOf } from '#kernel/seal/subject-key.ts';
import { openEvidence, photo, type TestEvidence, upload } from '../../../tests/support/evidence.ts';
import { ownReportSteps } from '../../../tests/support/own-report-steps.ts';
import { CONTENT, Reporting } from '../../../tests/support/own-reports.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { ref } from '../../../tests/support/refs.ts';
import { applicantOf, transact } from '../access/index.ts';
import { caseView, performAction, queue, reviewBatch } from '../determination/index.ts';
import { sweepEvidence } from '../evidence/index.ts';
import { factKey } from '../fact.ts';
import { ownData } from '../own-data/index.ts';
import { ownWords } from '../screened.ts';
import {
  attachToDraft,
  attachToReport,
  mendReport,
  ownReportStatus,
  ownReports,
  takeBackFromReport,
  withdrawReport,
} from './index.ts';

let platform: TestPlatform;
let evidence: TestEvidence;
const { somebody, lastPerson, reporting, actor, act, sendBack, status, notices, rowsAbout } = ownReportSteps(
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
      ownReport: { channel: '本人上传证明材料', clause: ref('5.2'), place: '金水区', assistedBy: null },
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
      const department = await platform.report({ kind: '1.1', subject: lastPerson(), matter: '别的事' });
      const client = platform.owner;
      const insert = `INSERT INTO submission SELECT $1, $2, batch_id, row_number + 500000, subject_type, verdict, kind, version, $3, $4,
        reporting_department, competent_department, reporter_id, NULL, NULL, NULL, NULL, sealed, NULL, NULL, NULL
        FROM submission WHERE batch_id = $5 ON CONFLICT DO NOTHING`;
      const { subjectKey } = one.who;
      const fact = uuidOf(
        factKey({ ...{ subjectKey, kind: ref('1.1') }, occurredOn: CONTENT.occurredOn!, matter: CONTENT.matter! }),
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
            ...{
              subject_type: 'person',
              verdict: 'accepted',
              kind: ref('1.1'),
              version: 1,
              matter: ownWords('支援'),
              occurred_on: '2020-02-20',
            },
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
