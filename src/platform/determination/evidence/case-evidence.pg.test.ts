/** Evidence of a case: who may add, look, vouch, take back; what is logged; two at once; a crash; the day it is deleted. */
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseEvidence } from '#contracts/evidence.ts';
import { openEvidence, photo, scan, type TestEvidence, upload } from '../../../../tests/support/evidence.ts';
import { inventedResidentId } from '../../../../tests/support/people.ts';
import { createPlatform, type TestPlatform } from '../../../../tests/support/platform.ts';
import { DAY, testServer } from '../../../../tests/support/systems.ts';
import { systemActor, transact } from '../../access/index.ts';
import { addEvidence, listEvidence, MOST_ITEMS, prepareEvidence, sweepEvidence } from '../../evidence/index.ts';
import { caseEvidenceRoutes, casesSettled, caseView, evidenceOwner, getCase, performAction } from '../index.ts';
import { attachToCase, openCaseEvidence, takeBackFromCase, vouchForCase } from './case-evidence.ts';

let platform: TestPlatform;
let evidence: TestEvidence;
let server: FastifyInstance;

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

const actor = (who: string) => platform.actors[who]!;
const attach = (who: string, id: string, content: Uint8Array, label = {}) =>
  attachToCase(evidence.context, actor(who), id, upload(content), label);
const evidenceIn = async (who: string, id: string): Promise<CaseEvidence> =>
  (await caseView(evidence.context, actor(who), id)).evidence;
const digestIn = async (who: string, id: string) => (await evidenceIn(who, id)).items[0]!.sha256;
let keys = 0;
const act = (who: string, id: string, action: 'review' | 'determine') =>
  performAction(evidence.context, actor(who), id, {
    ...{ action, payload: {}, idempotencyKey: `evidence-${++keys}` },
  });
const files = () => readdirSync(evidence.directory).filter((name) => name.endsWith('.sealed'));
const logOf = async (id: string) =>
  (
    await platform.owner.query(
      "SELECT action, purpose FROM audit_entry WHERE object_type = 'case' AND object_id = $1 AND action LIKE 'evidence.%' ORDER BY id",
      [id],
    )
  ).rows;
const sweep = () => sweepEvidence(evidence.context, { case: casesSettled });

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
      ['cityReviewer', 'jurisdiction.denied'],
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

describe('taken back', () => {
  test('by who added it, before the review; it stays as a line, the file goes', async () => {
    const id = await platform.report();
    const { evidenceId } = await attach('healthReporter', id, await photo(70), { kind: 'assignment' });
    const sha256 = await digestIn('healthReporter', id);
    const takeBack = (who: string) =>
      takeBackFromCase(evidence.context, actor(who), id, evidenceId, '传错了，是别人的证明');
    await expect(takeBack('healthReviewer')).rejects.toMatchObject({ code: 'permission.denied' });
    await takeBack('healthReporter');
    await takeBack('healthReporter'); // twice is once
    const { items, kinds } = await evidenceIn('healthReviewer', id);
    expect(items).toMatchObject([{ withdrawn: { reason: '传错了，是别人的证明' } }]);
    expect(kinds[0]).toMatchObject({ present: null });
    await expect(
      openCaseEvidence(evidence.context, actor('healthReviewer'), id, evidenceId, '核对'),
    ).rejects.toMatchObject({ code: 'evidence.not_found' });
    expect(files()).toContain(`${sha256}.sealed`);
    await sweep();
    expect(files()).not.toContain(`${sha256}.sealed`);
    // and may be handed in anew
    expect(await attach('healthReporter', id, await photo(70), { kind: 'assignment' })).toMatchObject({ known: false });
  });

  test('not after the review', async () => {
    const id = await platform.report();
    const { evidenceId } = await attach('healthReporter', id, await photo(71));
    await act('healthReviewer', id, 'review');
    await expect(
      takeBackFromCase(evidence.context, actor('healthReporter'), id, evidenceId, '传错了'),
    ).rejects.toMatchObject({ code: 'action.not_available' });
  });

  test('against a review at the same instant: either it was there and stays, or it is gone before', async () => {
    for (let round = 0; round < 4; round += 1) {
      const id = await platform.report();
      const { evidenceId } = await attach('healthReporter', id, await photo(72));
      const [back, reviewed] = await Promise.allSettled([
        takeBackFromCase(evidence.context, actor('healthReporter'), id, evidenceId, '传错了'),
        act('healthReviewer', id, 'review'),
      ]);
      expect(reviewed.status).toBe('fulfilled');
      const { items } = await evidenceIn('healthReviewer', id);
      expect(items[0]!.withdrawn !== null).toBe(back.status === 'fulfilled');
      // in the order of the log: nothing is taken back once reviewed
      const { rows } = await platform.owner.query(
        "SELECT action FROM audit_entry WHERE object_id = $1 AND action IN ('evidence.withdrawn', 'case.review') ORDER BY id",
        [id],
      );
      expect(rows.at(-1)).toEqual({ action: 'case.review' });
    }
  });
});

