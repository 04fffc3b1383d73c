/** Departments of earlier packs: their names and what stands above them stay known, and nothing new leads to one. */
import { expect, test } from 'vitest';
import { loadPolicy } from '#runtime/policy.ts';
import type { Department } from './policy.ts';
import { withRetired } from './retired-departments.ts';

const pack = await loadPolicy(new URL('../../../cities/zhengzhou', import.meta.url).pathname);
const [named] = pack.departments.filter(({ id }) => id === 'health-commission');

const gone = (id: string, parent: string | undefined, functions: readonly string[] = []): Department => ({
  ...{ id, name: `原${id}`, aliases: [], level: 'department', functions },
  ...{ retiredOn: '2020-06-01' as Department['retiredOn'] & string },
  ...(parent === undefined ? {} : { parent }),
});
const retired: Department[] = [];
const policy = withRetired(pack, () => retired);
retired.push(
  gone('old-bureau', named!.parent, named!.functions),
  gone('old-office', 'old-bureau'),
  gone('old-zone', 'airport'),
);

test('it is known by id, with its title, once the database has been asked', () => {
  expect(policy.department('old-bureau').name).toBe('原old-bureau');
  expect(policy.findDepartment('old-office')?.retiredOn).toBe('2020-06-01');
  expect(withRetired(pack, () => []).findDepartment('old-bureau')).toBeUndefined();
  expect(() => policy.department('never')).toThrow(RangeError);
  expect(policy.department('health-commission')).toBe(named);
});

test('it is not among the pack’s, and no name finds it', () => {
  expect(policy.departments).toEqual(pack.departments);
  expect(policy.findDepartmentByName('原old-bureau')).toBeUndefined();
});

test('who stands above it still answers for it, and it for what was below it', () => {
  expect(policy.departmentsUnder('airport')).toEqual([...pack.departmentsUnder('airport'), 'old-zone']);
  expect(policy.departmentsUnder('old-bureau')).toEqual(['old-bureau', 'old-office']);
  expect(policy.departmentsUnder('health-commission')).toEqual(pack.departmentsUnder('health-commission'));
  expect(() => policy.departmentsUnder('never')).toThrow(RangeError);
});

test('what it handed in before is worked through; nothing comes to it', () => {
  for (const { id } of pack.catalogue) {
    expect(policy.mayReport(id, 'old-bureau'), id).toBe(pack.mayReport(id, 'health-commission'));
    expect(policy.mayDetermine(id, 'old-bureau'), id).toBe(pack.mayDetermine(id, 'health-commission'));
    expect(pack.findDepartment(policy.competentDepartmentFor(id, 'old-office')), id).toBeDefined();
    expect(policy.competentDepartmentFor(id, 'old-zone'), id).toBe(pack.competentDepartmentFor(id, 'airport'));
  }
});
