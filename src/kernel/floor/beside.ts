/** What the law demands of a policy on a day, beside what stands there: for whoever reads the rules and asks how far a city may go. Pure. */
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { PolicyData, TitledRule } from '../policy/policy.ts';
import type { Said } from '../refusal/said.ts';
import { type FloorRule, type FloorValue, floorOn, type Law, rulesOver } from './law.ts';
import { memberTitle } from './member-words.ts';
import type { Path } from './places.ts';
import { scopeOf } from './scopes.ts';
import { floorValueWords, wantedWords } from './words.ts';

export interface BesideFloor {
  readonly rule: FloorRule;
  readonly floor: FloorValue;
  readonly path: Path;
  /** undefined: nothing is written there on the day */
  readonly value: unknown;
}

/** Every place of a policy that a rule of the law is about on a day; a rule the policy has no place for is not among them. */
export function besideFloor(policy: PolicyData, law: Law, on: LocalDate): readonly BesideFloor[] {
  return rulesOver(law, policy.regionPrefix).flatMap((rule) => {
    const floor = floorOn(rule, on);
    if (!floor) return [];
    const { locate, name } = scopeOf(rule.scope);
    return locate(policy, { name, rule, ...law }).map(({ path, written }) => ({
      ...{ rule, floor, path },
      value: (written.findLast(({ from }) => from <= on) ?? written[0])?.value,
    }));
  });
}

/** What stands there, and what is wanted, for people: the ids that files go by are left out or said by their titles. */
export function besideWords({ rule, floor, value }: Omit<BesideFloor, 'path'>, law: Law): { here: Said; wanted: Said } {
  const titles = titlesOf(law);
  const told = ({ zh, en }: Said): Said => ({
    zh: zh.replaceAll(/([a-z]+(?:-[a-z]+)*)( ?)/g, (_, id: string, titled: string) =>
      titled === '' ? (titles.get(id) ?? memberTitle(id)) : '',
    ),
    en,
  });
  return { here: told(floorValueWords(rule.scope, value)), wanted: told(wantedWords(rule, floor.value)) };
}

/** Of scenes and of the documents that found something adverse. */
function titlesOf({ scenes, rules }: Law): ReadonlyMap<string, string> {
  const documents = rules.flatMap(({ scope, dated }) => (scope === 'decision-types' ? dated.at(-1)!.value : []));
  return new Map([...scenes, ...(documents as readonly TitledRule[])].map(({ id, title }) => [id, title]));
}
