/** Own reports at the counter: the assistant vouches for the paper, is named in the log, and has had a part. */

import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { appearing } from '../../../tests/support/counter.ts';
import { openEvidence, type TestEvidence } from '../../../tests/support/evidence.ts';
import { ownReportSteps } from '../../../tests/support/own-report-steps.ts';
import { CONTENT } from '../../../tests/support/own-reports.ts';
import { createPlatform, type TestPlatform } from '../../../tests/support/platform.ts';
import { ref } from '../../../tests/support/refs.ts';
import { caseView, performAction } from '../determination/index.ts';
import { mendAtCounter, reportsAtCounter, submitAtCounter, withdrawAtCounter } from './index.ts';

let platform: TestPlatform;
let evidence: TestEvidence;
const { somebody, reporting, actor, sendBack, status, notices } = ownReportSteps(
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

describe('at the counter', () => {
  const counter = (assistant: Awaited<ReturnType<TestPlatform['officer']>>, change = {}) => {
    const one = reporting();
    const { name, documentType, documentNumber, birthDate } = one.who.person;
    const report = {
      identity: appearing({ name, documentType, documentNumber, birthDate }),
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
    expect((await notices(one)).toSorted()).toEqual(['counter.appeared', 'counter.own-report', 'own-report.submitted']);
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
      counter(assistant, { identity: appearing({ name, documentType, documentNumber, birthDate }) }).submit(),
    ).rejects.toMatchObject({ code: 'request.invalid', message: expect.stringContaining('姓名不规范') });
  });

  test('without the proof, by somebody who is no assistant, for a minor: nothing', async () => {
    const assistant = await platform.officer('credit-office', 'assistant');
    await expect(counter(assistant, { paperKinds: [] }).submit()).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(counter(actor('healthReporter')).submit()).rejects.toMatchObject({ code: 'permission.denied' });
    const { name, documentType, documentNumber, birthDate } = somebody('2010-01-01');
    await expect(
      counter(assistant, { identity: appearing({ name, documentType, documentNumber, birthDate }) }).submit(),
    ).rejects.toMatchObject({ code: 'permission.denied', clause: ref('5.2') });
  });
});