describe('two at once, a crash', () => {
  test('the same file sent five times at the same instant is one piece and one file', async () => {
    const id = await platform.report();
    const content = await photo(80);
    const before = files().length;
    const outcomes = await Promise.all(
      Array.from({ length: 5 }, () => attach('healthReporter', id, content, { kind: 'assignment' })),
    );
    expect(new Set(outcomes.map(({ evidenceId }) => evidenceId)).size).toBe(1);
    expect(outcomes.filter(({ known }) => !known)).toHaveLength(1);
    expect(files().length).toBe(before + 1);
  });

  test(`more than ${MOST_ITEMS} pieces are refused, also when they come together`, async () => {
    const id = await platform.report();
    const file = await prepareEvidence(upload(await photo(81)));
    const outcomes = await Promise.allSettled(
      Array.from({ length: MOST_ITEMS + 4 }, (_, index) =>
        transact(evidence.context.database, actor('healthReporter'), async (tx) => {
          const { head } = await getCase(tx, id);
          const other = { ...file, sha256: Buffer.concat([file.sha256.subarray(1), Buffer.from([index])]) };
          return addEvidence(tx, evidence.context, actor('healthReporter'), evidenceOwner(head), other, {}, []);
        }),
      ),
    );
    expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(MOST_ITEMS);
  });

  test('when the transaction does not commit, the file that was written is nobody’s and is swept; nothing of it is readable', async () => {
    const id = await platform.report();
    const content = await photo(82);
    const dying = {
      ...evidence.context,
      evidenceFiles: Object.assign(Object.create(evidence.context.evidenceFiles), {
        async keep(parts: AsyncIterable<Uint8Array>) {
          await evidence.context.evidenceFiles.keep(parts);
          throw new Error('killed between file and row');
        },
      }),
    };
    await sweep();
    const before = files();
    await expect(attachToCase(dying, actor('healthReporter'), id, upload(content), {})).rejects.toThrow('killed');
    const orphan = files().find((name) => !before.includes(name));
    expect(orphan).toBeDefined();
    expect(readFileSync(join(evidence.directory, orphan!)).includes('JFIF')).toBe(false);
    expect((await evidenceIn('healthReporter', id)).items).toEqual([]);
    expect(await sweep()).toMatchObject({ pieces: 0, files: 1 });
    expect(files()).not.toContain(orphan);
  });

  test('a sweep while a file is being added does not take it away', async () => {
    const id = await platform.report();
    const content = await photo(83);
    const [added] = await Promise.all([
      attach('healthReporter', id, content),
      ...Array.from({ length: 6 }, async (_, index) => {
        await new Promise((resolve) => setTimeout(resolve, index * 60));
        await sweep();
      }),
    ]);
    await sweep();
    const opened = await openCaseEvidence(evidence.context, actor('healthReviewer'), id, added.evidenceId, '核对');
    expect(opened.content.length).toBeGreaterThan(100);
  });
});

test('deleted six months after the determination, not before; what remains says that there was one', async () => {
  const [id, open] = [await platform.report(), await platform.report()];
  const [{ evidenceId }] = await Promise.all([
    attach('healthReporter', id, await photo(95), { kind: 'assignment' }),
    attach('healthReporter', open, await photo(96)),
  ]);
  await act('healthReviewer', id, 'review');
  await act('healthDeterminer', id, 'determine');
  const sha256 = await digestIn('healthReviewer', id);
  const path = join(evidence.directory, `${sha256}.sealed`);

  platform.clock.set('2020-09-16T08:00:00Z'); // the last day of the six months
  expect((await sweep()).pieces).toBe(0);
  expect(existsSync(path)).toBe(true);
  platform.clock.forward(DAY);
  expect((await sweep()).pieces).toBe(1);
  expect(existsSync(path)).toBe(false);
  expect((await sweep()).pieces).toBe(0); // run again, it finds nothing to do

  const { items, kinds } = await evidenceIn('healthReviewer', id);
  expect(items).toMatchObject([{ evidenceId, sha256, deletedAt: '2020-09-17T08:00:00.000Z' }]);
  expect(kinds[0]).toMatchObject({ present: 'file' });
  expect(await logOf(id)).toContainEqual({ action: 'evidence.deleted', purpose: null });
  await expect(
    openCaseEvidence(evidence.context, actor('healthReviewer'), id, evidenceId, '核对'),
  ).rejects.toMatchObject({ code: 'evidence.deleted' });
  expect((await evidenceIn('healthReviewer', open)).items).toMatchObject([{ deletedAt: null }]);
});

test('killed after the row and before the file: the next sweep removes the file', async () => {
  const id = await platform.report();
  await attach('healthReporter', id, await photo(97));
  const [piece] = await transact(evidence.context.database, systemActor('test'), async (tx) =>
    listEvidence(tx, evidenceOwner((await getCase(tx, id)).head)),
  );
  await platform.asApplication('INSERT INTO evidence_deletion VALUES ($1, $2, now(), $3)', [
    ...[piece!.subjectKey, piece!.evidenceId, 'retention'],
  ]);
  const path = join(evidence.directory, `${piece!.sha256!.toString('hex')}.sealed`);
  expect(existsSync(path)).toBe(true);
  expect((await sweep()).files).toBe(1);
  expect(existsSync(path)).toBe(false);
});
