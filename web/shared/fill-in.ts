/**
 * Fills values into a text. Pure.
 *
 * `{rows}` is replaced by the value of that name. `{rows|row|rows}` is the word that goes with its number: in Chinese one word does for
 * all, in English the first goes with one and the second with any other number, so that nobody reads “1 rows”.
 */
export type Values = Readonly<Record<string, string | number>>;

const ENGLISH = new Intl.PluralRules('en');
const PLACE = /\{(\w+)(?:\|([^{}|]*)\|([^{}|]*))?\}/g;

/** A place without a value stays as it is written. */
export function fillIn(text: string, values: Values): string {
  return text.replaceAll(PLACE, (whole, name: string, one?: string, other?: string) => {
    if (!Object.hasOwn(values, name)) return whole;
    const value = values[name]!;
    if (one === undefined || other === undefined) return String(value);
    return isOne(value) ? one : other;
  });
}

/** Of a number, or of one already written out for reading (`1,234`). */
function isOne(value: string | number): boolean {
  const number = typeof value === 'number' ? value : Number(value.replaceAll(/[^\d.-]/g, '') || Number.NaN);
  return ENGLISH.select(number) === 'one';
}
