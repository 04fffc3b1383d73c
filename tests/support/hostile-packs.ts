/**
 * Makes packs that are below the law, from the law itself: every rule, every place it applies to, and every way of going below. A new rule is
 * covered without a new test; what cannot be gone below somewhere fails the test that counts (`hostile-packs.test.ts`).
 */
import { parse, stringify } from 'yaml';
import type { FloorRule, FloorValue, Law } from '#kernel/floor/law.ts';
import { type Order, orderOf } from '#kernel/floor/orders.ts';
import type { Path, Place } from '#kernel/floor/places.ts';
import { scopeOf } from '#kernel/floor/scopes.ts';
import type { PolicyFile } from '#kernel/policy/compile.ts';
import type { Policy, PolicyData } from '#kernel/policy/policy.ts';
import { localId } from '#kernel/policy/refs.ts';
import { compileScreen } from '#kernel/screening/never-collect.ts';
import { DURATION_UNITS } from '#kernel/vocabulary.ts';

export const WAYS = ['below', 'missing', 'other unit', 'dated earlier', 'dated later', 'moved'] as const;
type Way = (typeof WAYS)[number];

/** One change of a pack: at a path, what stands there instead; undefined takes it away. */
export interface Hostile {
  readonly rule: string;
  readonly way: Way;
  readonly path: Path;
  readonly value: unknown;
}

interface About {
  readonly rule: FloorRule;
  readonly order: Order;
  readonly floor: FloorValue;
  readonly place: Place;
  readonly policy: PolicyData;
}

export function hostilePacks(policy: PolicyData, law: Law): readonly Hostile[] {
  return law.rules.flatMap((rule) => {
    const scope = scopeOf(rule.scope);
    const order = orderOf(rule.direction, scope.key);
    const places = scope.locate(policy, { name: scope.name, rule, ...law });
    return places.flatMap((place) => {
      const about = { rule, order, floor: rule.dated.at(-1)!, place, policy };
      const changes = scope.byItself ? [] : (SPECIAL[rule.scope.split('/')[0]!] ?? general)(about);
      return changes.map(([way, path, value]) => ({ rule: rule.id, way, path, value }));
    });
  });
}

type Change = readonly [way: Way, path: Path, value: unknown];

/** What stands at a place is the value itself. */
function general(about: About): readonly Change[] {
  const { place, floor, rule } = about;
  const wrong = below(about);
  if (!place.dated)
    return [
      ...wrong.map((value): Change => ['below', place.path, value]),
      ...(rule.direction === 'superset' ? ([['missing', place.path, []]] as Change[]) : []),
      ['missing', place.path, undefined],
    ];
  // beyond the year 2026 every rule is in its last wording; the pack's own first day is where its first one begins
  const first = place.written[0]!.from;
  const fine = floor.value;
  const dated = (...values: readonly (readonly [from: string, value: unknown])[]) =>
    values.map(([from, value]) => ({ from, value: withPart(about, value), citation: 'x' }));
  const late = '2031-01-01';
  const entries = entriesPath(place);
  return [
    ...wrong.map((value): Change => ['below', entries, dated([first, fine], ['2026-04-01', value])]),
    ...otherUnits(about).map((value): Change => ['other unit', entries, dated([first, value])]),
    ['dated later', entries, dated([first, fine], [late, wrong[0]])],
    ['dated later', entries, dated([late, fine])],
    ...loosenedEarlier(about).map(
      ([day, value]): Change => ['dated earlier', entries, dated([first, value], [day, fine])],
    ),
    ...missing(about),
  ];
}

const entriesPath = ({ written, path }: Place): Path => {
  const entry = written.find((one) => one.path.length > path.length);
  return entry ? entry.path.slice(0, path.length) : path;
};

/** A range's other members stay as they are. */
function withPart({ place, policy }: About, value: unknown): unknown {
  const sample = place.written.find(({ path }) => path.at(-2) === 'value');
  if (!sample) return value;
  return { ...(at(policy, sample.path.slice(0, -1)) as object), [sample.path.at(-1)!]: value };
}

const isDuration = (value: unknown): value is { amount: number; unit: string } =>
  value !== null && typeof value === 'object' && 'amount' in value;

