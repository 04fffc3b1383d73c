/** Who plays in which city: the story's own people where its bodies are, and in every other city people of that city's bodies alone. */
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { DEFAULT_POLICY_FOLDER } from '../default-policy.ts';
import { loadPolicy } from '../policy.ts';
import { DEMO_ACCOUNTS, DEMO_OFFICERS } from './accounts.ts';
import { castOf, DEMO_START } from './cast.ts';

const root = join(import.meta.dirname, '..', '..', '..');

test('in the story’s city its own people play, from its own first day', async () => {
  const cast = castOf(await loadPolicy(DEFAULT_POLICY_FOLDER));
  expect(cast.story).toBeNull();
  expect([cast.accounts, cast.officers, cast.begins]).toEqual([DEMO_ACCOUNTS, DEMO_OFFICERS, DEMO_START]);
  expect(cast.lists.length).toBeGreaterThan(0);
});

describe.each(['cities/example', 'tests/support/mini-pack'])('in %s', async (folder) => {
  const policy = await loadPolicy(join(root, folder));
  const cast = castOf(policy);

  test('every officer has a body of that city, and every role is played', () => {
    for (const { departmentId } of cast.officers) expect(policy.findDepartment(departmentId)).toBeDefined();
    expect(policy.findDepartment(cast.machine.departmentId)).toBeDefined();
    expect(new Set(cast.officers.flatMap(({ roles }) => roles)).size).toBe(7);
    expect(new Set(cast.accounts.map(({ id }) => id)).size).toBe(cast.accounts.length);
  });

  test('whatever is reported is reviewed and determined by somebody else of the competent body', () => {
    for (const kind of policy.catalogue) {
      const body = policy.competentDepartmentFor(kind.id, policy.creditOffice);
      const people = cast.officers.filter(({ departmentId }) => departmentId === body);
      for (const role of ['reviewer', 'determiner'] as const)
        expect(people.filter(({ roles }) => roles.includes(role)).length, `${kind.id} ${role}`).toBeGreaterThan(0);
    }
  });

  test('its days follow one another, after its notice took effect', () => {
    const days = (cast.story ?? []).map(({ at }) => new Date(at).getTime());
    expect(days.length).toBeGreaterThan(5);
    expect(days).toEqual(days.toSorted((a, b) => a - b));
    expect(cast.begins.getTime()).toBeGreaterThan(new Date(policy.effectiveFrom).getTime());
    expect(cast.begins.getTime()).toBeLessThanOrEqual(days[0] ?? 0);
  });

  test('its good lists are led to under their own names', () => {
    const good = policy.lists.filter(({ polarity }) => polarity === 'good');
    expect(cast.lists).toEqual(good.map(({ id, plainTitle }) => ({ title: plainTitle, path: `/lists/${id}` })));
  });
});
