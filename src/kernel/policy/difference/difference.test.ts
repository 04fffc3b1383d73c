/** Every leaf of every pack in the repository, changed, taken out or put in another order: told, and told in words of its own. */
import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import type { PathStep } from '#kernel/policy/finding.ts';
import type { Policy, PolicyData } from '#kernel/policy/policy.ts';
import { together } from '#kernel/policy/together.ts';
import { loadPolicies, loadPolicy } from '#runtime/policy.ts';
import { differenceOf } from './difference.ts';

const cities = join(import.meta.dirname, '../../../../cities');
const packs = await Promise.all(
  globSync('*/notices/*', { cwd: cities })
    .sort()
    .map(async (name) => ({ name, policy: dataOf(await loadPolicy(join(cities, name))) })),
);

function dataOf(policy: Policy): PolicyData {
  return JSON.parse(JSON.stringify(policy)) as PolicyData;
}

type Change = { readonly what: string; readonly path: readonly PathStep[]; readonly make: (one: unknown) => unknown };
const GONE = Symbol('gone');

/** Of a leaf two other values of its type; of a list each element gone, another order; of a key that may be left out, its leaving. */
function changesOf(one: unknown, path: readonly PathStep[] = []): Change[] {
  if (Array.isArray(one))
    return [
      ...(one.length > 1 && !isDated(one)
        ? [
            {
              what: 'another order',
              path,
              make: (list: unknown) => (list === 0 ? 0 : (list as unknown[]).toReversed()),
            },
          ]
        : []),
      ...one.map((_item, index) => ({ what: 'gone', path: [...path, index], make: () => GONE })),
      ...one.flatMap((item, index) => changesOf(item, [...path, index])),
    ];
  if (one !== null && typeof one === 'object')
    return Object.entries(one).flatMap(([key, part]) => [
      ...changesOf(part, [...path, key]),
      // an empty list says as much as none
      ...(path.length > 0 && !isWhole(path) && !(Array.isArray(part) && part.length === 0)
        ? [{ what: 'left out', path: [...path, key], make: () => GONE }]
        : []),
    ]);
  const others = typeof one === 'boolean' ? [!one] : [otherThan(one, 1), otherThan(one, 2)];
  return others.map((other, index) => ({
    ...{ what: `other ${index + 1}`, path },
    make: () => other,
  }));
}

/** Values that are said whole have no parts that could be left out. */
const isWhole = (path: readonly PathStep[]) =>
  path.some((step) => ['appliesTo', 'nominates', 'tile', 'rolesApart'].includes(String(step))) ||
  path.slice(1).includes('value');

const isDated = (list: readonly unknown[]) =>
  list.every((item) => item !== null && typeof item === 'object' && 'from' in item && 'value' in item);

function otherThan(one: unknown, by: number): unknown {
  if (typeof one === 'number') return one + by;
  return `${one ?? ''}${'改'.repeat(by)}`;
}

function changed(policy: PolicyData, { path, make }: Change): PolicyData {
  const copy = structuredClone(policy);
  const parent = path.slice(0, -1).reduce<Record<PathStep, unknown>>((at, step) => at[step] as never, copy as never);
  const step = path.at(-1)!;
  const made = make(parent[step]);
  if (made !== GONE) parent[step] = made;
  else if (Array.isArray(parent)) parent.splice(Number(step), 1);
  else delete parent[step];
  return copy;
}

describe.each(packs)('$name', ({ policy }) => {
  test('nothing differs from itself', () => expect(differenceOf(policy, structuredClone(policy))).toEqual([]));

  const told = changesOf(policy).map((change) => {
    const other = changed(policy, change);
    const said = differenceOf(policy, other);
    // what came instead of what went
    return { ...change, said, back: change.make(0) === GONE ? differenceOf(other, policy) : said };
  });
  const placed = (ones: typeof told) => ones.map(({ what, path }) => `${what}: ${path.join('/')}`);

  test('whatever is changed is told, in both languages, and the other way round', () => {
    expect(told.length).toBeGreaterThan(1000);
    const untold = told.filter(
      ({ what, said, back }) =>
        said.length === 0 ||
        back.length === 0 ||
        // without its name nothing can be called by it
        (what !== 'left out' && [...said, ...back].some(({ zh, en }) => !zh || !en || /undefined/.test(zh + en))),
    );
    expect(placed(untold)).toEqual([]);
  });

  test('two other values of one place are told in other words', () => {
    const words = new Map<string, string>();
    const alike = told.filter(({ what, path, said }) => {
      if (!what.startsWith('other ')) return false;
      const [place, now] = [path.join('/'), JSON.stringify(said)];
      const before = words.get(place);
      words.set(place, now);
      return before === now;
    });
    expect(placed(alike)).toEqual([]);
  });

  test('no word of a program stands in the Chinese', () => {
    const INTERVALS = /[[(]-?\d+,-?\d+[\])]/g;
    const said = told
      .filter(({ what, path }) => (what === 'other 1' || what === 'another order') && path[0] !== 'neverCollect')
      .flatMap((one) => one.said.map(({ zh }) => zh.replaceAll(INTERVALS, '')));
    expect(said.filter((zh) => /[{}[\]"]|null/.test(zh))).toEqual([]);
  });
});

describe('in the words of', () => {
  const [{ policy }] = packs.filter(({ name }) => name.startsWith('zhengzhou')) as [(typeof packs)[number]];
  const alter = (edit: (draft: { -readonly [Key in keyof PolicyData]: PolicyData[Key] }) => void) => {
    const draft = structuredClone(policy);
    edit(draft);
    return differenceOf(policy, draft).map(({ where, kind, zh, en }) => [where, kind, zh, en]);
  };
  const kind = policy.catalogue[0]!;

  test('a length', () =>
    expect(
      alter((draft) => {
        draft.catalogue = draft.catalogue.map((one) =>
          one.id !== kind.id
            ? one
            : {
                ...one,
                lifecycle: {
                  ...one.lifecycle,
                  validityMonths: one.lifecycle.validityMonths.map((entry) => ({ ...entry, value: 1 })),
                },
              },
        );
      })[0],
    ).toEqual([
      'catalogue/1.1/lifecycle/validityMonths/value',
      'changed',
      expect.stringMatching(/^事项 1\.1“.+”的有效期（自 2020-02-13 起）由.+改为 1 个月$/),
      expect.stringMatching(/^matter 1\.1 “.+”, validity \(from 2020-02-13 on\): from .+ to 1 month$/),
    ]));

  test('a matter that is gone, and a new one', () => {
    const gone = alter((draft) => {
      draft.catalogue = draft.catalogue.slice(1);
    });
    expect(gone).toEqual([
      [
        'catalogue/1.1',
        'removed',
        expect.stringMatching(/^删去事项 1\.1“.+”（原为：依据条款：第 1\.1 条；/),
        expect.any(String),
      ],
    ]);
  });

  test('another body', () =>
    expect(
      alter((draft) => {
        draft.auditOffice = draft.departments.find(({ id }) => id !== draft.auditOffice)!.id;
      })[0]?.[2],
    ).toMatch(/^审计单位由“.+”改为“.+”$/));
});

test('a city’s notices together are compared as one', async () => {
  const policies = await loadPolicies(join(cities, 'zhengzhou'));
  const city = together(policies);
  expect(differenceOf(city, together(policies))).toEqual([]);
  expect(differenceOf(city, { ...city, names: { ...city.names, points: '分' } }).map(({ zh }) => zh)).toEqual([
    `积分名称由“${city.names.points}”改为“分”`,
  ]);
});
