/** What rules of the law say of adverse kinds, adverse lists, restrictions and repair: the scopes in which somebody bears something. */
import { z } from 'zod';
import type { PathStep } from '../policy/finding.ts';
import type { CatalogueKind, PolicyData } from '../policy/policy.ts';
import { BASIS_KINDS, GRAVITIES } from '../vocabulary.ts';
import type { Direction } from './orders.ts';
import { dated, type Place, undated, undatedAs, writeAt } from './places.ts';
import type { Asked, Scope } from './scopes.ts';

const AMOUNT: readonly Direction[] = ['at-least', 'at-most', 'exact'];
const texts = z.array(z.string()).min(1);
const byId = (item: unknown) => (typeof item === 'string' ? item : (item as { readonly id: string }).id);
/** The words count as well as the id: a complaint is none the more a judgment for being called one. */
const byIdAndTitle = (item: unknown) => `${byId(item)}|${(item as { readonly title: string }).title}`;

const months = (locate: Scope['locate']): Scope => ({
  ...{ directions: AMOUNT, value: z.int().nonnegative(), key: String, locate },
});
const exactly = (value: z.ZodType, locate: Scope['locate']): Scope => ({
  ...{ directions: ['exact'], value, key: String, locate },
});

/** Of a grade of the policy, that of the law. */
const gravityOf = ({ repair }: PolicyData, grade: string | undefined): string =>
  repair.find(({ id }) => id === grade)?.gravity ?? grade ?? '';
/** A grade that law does not know is held to all that it knows. */
const isUnknown = (gravity: string) => !GRAVITIES.some((one) => one === gravity);

type At = (...steps: readonly PathStep[]) => readonly PathStep[];

function adverseKinds(policy: PolicyData, place: (kind: CatalogueKind, at: At) => readonly Place[]): readonly Place[] {
  return policy.catalogue.flatMap((kind, index) =>
    kind.polarity === 'adverse' ? place(kind, (...steps) => ['catalogue', index, ...steps]) : [],
  );
}

export const ADVERSE_SCOPES: Readonly<Record<string, Scope>> = {
  disclosure: months((policy, { name }) =>
    adverseKinds(policy, ({ repairGrade, lifecycle }, at) => {
      const gravity = gravityOf(policy, repairGrade);
      if (gravity !== name && !isUnknown(gravity)) return [];
      return [
        dated(policy, at('lifecycle', 'disclosureMonths'), lifecycle.disclosureMonths),
        dated(policy, at('lifecycle', 'validityMonths'), lifecycle.validityMonths),
      ];
    }),
  ),
  'list-entry': months((policy) =>
    policy.lists.flatMap(({ polarity, entryMonths }, index) =>
      polarity === 'adverse' ? [dated(policy, ['lists', index, 'entryMonths'], entryMonths)] : [],
    ),
  ),
  'repair-minimum': months((policy, { name }) => ranges(policy, name, 'minimumMonths')),
  'repair-maximum': months((policy, { name }) => ranges(policy, name, 'maximumMonths')),
  'repair-published': exactly(z.boolean(), (policy, { name }) => ranges(policy, name, 'published')),
  'adverse-fields': {
    ...{ directions: ['superset'], value: texts, key: String },
    locate: (policy) =>
      adverseKinds(policy, ({ requiredFields }, at) => [undated(policy, at('requiredFields'), requiredFields)]),
  },
  'adverse-evidence': {
    ...{
      directions: ['superset'],
      value: z.array(z.strictObject({ id: z.string(), title: z.string(), titleEn: z.string() })),
    },
    key: (item) => (item as { readonly title: string }).title,
    locate: evidence,
  },
  'not-reported': {
    ...{ directions: ['superset'], value: z.array(titled()), key: byIdAndTitle },
    locate: (policy, { name }) =>
      adverseKinds(policy, ({ subject, notReported }, at) =>
        subject === name ? [undatedAs(policy, at('notReported'), notReported, oncePerId(at('notReported')))] : [],
      ),
  },
  'decision-types': {
    ...{ directions: ['subset'], value: z.array(titled()), key: byIdAndTitle },
    locate: decisionTypes,
  },
  'adverse-approval': exactly(z.string(), (policy) =>
    adverseKinds(policy, ({ approval }, at) => [undated(policy, at('approval'), approval)]),
  ),
  'adverse-fact-basis': exactly(z.string(), (policy) =>
    adverseKinds(policy, ({ factBasis }, at) => [undated(policy, at('factBasis'), factBasis)]),
  ),
  'adverse-list': exactly(z.boolean(), (policy, { name }) =>
    policy.lists.flatMap(({ polarity, requires }, index) =>
      polarity === 'adverse' && (name === 'noticeServed' || name === 'decision')
        ? [undated(policy, ['lists', index, 'requires', name], requires[name])]
        : [],
    ),
  ),
  'list-basis': {
    ...{ directions: ['subset'], value: z.array(z.enum(BASIS_KINDS)).min(1), key: String },
    locate: listBases,
  },
  'restriction-list': { ...{ directions: ['subset'], value: texts, key: String }, locate: restrictionLists },
  'restriction-scenes': { ...{ directions: ['disjoint'], value: texts, key: String }, locate: restrictionScenes },
};

