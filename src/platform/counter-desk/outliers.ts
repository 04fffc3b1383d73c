/** Which bodies and which pairs of officers confirm unusually much without the person's own word. Pure. */
import type { BodyCounts, PairCount } from '../counter/index.ts';

/** Fewer are chance. */
const LEAST = 5;

/** More than half of what was confirmed there, and more than twice the share of the other bodies together. */
export function outlyingBodies(bodies: readonly BodyCounts[]): ReadonlySet<BodyCounts> {
  return new Set(
    bodies.filter((body) => {
      if (body.by_second < LEAST) return false;
      const others = bodies.filter((other) => other !== body);
      return shareOf([body]) > 0.5 && shareOf([body]) > 2 * shareOf(others);
    }),
  );
}

const shareOf = (bodies: readonly BodyCounts[]): number => {
  const second = bodies.reduce((sum, { by_second }) => sum + by_second, 0);
  const all = bodies.reduce((sum, { by_person, by_second }) => sum + by_person + by_second, 0);
  return all === 0 ? 0 : second / all;
};

/** More than half of what second officers of the body confirmed: the same two, again and again. */
export function outlyingPairs(pairs: readonly PairCount[]): ReadonlySet<PairCount> {
  return new Set(
    pairs.filter((pair) => {
      const ofBody = pairs.filter(({ department_id }) => department_id === pair.department_id);
      const all = ofBody.reduce((sum, { confirmed }) => sum + confirmed, 0);
      return pair.confirmed >= LEAST && pair.confirmed * 2 > all;
    }),
  );
}
