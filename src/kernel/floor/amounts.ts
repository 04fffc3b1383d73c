/**
 * Compares numbers and periods. Periods in different units are compared by what they may mean: the shortest a value can be with the longest
 * the floor can be, and the other way round. Where that leaves a doubt the floor is not met: units are never exchanged.
 */
import type { Duration } from '../policy/policy.ts';

interface Span {
  readonly least: number;
  readonly most: number;
}

const isDuration = (value: unknown): value is Duration =>
  value !== null && typeof value === 'object' && 'amount' in value && 'unit' in value;

const inMonths = ({ amount, unit }: Duration): number | undefined => {
  if (unit === 'years') return amount * 12;
  return unit === 'months' ? amount : undefined;
};

/** In calendar days. Working days may follow one another without a pause, or lie on both sides of a long holiday. */
function spanOf(duration: Duration): Span {
  const { amount, unit } = duration;
  switch (unit) {
    case 'days':
      return { least: amount, most: amount };
    case 'working-days':
      return { least: amount, most: amount === 0 ? 0 : amount * 2 + 12 };
    default: {
      const months = inMonths(duration)!;
      return { least: months * 28, most: months * 31 };
    }
  }
}

/** Both in one unit, or undefined. */
function sameUnit(a: Duration, b: Duration): readonly [number, number] | undefined {
  if (a.unit === b.unit) return [a.amount, b.amount];
  const [first, second] = [inMonths(a), inMonths(b)];
  return first === undefined || second === undefined ? undefined : [first, second];
}

/** null is without end */
const number = (value: unknown): number => (value === null ? Number.POSITIVE_INFINITY : Number(value));

export function atLeast(floor: unknown, value: unknown): boolean {
  if (!isDuration(floor) || !isDuration(value)) return number(value) >= number(floor);
  const same = sameUnit(floor, value);
  return same ? same[1] >= same[0] : spanOf(value).least >= spanOf(floor).most;
}

export function atMost(floor: unknown, value: unknown): boolean {
  if (!isDuration(floor) || !isDuration(value)) return number(value) <= number(floor);
  const same = sameUnit(floor, value);
  return same ? same[1] <= same[0] : spanOf(value).most <= spanOf(floor).least;
}

export function equal(floor: unknown, value: unknown): boolean {
  if (!isDuration(floor) || !isDuration(value)) return floor === value;
  const same = sameUnit(floor, value);
  return same !== undefined && same[0] === same[1];
}
