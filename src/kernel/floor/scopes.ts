/**
 * What a rule of the law can be about, by name: where in a policy it is found, and what its value looks like. A new rule about one of these
 * is a few lines of YAML; a new kind of rule is a scope more.
 */
import { z } from 'zod';
import type { PolicyData } from '../policy/policy.ts';
import { localId, refOf } from '../policy/refs.ts';
import { duration } from '../policy/schema.ts';
import { compileScreen, type ScreeningRule } from '../screening/never-collect.ts';
import { ADVERSE_SCOPES } from './adverse-scopes.ts';
import { GRADE_SCOPE } from './grade-scope.ts';
import type { FloorRule, Scene } from './law.ts';
import type { Direction, KeyOf } from './orders.ts';
import { dated, type Place, undated, undatedAs } from './places.ts';

export interface Asked {
  /** what stands after the `/` */
  readonly name: string;
  readonly rule: FloorRule;
  readonly scenes: readonly Scene[];
  /** all rules of the law: one may need what another names */
  readonly rules: readonly FloorRule[];
}

export interface Scope {
  readonly directions: readonly Direction[];
  /** of the law's value, as it is written */
  readonly value: z.ZodType;
  readonly key: KeyOf;
  /** written whether or not it is below: the law's own words stand beside those of a pack */
  readonly always?: true;
  /** the product holds it without the pack; a pack only adds to it */
  readonly byItself?: true;
  locate(policy: PolicyData, asked: Asked): readonly Place[];
}

const byText: KeyOf = String;
const AMOUNT: readonly Direction[] = ['at-least', 'at-most', 'exact'];
const texts = z.array(z.string()).min(1);

const amount = (value: z.ZodType, locate: Scope['locate']): Scope => ({
  ...{ directions: AMOUNT, value, key: byText, locate },
});

const GENERAL_SCOPES: Readonly<Record<string, Scope>> = {
  'minimum-age': amount(z.int().positive(), (policy) => [
    undated(policy, ['minimumAge', 'years'], policy.minimumAge.years),
  ]),
  'reports-a-year': amount(z.int().positive(), (policy) => [
    dated(policy, ['fullReportsPerYear'], policy.fullReportsPerYear),
  ]),
  timer: amount(duration, timerNamed),
  'public-notice': amount(duration, publicNotices),
  'never-collect': {
    directions: ['superset'],
    value: z.array(neverCollectOfLaw()).min(1),
    key: (item) => (item as NeverCollectOfLaw).id,
    always: true,
    locate: neverCollect,
  },
  fields: {
    directions: ['superset'],
    value: texts,
    key: byText,
    locate: (policy, { name }) => [
      ...(name === 'person' || name === 'organisation'
        ? [undated(policy, ['fields', name, 'required'], policy.fields[name].required)]
        : []),
      ...policy.catalogue.flatMap(({ subject, requiredFields }, index) =>
        subject === name ? [undated(policy, ['catalogue', index, 'requiredFields'], requiredFields)] : [],
      ),
    ],
  },
  'disclosure-mode': {
    directions: ['subset'],
    value: texts,
    key: byText,
    locate: disclosureModes,
  },
  'roles-apart': {
    directions: ['superset'],
    value: z.array(z.tuple([z.string(), z.string()])).min(1),
    key: (pair) => rolesOf(pair).toSorted().join(),
    always: true,
    byItself: true,
    locate: rolesApart,
  },
};

const SCOPES: Readonly<Record<string, Scope>> = { ...GENERAL_SCOPES, ...ADVERSE_SCOPES, 'decision-grade': GRADE_SCOPE };

/** @throws Error for a scope nobody knows */
export function scopeOf(written: string): Scope & { readonly name: string } {
  const [id = '', name = ''] = written.split('/');
  const scope = SCOPES[id];
  if (!scope) throw new Error(`no scope "${written}"`);
  return { ...scope, name };
}

/** One of the policy's timers; where it has none, what the law says becomes one. */
function timerNamed(policy: PolicyData, { name, rule }: Asked): readonly Place[] {
  const index = policy.timers.findIndex(({ id }) => localId(id) === name);
  if (index >= 0) return [dated(policy, ['timers', index, 'value'], policy.timers[index]!.value)];
  const path = ['timers', policy.timers.length];
  const place = dated(policy, path, []);
  return [
    {
      ...place,
      path: ['timers'],
      written: place.written.map((entry) => ({ ...entry, path: ['timers'] })),
      write(draft, values) {
        const { title, titleEn } = rule;
        const id = refOf(policy.id, name);
        timersOf(draft).push({
          id,
          title,
          titleEn,
          value: values.map((value) => ({ citation: '', ...value })) as never,
        });
      },
    },
  ];
}