function titled() {
  return z.strictObject({ id: z.string(), title: z.string(), citation: z.string() });
}

/** A grade of the policy, by its id. One that the law does not know is shown no longer than any: it is held as each of them. */
function ranges(policy: PolicyData, name: string, part: string): readonly Place[] {
  return policy.repair.flatMap(({ id, range }, index) =>
    gravityOf(policy, id) === name || (part === 'maximumMonths' && isUnknown(gravityOf(policy, id)))
      ? [dated(policy, ['repair', index, 'range'], range, part)]
      : [],
  );
}

const oncePerId = (path: readonly PathStep[]) => (draft: PolicyData, value: unknown) =>
  writeAt(draft, path, [...new Map((value as { readonly id: string }[]).map((item) => [item.id, item])).values()]);

/** Only what is required counts. */
function evidence(policy: PolicyData): readonly Place[] {
  return adverseKinds(policy, (kind, at) => {
    const required = kind.evidence.filter((one) => one.required);
    return [
      undatedAs(policy, at('evidence'), required, (draft, value) => {
        const found = (value as CatalogueKind['evidence']).map((one) => [one.id, { ...one, required: true }] as const);
        const needed = [...new Map(found).values()];
        const others = kind.evidence.filter(({ id }) => !needed.some((one) => one.id === id));
        writeAt(draft, at('evidence'), [...needed, ...others]);
      }),
    ];
  });
}

/** A kind that is left with none has all that the law knows: a kind that nothing can found would only be a dead one. */
function decisionTypes(policy: PolicyData, { rule }: Asked): readonly Place[] {
  const known = rule.dated.at(-1)!.value;
  return adverseKinds(policy, (kind, at) => [
    undatedAs(
      policy,
      at('decisionTypes'),
      kind.decisionTypes.length > 0 ? kind.decisionTypes : undefined,
      (draft, value) => {
        const left = (value ?? []) as readonly unknown[];
        writeAt(draft, at('decisionTypes'), left.length > 0 ? left : known);
      },
    ),
  ]);
}

/** By the kind of the document a list names. One that rests on nothing is shut, which no law minds; one that may not rest on what it names is shut when it runs. */
function listBases(policy: PolicyData): readonly Place[] {
  return policy.lists.flatMap(({ polarity, requires: { legalBasis } }, index) => {
    if (polarity !== 'adverse') return [];
    const path = ['lists', index, 'requires', 'legalBasis'];
    const kind = policy.bases.find(({ id }) => id === legalBasis?.basis)?.kind ?? 'unnamed';
    const named = legalBasis && (legalBasis.recorded ? [kind] : []);
    return [undatedAs(policy, path, named, (draft) => writeAt(draft, path, { recorded: false, citation: null }))];
  });
}

/** What restricts, by the polarity of the list it hangs on; one that hangs on anything else is no measure. */
function restrictionLists(policy: PolicyData): readonly Place[] {
  return restrictions(policy, ({ appliesTo }, index) => {
    const list = 'list' in appliesTo ? policy.lists.find(({ id }) => id === appliesTo.list) : undefined;
    return undatedAs(policy, ['measures', index, 'appliesTo'], [list?.polarity ?? 'none'], without(index));
  });
}

/** A policy is compiled with the titles of scenes. What is in no vocabulary is `unlisted`: nobody can say what it would touch. */
function restrictionScenes(policy: PolicyData, { scenes }: Asked): readonly Place[] {
  const known = new Map(scenes.map(({ id, title }) => [title, id]));
  return restrictions(policy, ({ matters }, index) =>
    undatedAs(
      policy,
      ['measures', index, 'matters'],
      matters.map((matter) => known.get(matter) ?? 'unlisted'),
      (draft, value) => {
        const left = matters.filter((matter) => (value as readonly string[]).includes(known.get(matter) ?? 'unlisted'));
        if (left.length > 0) writeAt(draft, ['measures', index, 'matters'], left);
        else without(index)(draft);
      },
    ),
  );
}

const restrictions = (
  { measures }: PolicyData,
  place: (measure: PolicyData['measures'][number], index: number) => Place,
): readonly Place[] =>
  measures.flatMap((measure, index) => (measure.polarity === 'restriction' ? [place(measure, index)] : []));

const without = (index: number) => (draft: PolicyData) => {
  (draft.measures as unknown as unknown[]).splice(index, 1);
};
