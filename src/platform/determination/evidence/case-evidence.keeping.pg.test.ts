/** What becomes of the pieces and their files: taken back, sent twice at once, a crash on the way, the day they are deleted. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { caseEvidenceSteps } from '../../../../tests/support/case-evidence-steps.ts';
import { openEvidence, photo, type TestEvidence, upload } from '../../../../tests/support/evidence.ts';
import { createPlatform, type TestPlatform } from '../../../../tests/support/platform.ts';
import { DAY } from '../../../../tests/support/systems.ts';
import { systemActor, transact } from '../../access/index.ts';
import { addEvidence, listEvidence, MOST_ITEMS, prepareEvidence } from '../../evidence/index.ts';
import { evidenceOwner, getCase } from '../index.ts';
import { attachToCase, openCaseEvidence, takeBackFromCase } from './case-evidence.ts';

let platform: TestPlatform;
let evidence: TestEvidence;
const { actor, attach, evidenceIn, digestIn, act, files, logOf, sweep } = caseEvidenceSteps(
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
  await platform.asApplication(
    'INSERT INTO evidence_deletion (subject_key, evidence_id, at, because) VALUES ($1, $2, now(), $3)',
    [...[piece!.subjectKey, piece!.evidenceId, 'retention']],
  );
  const path = join(evidence.directory, `${piece!.sha256!.toString('hex')}.sealed`);
  expect(existsSync(path)).toBe(true);
  expect((await sweep()).files).toBe(1);
  expect(existsSync(path)).toBe(false);
});