/** Values of the right kind that do not meet the floor. */
function below({ floor: { value }, order, place, rule }: About): readonly unknown[] {
  const candidates = ((): readonly unknown[] => {
    if (typeof value === 'boolean') return [!value];
    if (typeof value === 'number')
      return rule.scope.startsWith('minimum') ? [value - 1, 6] : [value - 1, value + 1, 600, null];
    if (isDuration(value)) return [value.amount - 1, value.amount + 1, 0, 50].map((amount) => ({ ...value, amount }));
    if (value === 'case') return ['batch'];
    if (value === 'decision-number') return ['matter-and-date'];
    if (rule.direction !== 'superset') return [];
    const key = scopeOf(rule.scope).key;
    const has = place.written[0]!.value as readonly unknown[];
    return (value as readonly unknown[]).map((member) => has.filter((one) => key(one) !== key(member)));
  })();
  return candidates.filter((one) => !order.meets(value, one) && Number(amountOf(one)) >= 0);
}
const amountOf = (value: unknown) => (isDuration(value) ? value.amount : typeof value === 'number' ? value : 0);

/** The same figure in a unit in which it says something else. */
function otherUnits({ floor: { value }, order }: About): readonly unknown[] {
  if (!isDuration(value)) return [];
  return DURATION_UNITS.map((unit) => ({ ...value, unit })).filter((one) => !order.meets(value, one));
}

/** Where later law is looser: its value before its day. */
function loosenedEarlier({ rule, order, place }: About): readonly (readonly [day: string, value: unknown])[] {
  const first = place.written[0]!.from;
  return rule.dated.flatMap(({ from, value }, index) => {
    const before = rule.dated[index - 1];
    return before && from > first && !order.meets(before.value, value) ? [[from, value] as const] : [];
  });
}

/** A timer that is not there, or goes by another name. */
function missing({ place: { path } }: About): readonly Change[] {
  if (path[0] !== 'timers' || typeof path[1] !== 'number') return [];
  const timer = path.slice(0, 2);
  return [
    ['missing', timer, undefined],
    ['moved', [...timer, 'id'], 'something-else'],
  ];
}

type Special = (about: About) => readonly Change[];
const at = (data: unknown, path: Path): unknown =>
  path.reduce<unknown>((value, step) => (value as Record<string | number, unknown>)[step], data);

/** Scopes in which something else is written than what is compared. */
const SPECIAL: Readonly<Record<string, Special>> = {
  'public-notice': (about) => {
    const { policy, place } = about;
    const timer = policy.timers[Number(place.path[1])]!;
    const list = policy.lists.findIndex(({ publicNotice }) => publicNotice === timer.id);
    const shorter = policy.timers.find(({ id }) => id.endsWith('repair-execution'))!;
    return [
      ...general(about).filter(([way, path]) => way !== 'missing' && way !== 'moved' && path.at(-1) === 'value'),
      ['moved', ['lists', list, 'publicNotice'], shorter.id.split('/').at(-1)],
    ];
  },
  'never-collect': ({ policy, floor }) => {
    const rules = floor.value as readonly { readonly sentences: readonly string[] }[];
    return [
      ['missing', ['neverCollect'], []],
      ...rules.flatMap(({ sentences }): Change[] => {
        const refusing = new Set(policy.neverCollect.filter((rule) => sentences.some(compileScreen([rule]))));
        return [
          ['below', ['neverCollect'], policy.neverCollect.filter((rule) => !refusing.has(rule))],
          [
            'moved',
            ['neverCollect'],
            policy.neverCollect.map((rule) => (refusing.has(rule) ? { ...rule, unless: ['.*'] } : rule)),
          ],
        ];
      }),
    ];
  },
  'adverse-evidence': ({ policy, place: { path } }) => {
    const has = at(policy, path) as readonly { readonly id: string }[];
    return has.flatMap(({ id }): Change[] => [
      ['below', path, has.filter((one) => one.id !== id)],
      ['moved', path, has.map((one) => (one.id === id ? { ...one, required: false } : one))],
    ]);
  },
  'decision-types': ({ policy, place: { path } }) => {
    const has = at(policy, path) as readonly object[];
    return [
      ['below', path, [...has, { id: 'complaint', title: '群众投诉', citation: 'x' }]],
      ['below', path, [{ id: 'judgment', title: '群众投诉', citation: 'x' }]],
      ['missing', path, []],
    ];
  },
  'decision-grade': ({ policy, floor, place }) => {
    const path = [...place.path];
    const kind = at(policy, path.slice(0, -1)) as PolicyData['catalogue'][number];
    const law = Object.keys(floor.value as object).filter((id) => kind.decisionTypes.some((one) => one.id === id));
    const own = policy.repair.find(({ id }) => id === kind.repairGrade);
    const graver = policy.repair.filter(({ gravity, id }) => (gravity ?? id) !== 'minor').map(({ id }) => id);
    const since = (from: string, value: unknown) => [{ from, value, citation: 'x' }];
    const minor = Object.fromEntries(
      law.map((id) => [id, policy.repair.find((one) => (one.gravity ?? one.id) === 'minor')!.id]),
    );
    return [
      ...law.flatMap((id) =>
        graver.map((grade): Change => ['below', path, since('2026-04-01', { ...minor, [id]: grade })]),
      ),
      // of a kind that is minor itself nothing is gone below by saying nothing
      ...((own?.gravity ?? own?.id) === 'minor'
        ? []
        : ([
            ['missing', path, undefined],
            ['dated later', path, since('2031-01-01', minor)],
            ...law.map(
              (id): Change => [
                'moved',
                [...path.slice(0, -1), 'decisionTypes'],
                kind.decisionTypes.filter((one) => one.id !== id),
              ],
            ),
          ] as Change[])),
    ];
  },
  'list-basis': ({ policy, place: { path } }) => [
    ['moved', [...path, 'basis'], policy.bases.find(({ kind }) => kind === 'document')!.id],
    ['missing', [...path, 'basis'], undefined],
    [
      'below',
      ['bases', policy.bases.findIndex(({ id }) => id === (at(policy, path) as { basis?: string }).basis), 'kind'],
      'document',
    ],
  ],
  'disclosure-mode': ({ place: { path } }) => [['below', path, 'public']],
  'restriction-list': ({ policy, place: { path } }) => [
    ['moved', path, { list: policy.lists.find(({ polarity }) => polarity === 'good')!.id }],
    ['moved', path, { level: policy.points.levels[0]!.value[0]!.id }],
  ],
  'restriction-scenes': ({ floor, place: { path } }) => [
    ...(floor.value as readonly string[]).map((scene): Change => ['below', path, [scene]]),
  ],
};

