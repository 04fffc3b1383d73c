/** Holds a policy against the law that stands over it: where it is below, and the policy that holds instead. Pure. */

import { addDays, type LocalDate } from '#kernel/time/local-date.ts';
import type { Policy, PolicyData } from '../policy/policy.ts';
import { withQuestions } from '../policy/questions.ts';
import { type FloorRule, type FloorValue, floorOn, type Law, rulesOver } from './law.ts';
import { type Order, orderOf } from './orders.ts';
import type { Path, Place, Written } from './places.ts';
import { scopeOf } from './scopes.ts';

/** One place on one day on which a policy is below the law. */
export interface Below {
  readonly rule: FloorRule;
  readonly floor: FloorValue;
  readonly path: Path;
  readonly from: LocalDate;
  /** undefined: missing */
  readonly found: unknown;
}

interface Held {
  readonly below: readonly Below[];
  readonly values: readonly (Written & { readonly citation?: string; readonly local?: boolean })[];
}

/** The days on which either side changes, from the first on which something is or should be written. */
function daysOfChange(rule: FloorRule, { written }: Place): readonly LocalDate[] {
  const first = written[0]!.from;
  const ofLaw = rule.dated.flatMap(({ from, until }) => (until === undefined ? [from] : [from, addDays(until, 1)]));
  const days = new Set([...written.map(({ from }) => from), ...ofLaw.filter((day) => day > first)]);
  return [...days].toSorted();
}

function holdDated(rule: FloorRule, order: Order, place: Place): Held {
  const below: Below[] = [];
  const values: Held['values'][number][] = [];
  for (const from of daysOfChange(rule, place)) {
    const { value, path } = place.written.findLast((entry) => entry.from <= from) ?? place.written[0]!;
    const floor = floorOn(rule, from);
    if (!floor || order.meets(floor.value, value)) {
      if (value !== undefined) values.push({ from, value });
      continue;
    }
    below.push({ rule, floor, path, from, found: value });
    const { source: citation, origin } = floor;
    values.push({ from, value: order.fold(floor.value, value), citation, local: origin === 'product' });
  }
  return { below, values };
}

/** What is not dated holds on every day: it meets each floor that there is from the policy's first day on. */
function holdAlways(rule: FloorRule, order: Order, place: Place): Held {
  const [only] = place.written;
  const { from, path } = only!;
  const begin = floorOn(rule, from);
  const floors = rule.dated.filter((floor) => floor.from > from || floor === begin);
  let value = only!.value;
  const below: Below[] = [];
  for (const floor of floors) {
    if (order.meets(floor.value, value)) continue;
    below.push({ rule, floor, path, from: floor.from > from ? floor.from : from, found: only!.value });
    value = order.fold(floor.value, value);
  }
  return { below, values: [{ from, value }] };
}

function* held(data: PolicyData, rule: FloorRule, law: Law): Generator<Held & { readonly place: Place }> {
  const scope = scopeOf(rule.scope);
  const order = orderOf(rule.direction, scope.key);
  for (const place of scope.locate(data, { name: scope.name, rule, ...law }))
    yield { place, ...(place.dated ? holdDated : holdAlways)(rule, order, place) };
}

/** Every place and day on which the policy is below the law that stands over it; what stands there by itself nobody has to repeat. */
export function belowFloor(data: PolicyData, law: Law): readonly Below[] {
  return rulesOver(law, data.regionPrefix)
    .filter(({ scope }) => !scopeOf(scope).byItself)
    .flatMap((rule) => [...held(data, rule, law)].flatMap(({ below }) => below));
}

/** The policy with the law's floor under it: nation, then province, over what city and notice say. Nobody who asks it knows. */
export function withFloor(
  policy: PolicyData,
  law: Law,
): { readonly policy: Policy; readonly raised: readonly Below[] } {
  const draft = copyOf(policy);
  const raised: Below[] = [];
  for (const rule of rulesOver(law, policy.regionPrefix)) {
    const { always, byItself } = scopeOf(rule.scope);
    // from the last place to the first: what is taken away moves only what was seen to already
    for (const { place, below, values } of [...held(draft, rule, law)].toReversed()) {
      if (!byItself) raised.push(...below);
      if (always || below.length > 0) place.write(draft, values);
    }
  }
  return { policy: withQuestions(draft), raised };
}

/** Its data, without the questions. */
const copyOf = (policy: PolicyData): PolicyData =>
  structuredClone(
    Object.fromEntries(Object.entries(policy).filter(([, value]) => typeof value !== 'function')),
  ) as unknown as PolicyData;
