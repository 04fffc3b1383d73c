/** own data: what an applicant's transaction shows, whatever the statement asks for. */
import { sql } from 'kysely';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { actingFor, applicantOf, organisationSubject, transact } from '#platform/access/index.ts';
import { writeAudit } from '#platform/audit.ts';
import { determinedCase } from './support/determined-case.ts';
import { inventedCitizen, inventedUscc } from './support/people.ts';
import { createPlatform, type TestPlatform } from './support/platform.ts';

let platform: TestPlatform;
beforeAll(async () => {
  platform = await createPlatform();
});
afterAll(() => platform?.close());

const applicant = (order: number, organisations: { uscc: string; name: string }[] = []) =>
  applicantOf(platform.context, inventedCitizen('本人', '1985-06-15', order), organisations, { requestId: 'r' });

test('a person sees the own cases and records and nobody else’s; actions follow their case', async () => {
  await determinedCase(platform, { kind: '1.1' });
  await determinedCase(platform, { kind: '1.2' });
  const { rows: people } = await platform.owner.query("SELECT subject_key FROM record WHERE subject_type = 'person'");
  expect(people).toHaveLength(2);
  const own = { ...applicant(1), subjectKey: people[0].subject_key };
  await transact(platform.context.database, own, async (tx) => {
    for (const table of ['submission', 'case_state', 'case_action', 'case_participant'] as const) {
      const seen = await tx.selectFrom(table).select('subject_key').distinct().execute();
      expect(seen, table).toEqual([{ subject_key: own.subjectKey }]);
    }
    const records = await tx.selectFrom('record').select('subject_key').where('subject_type', '=', 'person').execute();
    expect(records).toEqual([{ subject_key: own.subjectKey }]);
  });
});

test('what is not the own cannot be written either', async () => {
  const caseId = await platform.report({ kind: '1.1' });
  await expect(
    transact(platform.context.database, applicant(77), (tx) =>
      sql`INSERT INTO case_state SELECT subject_key, fact_key, 1, 'determined', 'x', 'y', batch_id, row_number, NULL
          FROM submission WHERE batch_id = ${caseId.split('-')[0]}`.execute(tx),
    ),
  ).resolves.toMatchObject({ numAffectedRows: 0n });
  await expect(
    transact(platform.context.database, applicant(77), (tx) =>
      tx
        .insertInto('case_state')
        .values({
          ...{
            subject_key: applicant(77).subjectKey,
            fact_key: applicant(77).subjectKey,
            sequence: 1,
            state: 'determined',
          },
          ...{ competent_department: 'x', reporting_department: 'y', batch_id: '1', row_number: 1, due_on: null },
        })
        .execute(),
    ),
  ).rejects.toThrow(/row-level security/);
});

test('a representative acts for the organisations vouched for, and for no other', async () => {
  const uscc = inventedUscc(5);
  const representative = applicant(3, [
    { uscc, name: '某某有限公司' },
    { uscc: '123', name: '没有代码的单位' },
  ]);
  expect(representative.organisations.map((one) => one.uscc)).toEqual([uscc]);
  expect(actingFor(representative, uscc).subjectKey).toBe(organisationSubject(platform.context.keyring, uscc));
  expect(() => actingFor(representative, inventedUscc(6))).toThrow(/没有证明/);
});

test('the log names a person by key; at the counter it names the officer and for whom', async () => {
  const assistant = await platform.officer('credit-office', 'assistant');
  const person = applicant(4);
  const assisted = { ...person, assistedBy: assistant };
  for (const who of [person, assisted])
    await transact(platform.context.database, who, (tx) =>
      writeAudit(tx, who, { at: platform.clock(), action: 'request.asked', objectType: 'case', objectId: '1-1' }),
    );
  const { rows } = await platform.owner.query(
    "SELECT actor_kind, actor_id, department_id, detail FROM audit_entry WHERE action = 'request.asked' ORDER BY id",
  );
  expect(rows).toEqual([
    { actor_kind: 'citizen', actor_id: person.subjectKey, department_id: null, detail: {} },
    {
      ...{ actor_kind: 'officer', actor_id: assistant.id, department_id: 'credit-office' },
      detail: { onBehalfOf: person.subjectKey },
    },
  ]);
});
