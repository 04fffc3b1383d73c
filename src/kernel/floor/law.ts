/** The law as a floor (079): rules with their dates and sources, in files of the nation and of provinces, and which of them stand over a city. */
import { parse } from 'yaml';
import { z } from 'zod';
import { isLocalDate, type LocalDate } from '#kernel/time/local-date.ts';
import type { PolicyFile } from '../policy/source.ts';
import { DIRECTIONS, type Direction } from './orders.ts';
import { scopeOf } from './scopes.ts';

const text = z.string().trim().min(1);
const day = z.string().refine(isLocalDate);
const ORIGINS = ['law', 'product'] as const;

const entry = z.strictObject({
  from: day,
  until: day.exactOptional(),
  value: z.unknown(),
  source: text,
  status: z.enum(['confirmed', 'unconfirmed']).default('confirmed'),
  /** where the rule is law and the product holds it earlier, by its own choice */
  origin: z.enum(ORIGINS).exactOptional(),
});

const lawFile = z.strictObject({
  jurisdiction: z.strictObject({ name: text, nameEn: text, region: z.string().regex(/^(\d{2}|\d{4})?$/) }),
  rules: z.array(
    z.strictObject({
      id: z.string().regex(/^[a-z][a-z0-9-]*$/),
      scope: text,
      direction: z.enum(DIRECTIONS),
      origin: z.enum(ORIGINS),
      title: text,
      titleEn: text,
      dated: z.array(entry).min(1),
    }),
  ),
});

const scenesFile = z.strictObject({
  scenes: z.array(z.strictObject({ id: z.string().regex(/^[a-z][a-z-]*$/), title: text, titleEn: text })).min(1),
});

export type Scene = z.infer<typeof scenesFile>['scenes'][number];
export type Origin = (typeof ORIGINS)[number];

export interface FloorValue {
  readonly from: LocalDate;
  /** last day; left out: until the next one begins */
  readonly until?: LocalDate;
  readonly value: unknown;
  readonly source: string;
  readonly status: 'confirmed' | 'unconfirmed';
  readonly origin: Origin;
}

export interface FloorRule {
  readonly id: string;
  /** digits that the region code of a city begins with; empty: the nation */
  readonly region: string;
  readonly jurisdiction: { readonly name: string; readonly nameEn: string };
  /** what it is about: a name of `scopes.ts`, and after `/` which one */
  readonly scope: string;
  readonly direction: Direction;
  readonly title: string;
  readonly titleEn: string;
  /** in order of their days */
  readonly dated: readonly FloorValue[];
}

export interface Law {
  /** the nation's first, then the provinces', then the cities' */
  readonly rules: readonly FloorRule[];
  /** the matters that measures may be about: a closed vocabulary */
  readonly scenes: readonly Scene[];
}

/** @throws Error naming the file: the law is the product's own and stands beside its code */
export function readLaw(files: readonly PolicyFile[]): Law {
  const rules: FloorRule[] = [];
  const scenes: Scene[] = [];
  for (const { path, text: content } of files) {
    try {
      const data: unknown = parse(content);
      if (path.endsWith('scenes.yaml')) scenes.push(...scenesFile.parse(data).scenes);
      else rules.push(...rulesOf(lawFile.parse(data)));
    } catch (error) {
      throw new Error(`${path}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  return { rules: rules.toSorted((a, b) => a.region.length - b.region.length), scenes };
}

function rulesOf({ jurisdiction: { region, ...jurisdiction }, rules }: z.infer<typeof lawFile>): FloorRule[] {
  return rules.map(({ origin, dated, ...rule }) => {
    const { directions, value } = scopeOf(rule.scope);
    if (!directions.includes(rule.direction)) throw new Error(`${rule.id}: ${rule.scope} is never ${rule.direction}`);
    return {
      ...rule,
      region,
      jurisdiction,
      dated: dated
        .map((one) => ({ origin, ...one, value: value.parse(one.value) }))
        .toSorted((a, b) => (a.from < b.from ? -1 : 1)),
    };
  });
}

/** What stands over a city: the nation's rules and those of its province, by the region code that its credit codes begin with. */
export const rulesOver = ({ rules }: Pick<Law, 'rules'>, regionPrefix: string): readonly FloorRule[] =>
  rules.filter(({ region }) => regionPrefix.startsWith(region));

/** What a rule demands on a day; undefined before its first and after its last. */
export function floorOn(rule: FloorRule, on: LocalDate): FloorValue | undefined {
  const found = rule.dated.findLast(({ from }) => from <= on);
  return found?.until !== undefined && found.until < on ? undefined : found;
}
