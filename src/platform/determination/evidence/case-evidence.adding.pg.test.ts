/** Evidence of a case as it comes in: who may add, look and vouch, and what is logged. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseEvidenceSteps } from '../../../../tests/support/case-evidence-steps.ts';
import { openEvidence, photo, scan, type TestEvidence } from '../../../../tests/support/evidence.ts';
import { inventedResidentId } from '../../../../tests/support/people.ts';
import { createPlatform, type TestPlatform } from '../../../../tests/support/platform.ts';
import { testServer } from '../../../../tests/support/systems.ts';
import { transact } from '../../access/index.ts';
import { caseEvidenceRoutes, caseView } from '../index.ts';
import { openCaseEvidence, vouchForCase } from './case-evidence.ts';

let platform: TestPlatform;
let evidence: TestEvidence;
let server: FastifyInstance;
const { actor, attach, evidenceIn, digestIn, act, logOf } = caseEvidenceSteps(
  () => platform,
  () => evidence,
);

beforeAll(async () => {
  platform = await createPlatform();
  evidence = openEvidence(platform);
  server = await testServer();
  server.addHook('preHandler', async (request) => {
    request.actor = platform.actors[String(request.headers['x-test-officer'])] ?? null;
  });
  await server.register(caseEvidenceRoutes, { context: evidence.context });
});
afterAll(async () => {
  await server?.close();
  await platform?.close();
  evidence?.remove();
});

test('attached, shown, required evidence met; kept sealed and without what the camera added', async () => {
  const id = await platform.report();
  expect((await evidenceIn('healthReviewer', id)).kinds).toEqual([
    {
      id: 'assignment',
      title: '派出单位证明或者调派通知',
      titleEn: 'Letter or order of the sending organisation',
      required: true,
      present: null,
    },
  ]);
  const { evidenceId } = await attach('healthReporter', id, await photo(), { kind: 'assignment', note: '第二批' });
  const shown = await evidenceIn('healthReviewer', id);
  expect(shown.items).toMatchObject([
    {
      ...{ evidenceId, kind: 'assignment', title: '派出单位证明或者调派通知', note: '第二批', form: 'file' },
      ...{ mediaType: 'image/jpeg', pages: 1, own: false, withdrawn: null, deletedAt: null },
      addedBy: actor('healthReporter').name,
    },
  ]);
  expect(shown.kinds[0]).toMatchObject({ present: 'file' });
  const { requirements } = await caseView(evidence.context, actor('healthReviewer'), id);
  expect(requirements.find((one) => one.id === 'evidence-assignment')).toMatchObject({ met: true });

  const sealed = readFileSync(join(evidence.directory, `${shown.items[0]!.sha256}.sealed`));
  expect(sealed.includes('JFIF')).toBe(false);
  expect(await logOf(id)).toEqual([{ action: 'evidence.added', purpose: null }]);
});

describe('looking', () => {
  test('the purpose is stated and logged before the file is given; the answer is inert', async () => {
    const id = await platform.report();
    const { evidenceId } = await attach('healthReporter', id, await photo(120), { kind: 'assignment' });
    const open = (body: object, who = 'healthReviewer') =>
      server.inject({
        ...{ method: 'POST', url: `/cases/${id}/evidence/${evidenceId}/open`, payload: body },
        headers: { 'x-test-officer': who },
      });
    expect((await open({})).json()).toMatchObject({ code: 'purpose.required' });
    expect((await open({ purpose: ' ' })).json()).toMatchObject({ code: 'purpose.required' });
    expect(await logOf(id)).toHaveLength(1);
    const answer = await open({ purpose: '核对派出单位' });
    expect(answer.headers).toMatchObject({
      'content-type': 'image/jpeg',
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': expect.stringContaining("default-src 'none'; img-src 'self'; sandbox"),
      'content-disposition': `inline; filename="evidence-${id}.jpg"`,
    });
    expect((await sharp(answer.rawPayload).metadata()).exif).toBeUndefined();
    expect(await logOf(id)).toContainEqual({ action: 'evidence.viewed', purpose: '核对派出单位' });

    for (const [who, code] of [
      ['policeReviewer', 'case.not_found'],
      ['cityReviewer', 'case.not_found'], // who opens it does so as a reviewer, and a reviewer there does not see this case
      ['auditor', 'permission.denied'],
      ['nobody', 'session.required'],
    ] as const)
      expect((await open({ purpose: '核对' }, who)).json()).toMatchObject({ code });
    expect(await logOf(id)).toHaveLength(2);
  });

  test('an organisation’s evidence needs no purpose of its own; the look is logged all the same', async () => {
    const id = await platform.report({ kind: '3.2.1' });
    const { evidenceId } = await attach('healthReporter', id, await scan(3), {});
    const { mediaType, content } = await openCaseEvidence(
      ...([evidence.context, actor('healthReviewer'), id, evidenceId, undefined] as const),
    );
    expect([mediaType, content.subarray(0, 5).toString()]).toEqual(['application/pdf', '%PDF-']);
    expect(await logOf(id)).toContainEqual({ action: 'evidence.viewed', purpose: '办理事项' });
  });

  test('evidence of another case is not found through this one', async () => {
    const [one, other] = [await platform.report(), await platform.report()];
    const { evidenceId } = await attach('healthReporter', one, await photo(90));
    await expect(
      openCaseEvidence(evidence.context, actor('healthReviewer'), other, evidenceId, '核对'),
    ).rejects.toMatchObject({ code: 'evidence.not_found' });
  });

  test('a file somebody changed on the disk is not given out', async () => {
    const id = await platform.report();
    const { evidenceId } = await attach('healthReporter', id, await photo(91));
    const sha256 = await digestIn('healthReporter', id);
    const path = join(evidence.directory, `${sha256}.sealed`);
    const bytes = readFileSync(path);
    bytes[bytes.length - 20]! ^= 1;
    writeFileSync(path, bytes);
    await expect(
      openCaseEvidence(evidence.context, actor('healthReviewer'), id, evidenceId, '核对'),
    ).rejects.toMatchObject({ code: 'evidence.unreadable' });
  });
});

describe('who may add', () => {
  test.each([
    ['the reporting department', 'healthReporter', undefined],
    ['the reviewer of the competent department', 'healthReviewer', undefined],
    ['another department does not even see it', 'policeReporter', 'case.not_found'],
    ['who sees all departments acts for none of them', 'cityReviewer', 'jurisdiction.denied'],
    ['the credit office', 'creditOffice', 'permission.denied'],
    ['the auditor', 'auditor', 'permission.denied'],
  ])('%s', async (_, who, code) => {
    const id = await platform.report();
    const outcome = attach(who, id, await photo(60));
    if (code === undefined) await expect(outcome).resolves.toMatchObject({ known: false });
    else await expect(outcome).rejects.toMatchObject({ code });
  });

  test('row-level security stands behind it: another department reads none of it', async () => {
    const id = await platform.report();
    await attach('healthReporter', id, await photo(61));
    const seen = (who: string) =>
      transact(evidence.context.database, actor(who), async (tx) => {
        const { count } = await tx
          .selectFrom('evidence_owner as o')
          .innerJoin('evidence as e', (join_) =>
            join_.onRef('e.subject_key', '=', 'o.subject_key').onRef('e.evidence_id', '=', 'o.evidence_id'),
          )
          .where('o.owner_id', '=', id)
          .select((select) => select.fn.countAll<string>().as('count'))
          .executeTakeFirstOrThrow();
        return Number(count);
      });
    expect([await seen('healthReviewer'), await seen('policeReviewer')]).toEqual([1, 0]);
  });

  test('a closed case takes none, and says so beforehand', async () => {
    const id = await platform.report();
    await act('healthReviewer', id, 'review');
    await act('healthDeterminer', id, 'determine');
    await expect(attach('healthReporter', id, await photo())).rejects.toMatchObject({ code: 'action.not_available' });
    expect((await evidenceIn('healthReporter', id)).attach).toEqual({
      available: false,
      zh: '该事项已办结，不能再添加证明材料。',
    });
  });

  test('labels: of the catalogue only, screened, no identity number', async () => {
    const id = await platform.report();
    const content = await photo(62);
    for (const label of [
      { kind: 'blood-type' },
      { note: `身份证${inventedResidentId('1990-01-01', 3)}` },
      { note: '其血型为A型' },
    ])
      await expect(attach('healthReporter', id, content, label)).rejects.toMatchObject({ code: 'request.invalid' });
    expect((await evidenceIn('healthReporter', id)).items).toEqual([]);
  });

  test('over HTTP: a picture in, a page of the web refused by its content', async () => {
    const id = await platform.report();
    const send = (payload: Buffer) =>
      server.inject({
        ...{ method: 'POST', url: `/cases/${id}/evidence?kind=assignment`, payload },
        headers: { 'x-test-officer': 'healthReporter', 'content-type': 'application/octet-stream' },
      });
    const added = await send(await photo(63));
    expect(added.statusCode).toBe(201);
    expect((await send(Buffer.from('<svg onload="alert(1)"/>'))).json()).toMatchObject({
      ...{ status: 415, code: 'evidence.format' },
    });
    expect((await send(Buffer.alloc((20 << 20) + 1, 'x'))).json()).toMatchObject({ code: 'evidence.too_large' });
  });
});

describe('on paper', () => {
  test('an officer vouches; it is met, with the name of who said so', async () => {
    const id = await platform.report();
    const vouch = () => vouchForCase(evidence.context, actor('healthReporter'), id, { kind: 'assignment' });
    expect(await vouch()).toMatchObject({ known: false });
    expect(await vouch()).toMatchObject({ known: true });
    const { requirements, evidence: shown } = await caseView(evidence.context, actor('healthReviewer'), id);
    expect(requirements.find((one) => one.id === 'evidence-assignment')).toMatchObject({
      met: true,
      zh: expect.stringContaining(actor('healthReporter').name),
    });
    expect(shown.items).toMatchObject([{ form: 'paper', department: '市卫生健康委员会', mediaType: null }]);
    await expect(
      openCaseEvidence(evidence.context, actor('healthReviewer'), id, shown.items[0]!.evidenceId, '核对'),
    ).rejects.toMatchObject({ code: 'action.not_available' });
  });

  test('a system cannot vouch', async () => {
    const id = await platform.report();
    const machine = { ...actor('healthReporter'), kind: 'machine' as const };
    await expect(vouchForCase(evidence.context, machine, id, { kind: 'assignment' })).rejects.toMatchObject({
      code: 'permission.denied',
    });
  });
});
