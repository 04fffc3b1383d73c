/** What a floor demands of a value, direction by direction: whether it is met, and what holds where it is not. */
import { atLeast, atMost, equal } from './amounts.ts';

export const DIRECTIONS = ['at-least', 'at-most', 'exact', 'superset', 'subset', 'disjoint', 'mapping'] as const;
export type Direction = (typeof DIRECTIONS)[number];

/** What tells two members of a set apart. */
export type KeyOf = (member: unknown) => string;

export interface Order {
  meets(floor: unknown, value: unknown): boolean;
  /** the value itself where it meets the floor, else the mildest thing that does; of a set, what is left may be nothing */
  fold(floor: unknown, value: unknown): unknown;
}

const strictest = (meets: Order['meets']): Order => ({
  meets: (floor, value) => value !== undefined && meets(floor, value),
  fold: (floor, value) => (value !== undefined && meets(floor, value) ? value : floor),
});

const setOf = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);

function superset(key: KeyOf): Order {
  const lacking = (floor: unknown, value: unknown) => {
    const has = new Set(setOf(value).map(key));
    return setOf(floor).filter((member) => !has.has(key(member)));
  };
  return {
    meets: (floor, value) => value !== undefined && lacking(floor, value).length === 0,
    fold: (floor, value) => [...setOf(value), ...lacking(floor, value)],
  };
}

/** @param inside whether members of the floor are those that may be there, or those that may not */
function within(key: KeyOf, inside: boolean): Order {
  const allowed = (floor: unknown, value: unknown) => {
    const named = new Set(setOf(floor).map(key));
    return setOf(value).filter((member) => named.has(key(member)) === inside);
  };
  return {
    meets: (floor, value) => value !== undefined && allowed(floor, value).length === setOf(value).length,
    fold: allowed,
  };
}

const entriesOf = (value: unknown): Readonly<Record<string, unknown>> =>
  value !== null && typeof value === 'object' ? (value as Record<string, unknown>) : {};

const MAPPING: Order = {
  meets: (floor, value) =>
    Object.entries(entriesOf(floor)).every(([from, to]) => entriesOf(value)[from] === to) && value !== undefined,
  fold: (floor, value) => ({ ...entriesOf(value), ...entriesOf(floor) }),
};

export function orderOf(direction: Direction, key: KeyOf): Order {
  switch (direction) {
    case 'at-least':
      return strictest(atLeast);
    case 'at-most':
      return strictest(atMost);
    case 'exact':
      return strictest(equal);
    case 'superset':
      return superset(key);
    case 'subset':
      return within(key, true);
    case 'disjoint':
      return within(key, false);
    case 'mapping':
      return MAPPING;
  }
}