const timersOf = ({ timers }: PolicyData) => timers as unknown as PolicyData['timers'][number][];

/** Of each list, by the timer it names. What holds instead is a timer of its own: the one named may have another use. */
function publicNotices(policy: PolicyData): readonly Place[] {
  return policy.lists.flatMap((list, index) => {
    const at = policy.timers.findIndex(({ id }) => id === list.publicNotice);
    const timer = policy.timers[at];
    if (!timer) return [];
    const place = dated(policy, ['timers', at, 'value'], timer.value);
    return [
      {
        ...place,
        write(draft: PolicyData, values: Parameters<Place['write']>[1]) {
          const id = refOf(policy.id, `public-notice-of-${list.id}`);
          const own = timersOf(draft).find((one) => one.id === id) ?? structuredClone({ ...timer, id });
          if (!draft.timers.includes(own)) timersOf(draft).push(own);
          const copy = { ...draft, timers: [own] };
          dated(policy, ['timers', 0, 'value'], own.value).write(copy, values);
          (draft.lists[index] as { publicNotice: string }).publicNotice = id;
        },
      },
    ];
  });
}

interface NeverCollectOfLaw {
  readonly id: string;
  readonly category: string;
  /** patterns that stand in the screen whatever the pack says */
  readonly words: readonly string[];
  /** what every screen refuses */
  readonly sentences: readonly string[];
}

function neverCollectOfLaw(): z.ZodType<NeverCollectOfLaw> {
  return z.strictObject({ id: z.string(), category: z.string(), words: texts, sentences: texts });
}

/** Whether the screen, as it is compiled, refuses the law's own sentences: what a pack's patterns say does not matter, what they find does. */
function neverCollect(policy: PolicyData, { rule }: Asked): readonly Place[] {
  const screen = screenOf(policy.neverCollect);
  const rules = rule.dated.at(-1)!.value as readonly NeverCollectOfLaw[];
  const refused = rules.filter(({ sentences }) => sentences.every((sentence) => screen(sentence) !== null));
  const citation = rule.dated.at(-1)!.source;
  return [
    undatedAs(policy, ['neverCollect'], refused, (draft) => {
      const own = draft.neverCollect.filter(({ id }) => !rules.some((one) => one.id === id));
      const words = rules.map(({ id, category, words: any }) => ({ id, category, any, unless: [], citation }));
      (draft as { neverCollect: readonly ScreeningRule[] }).neverCollect = [...own, ...words];
    }),
  ];
}

const SCREENS = 8;
const screens = new Map<string, (text: string) => unknown>();

/** Compiled once for the same patterns, which takes longer than everything else here. A pattern that is none finds nothing. */
function screenOf(rules: readonly ScreeningRule[]): (text: string) => unknown {
  const written = JSON.stringify(rules);
  const known = screens.get(written);
  if (known) return known;
  const made = compiledOr(rules, () => null);
  if (screens.size >= SCREENS) screens.delete([...screens.keys()][0]!);
  screens.set(written, made);
  return made;
}

function compiledOr(rules: readonly ScreeningRule[], otherwise: () => null): (text: string) => unknown {
  try {
    return compileScreen(rules);
  } catch {
    return otherwise;
  }
}

function disclosureModes(policy: PolicyData, { name, rule }: Asked): readonly Place[] {
  const strictest = (rule.dated.at(-1)!.value as readonly string[]).at(-1);
  return policy.catalogue.flatMap(({ subject, lifecycle }, index) => {
    if (subject !== name) return [];
    const path = ['catalogue', index, 'lifecycle', 'disclosureMode'];
    return [
      undatedAs(policy, path, [lifecycle.disclosureMode], (draft) => {
        (draft.catalogue[index]!.lifecycle as { disclosureMode?: unknown }).disclosureMode = strictest;
      }),
    ];
  });
}

const rolesOf = (pair: unknown): readonly string[] =>
  Array.isArray(pair) ? (pair as string[]) : (pair as PolicyData['rolesApart'][number]).roles;

function rolesApart(policy: PolicyData, { rule }: Asked): readonly Place[] {
  const citation = rule.dated.at(-1)!.source;
  return [
    undatedAs(policy, ['rolesApart'], policy.rolesApart, (draft, value) => {
      const pairs = (value as readonly unknown[]).map((pair) =>
        Array.isArray(pair) ? { roles: pair, citation } : pair,
      );
      (draft as { rolesApart: unknown }).rolesApart = pairs;
    }),
  ];
}
