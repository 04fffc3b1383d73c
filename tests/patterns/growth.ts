/**
 * How the time of a call grows with the length of its text. Nothing is asserted about time as such: only a call that takes long at all
 * is looked at, and then by the ratio of two lengths, each the shortest of several tries, and what is found is looked at anew, longer
 * and in turn, so that a busy machine fails nothing.
 */

/** Fine steps first: what grows exponentially is found before it takes for ever. */
const LENGTHS = [18, 27, 40, 60, 90, 135, 200, 800, 2_500, 8_000, 20_000];
/** milliseconds; a linear pattern takes a small part of it for the longest of these texts */
const NOTICEABLE = 10;
/** four times the length: linear is 4, quadratic 16 */
const TOO_STEEP = 8;
const TRIES = 4;
/** twice the length: linear is 2, quadratic 4; four times of what grows by the cube would take half a minute */
const STEEP_FOR_TWICE = 3;
/** milliseconds; who takes longer was compiled on the way */
const COMPILED = 100;
/** milliseconds from which two tries tell enough: one may be the machine's pause, two hardly */
const LONG = 300;

const LOOKS = 24;
/** milliseconds of looking anew */
const ENOUGH = 3_000;

export interface Growth {
  readonly length: number;
  readonly milliseconds: number;
  /** time at `length` divided by time at a quarter of it */
  readonly ratio: number;
}

/** The growth of `call` over `text(length)` if it is more than linear, else null. */
export function superLinear(
  call: (text: string) => unknown,
  text: (length: number) => string,
  lengths: readonly number[] = LENGTHS,
): Growth | null {
  for (const length of lengths) {
    const first = timed(call, text(length));
    if (first < NOTICEABLE) continue;
    const long = Math.min(first, first > LONG ? timed(call, text(length)) : shortest(call, text(length)));
    if (long < NOTICEABLE) continue;
    const ratio = long / Math.max(shortest(call, text(length / 4)), 0.001);
    if (ratio <= TOO_STEEP) continue;
    // a pattern's first runs are interpreted, later ones compiled: what is steep for short text alone is not growth
    if (long < COMPILED && shortest(call, text(length * 2)) / long <= STEEP_FOR_TWICE) continue;
    if (!isSteepStill(call, text, length, long)) continue;
    return { length, milliseconds: Math.round(long), ratio: Math.round(ratio) };
  }
  return null;
}

/** Looked at anew, the lengths in turn and often: what else runs may slow a few tries of one of them down, and hardly all. */
function isSteepStill(
  call: (text: string) => unknown,
  text: (length: number) => string,
  length: number,
  took: number,
): boolean {
  // twice the length of what took longer might take for ever
  const texts = [text(length / 4), text(length), ...(took < COMPILED ? [text(length * 2)] : [])];
  const least = texts.map(() => Number.POSITIVE_INFINITY);
  const start = performance.now();
  for (let look = 0; look < LOOKS && (look < 2 || performance.now() - start < ENOUGH); look += 1)
    for (const [index, one] of texts.entries()) least[index] = Math.min(least[index]!, timed(call, one));
  const [short, long, twice] = least as [number, number, number?];
  return long / Math.max(short, 0.001) > TOO_STEEP && (twice === undefined || twice / long > STEEP_FOR_TWICE);
}

function shortest(call: (text: string) => unknown, text: string): number {
  let least = Number.POSITIVE_INFINITY;
  for (let attempt = 0; attempt < TRIES; attempt += 1) {
    least = Math.min(least, timed(call, text));
    if (attempt > 0 && least > LONG) break;
  }
  return least;
}

function timed(call: (text: string) => unknown, text: string): number {
  const start = performance.now();
  call(text);
  return performance.now() - start;
}
