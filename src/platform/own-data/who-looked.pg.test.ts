/** 谁看过 is complete: who is named in an opened file finds it, also in a row that was known already; by role, or by name where the city says so. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openIntake, type TestIntake } from '../../../tests/support/intake.ts';
import { inventedCitizen, inventedResidentId } from '../../../tests/support/people.ts';
import { type Applicant, applicantOf } from '../access/index.ts';
import { transact } from '../access/transaction.ts';
import { type LoggedLook, requireLook, requireLookAtFile, writeLook } from '../audit-look.ts';
import { originalRows } from '../intake/original-rows.ts';
import { processBatch } from '../intake/process.ts';
import { batchRows, receiveFile } from '../intake/service.ts';
import { annotatedWorkbook } from '../intake/workbooks.ts';
import { searchAudit } from '../oversight/search.ts';
import { ownLooks } from './index.ts';

let intake: TestIntake;
beforeAll(async () => {
  intake = await openIntake();
});
afterAll(() => intake?.close());

const HEADER = '姓名,性别,证件类型,证件号码,信息类别,具体事项,发生日期';
const row = (order: number, matter: string) =>
  `王芳,女,居民身份证,${inventedResidentId('1985-06-15', order)},1.3,${matter},2020-02-01`;
const person = (order: number): Applicant =>
  applicantOf(intake.context, inventedCitizen('王芳', '1985-06-15', order), [], { requestId: 'own' });
const looks = async (order: number, context = intake.context) =>
  (await ownLooks(context, person(order), { limit: 50 })).items;

async function handIn(...rows: string[]): Promise<string> {
  const content = (async function* () {
    yield Buffer.from([HEADER, ...rows].join('\r\n'));
  })();
  const { batchId } = await receiveFile(intake.context, intake.reporter, content, {
    ...{ fileName: 'a.csv', kind: 'individuals' },
  });
  await processBatch(intake.context, batchId);
  return batchId;
}

test('a file is opened: everybody in it is told, also who stood in an earlier file with the same fact', async () => {
  await handIn(row(2, '社区卡点值守32天'));
  const batchId = await handIn(row(2, '社区卡点值守32天'), row(4, '社区卡点值守33天'));
  await batchRows(intake.context, intake.reporter, batchId, { after: 0, limit: 10 });
  await originalRows(intake.context, intake.reporter, batchId, [2]);
  for await (const _part of (await annotatedWorkbook(intake.context, intake.reporter, batchId)).content);
  for (const order of [2, 4])
    expect(
      (await looks(order)).map(({ action, about, purpose, roles }) => ({ action, about, purpose, roles })),
    ).toEqual(
      [
        ['batch.annotated_fetched', '核对报送结果'],
        ['batch.original_rows_viewed', '更正退回或存疑的行'],
        ['batch.rows_viewed', '核对报送结果'],
      ].map(([action, purpose]) => ({ action, about: `批次 ${batchId}`, purpose, roles: ['reporter'] })),
    );
  expect(await looks(6)).toEqual([]);

  const auditor = { ...(await intake.officer('credit-office', 'auditor')), departments: '*' as const };
  for (const order of [2, 4]) {
    const found = await searchAudit(intake.context, auditor, { person: person(order).subjectKey, limit: 50 });
    const batch = found.items.filter(({ objectId, action }) => objectId === batchId && action.endsWith('viewed'));
    expect(batch).toHaveLength(2);
  }
  // that the auditor searched for them is itself a look at them
  expect((await looks(2))[0]).toMatchObject({
    action: 'audit.person_searched',
    purpose: '审计检索',
    roles: ['auditor'],
  });
});

describe('by whom', () => {
  const named = async (showOfficerName: boolean) => {
    const policy = Object.assign(Object.create(intake.context.policy), { looks: { showOfficerName } });
    return (await looks(4, { ...intake.context, policy })).filter(({ action }) => action === 'batch.rows_viewed');
  };

  test('department and role, and the name where the city says so', async () => {
    const { rows } = await intake.owner.query('SELECT name FROM officer WHERE id = $1', [intake.reporter.id]);
    expect(await named(true)).toMatchObject([{ department: '市卫生健康委员会', officer: rows[0].name }]);
    expect(await named(false)).toMatchObject([{ department: '市卫生健康委员会', officer: null }]);
    expect((await looks(4))[0]).toMatchObject({ officer: null });
  });
});

describe('a look opens what is in the log', () => {
  const FILE = Buffer.alloc(32, 7);
  const look = (subject: number, then: (look: LoggedLook) => void = () => {}) =>
    transact(intake.context.database, intake.reporter, async (tx) => {
      const written = await writeLook(tx, intake.reporter, {
        at: intake.clock(),
        action: 'evidence.viewed',
        objectType: 'evidence',
        objectId: 'x',
        of: { subjects: [person(subject).subjectKey] },
        file: FILE,
        purpose: '核对材料',
      });
      then(written);
      return written;
    });

  test('one’s own subject, a file only once the entry is committed, and nothing after it was given up', async () => {
    const refused = /looked-is-logged/;
    const kept = await look(2, (open) => {
      expect(() => requireLook(open, person(2).subjectKey)).not.toThrow();
      expect(() => requireLook(open, person(4).subjectKey)).toThrow(refused);
      expect(() => requireLookAtFile(open, FILE)).toThrow(refused);
    });
    expect(() => requireLookAtFile(kept, FILE)).not.toThrow();
    expect(() => requireLookAtFile(kept, Buffer.alloc(32, 8))).toThrow(refused);
    let undone: LoggedLook | undefined;
    await expect(
      look(2, (open) => {
        undone = open;
        throw new Error('given up');
      }),
    ).rejects.toThrow('given up');
    expect(() => requireLook(undone!, person(2).subjectKey)).toThrow(refused);
    expect(() => requireLookAtFile(undone!, FILE)).toThrow(refused);
  });

  test.each(['', ' ', '看'])('and none is written for the purpose “%s”', async (purpose) => {
    await expect(
      transact(intake.context.database, intake.reporter, (tx) =>
        writeLook(tx, intake.reporter, {
          ...{ at: intake.clock(), action: 'case.viewed', objectType: 'case', objectId: '1-1', purpose },
          of: { subjects: [person(2).subjectKey] },
        }),
      ),
    ).rejects.toMatchObject({ code: 'purpose.required' });
  });

  test.each([
    ['look_says_why', "true, NULL, 'case', gen_random_uuid()"],
    ['look_says_why', "true, ' ', 'case', gen_random_uuid()"],
    ['look_names_whose', "true, '办理事项', 'case', NULL"],
  ])('nor by a statement: %s', async (constraint, values) => {
    await expect(
      intake.owner.query(
        `INSERT INTO audit_entry (at, actor_kind, actor_id, action, object_id, look, purpose, object_type, subject_key)
         VALUES (now(), 'officer', 'x', 'case.viewed', '1-1', ${values})`,
      ),
    ).rejects.toMatchObject({ constraint });
  });
});
