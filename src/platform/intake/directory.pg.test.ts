/** The directory takes a registry file whole, counts exactly, and says nothing new the second time. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { usccCheck } from '#kernel/identity/uscc.ts';
import { openIntake, type TestIntake } from '../../../tests/support/intake.ts';
import { inventedUscc } from '../../../tests/support/people.ts';
import { findDirectoryEntry, importDirectory, importUpload } from './directory.ts';

let intake: TestIntake;
const folder = mkdtempSync(join(tmpdir(), 'xinheng-directory-'));
beforeAll(async () => {
  intake = await openIntake();
});
afterAll(async () => {
  await intake?.close();
  rmSync(folder, { recursive: true, force: true });
});

function registry(...lines: string[]): { path: string; fileName: string } {
  const path = join(folder, `${randomBytes(4).toString('hex')}.csv`);
  writeFileSync(path, ['企业名称,统一社会信用代码,注册日期,企业类型,所在地区', ...lines].join('\n'));
  return { path, fileName: '名录.csv' };
}

/** a genuine code may fail the check character alone */
function withWrongCheck(uscc: string): string {
  const first = uscc.slice(0, 17);
  return first + (usccCheck(first) === 'Y' ? '1' : 'Y');
}

test('valid, suspect, invalid by reason; again: no change; a new name: one change', async () => {
  const lines = [
    `测试一公司,${inventedUscc(101)},1999-01-02,N/A,郑州`,
    `测试二公司,${withWrongCheck(inventedUscc(102))},1999-01-02,有限公司,郑州`,
    `测试三公司,410100100012345,1999-01-02,有限公司,郑州`,
    `测试四公司,${inventedUscc(104).slice(0, 17)},1999-01-02,有限公司,郑州`,
    `,${inventedUscc(105)},1999-01-02,有限公司,郑州`,
    `测试一（旧名）公司,${inventedUscc(106)},不详,有限公司,郑州`,
    `测试一公司,${inventedUscc(106)},1999年1月2日,有限公司,郑州`,
  ];
  const counts = {
    rows: 7,
    valid: 3,
    suspect: 1,
    invalid: 3,
    invalidByReason: { 'uscc.legacy_registration_number': 1, 'uscc.length': 1, 'name.missing': 1 },
    repeated: 1,
  };
  const first = await importDirectory(intake.context, intake.reporter, registry(...lines));
  expect(first).toEqual({ ...counts, added: 3, changed: 0, unchanged: 0 });
  expect(await jobsToSend()).toBe(1);
  const again = await importDirectory(intake.context, intake.reporter, registry(...lines));
  expect(again).toEqual({ ...counts, added: 0, changed: 0, unchanged: 3 });
  const renamed = registry(`测试一新名公司,${inventedUscc(101)},1999-01-02,N/A,郑州`);
  expect(await importDirectory(intake.context, intake.reporter, renamed)).toMatchObject({
    added: 0,
    changed: 1,
    unchanged: 0,
  });
  expect(await findDirectoryEntry(intake.context, inventedUscc(101).toLowerCase())).toMatchObject({
    name: '测试一新名公司',
    registeredOn: '1999-01-02',
    organisationType: null,
    verdict: 'valid',
  });
  expect(await findDirectoryEntry(intake.context, inventedUscc(106))).toMatchObject({ name: '测试一公司' });
});

const jobsToSend = async () =>
  (
    await intake.owner.query(
      "SELECT count(*)::int AS n FROM graphile_worker.jobs WHERE task_identifier = 'exchange.send-directory'",
    )
  ).rows[0].n;

test('what changes in a row is above every revision before: the public site is told of it next', async () => {
  const revisions = async () =>
    (
      await intake.owner.query(
        'SELECT uscc, revision::int AS revision FROM organisation_directory WHERE uscc = ANY ($1) ORDER BY uscc',
        [[inventedUscc(201), inventedUscc(202)]],
      )
    ).rows.map((row) => row.revision);
  const lines = [`测试甲公司,${inventedUscc(201)},1999-01-02,,`, `测试乙公司,${inventedUscc(202)},1999-01-02,,`];
  await importDirectory(intake.context, intake.reporter, registry(...lines));
  const [first, second] = await revisions();
  await importDirectory(intake.context, intake.reporter, registry(lines[0]!.replace('甲', '丙'), lines[1]!));
  const [changed, same] = await revisions();
  expect(same).toBe(second);
  expect(changed).toBeGreaterThan(Math.max(first, second));
});

test('a file that cannot be read leaves the directory as it was', async () => {
  const before = await intake.owner.query('SELECT count(*)::int AS n FROM organisation_directory');
  const broken = Readable.from([Buffer.from('PK\x03\x04 not a workbook')]);
  await expect(importUpload(intake.context, intake.reporter, broken, 'x.xlsx')).rejects.toMatchObject({
    name: 'Problem',
  });
  const after = await intake.owner.query('SELECT count(*)::int AS n FROM organisation_directory');
  expect(after.rows).toEqual(before.rows);
});