/** Of the compiled data: durations and titles of scenes are as they are compiled. */
export function changedData(policy: Policy, { path, value }: Hostile, { scenes }: Law): PolicyData {
  const data = structuredClone(
    Object.fromEntries(Object.entries(policy).filter(([, one]) => typeof one !== 'function')),
  ) as unknown as PolicyData;
  const titled =
    path.at(-1) === 'matters'
      ? (value as readonly string[]).map((id) => scenes.find((scene) => scene.id === id)?.title ?? id)
      : path.at(-1) === 'publicNotice' || (path[0] === 'timers' && path.at(-1) === 'id')
        ? `${policy.id}/${value}`
        : value;
  change(data, path, titled);
  return data;
}

/** Of the files, as an author would write it: city and notice each say a part, and some of the timers. */
export function changedFiles(
  files: readonly PolicyFile[],
  { path, value }: Hostile,
  { timers }: PolicyData,
): readonly PolicyFile[] {
  const [key = '', index, ...rest] = path;
  const timer = key === 'timers' ? localId(timers[Number(index)]!.id) : undefined;
  return files.map((file) => {
    if (!/\.ya?ml$/.test(file.path) || !file.text.includes(`${key}:`)) return file;
    const data = parse(file.text) as Record<string, unknown>;
    const there = timer === undefined ? index : timerIn(data as Parameters<typeof timerIn>[0], timer);
    if (!(key in data) || there === -1) return file;
    change(data, path.length === 1 ? path : [key, there!, ...rest], written(value));
    return { ...file, text: stringify(data, { aliasDuplicateObjects: false }) };
  });
}

const timerIn = ({ timers = [] }: { readonly timers?: readonly { readonly id: string }[] }, name: string): number =>
  timers.findIndex(({ id }) => id === name);

/** Durations as they are written: `5 working-days`. */
function written(value: unknown): unknown {
  if (isDuration(value)) return `${value.amount} ${value.unit}`;
  if (Array.isArray(value)) return value.map(written);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([key, one]) => [key, written(one)]));
}

function change(data: object, path: Path, value: unknown): void {
  const parent = at(data, path.slice(0, -1));
  const last = path.at(-1)!;
  if (value !== undefined) (parent as Record<string | number, unknown>)[last] = value;
  else if (Array.isArray(parent)) parent.splice(Number(last), 1);
  else delete (parent as Record<string | number, unknown>)[last];
}
