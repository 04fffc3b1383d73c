/** How a workbook's number becomes the text a person saw: dates by their style, and nothing that floating point made of it. */

const DAY_MILLISECONDS = 86_400_000;
/** Numbers that Excel formats as dates without saying how; 27–36 and 50–58 are the Chinese ones (ECMA-376 part 1, 18.8.30). */
const isBuiltInDate = (id: number): boolean =>
  (id >= 14 && id <= 17) ||
  id === 22 ||
  (id >= 27 && id <= 31) ||
  id === 36 ||
  (id >= 50 && id <= 54) ||
  id === 57 ||
  id === 58;

/** True when the format shows a day, a month or a year; a mere time of day is no date. */
export function isDateFormat(id: number, code: string | undefined): boolean {
  if (code === undefined) return isBuiltInDate(id);
  const bare = code
    .split(';')[0]!
    .replace(/\\./gu, '')
    .replace(/"[^"]*"?/gu, '')
    .replace(/\[[^[\]]*\]/gu, '')
    .replace(/[_*]./gu, '');
  if (/general/iu.test(bare)) return false;
  return /[yde]/iu.test(bare.replace(/[e][+-]/giu, '')) || (/m/iu.test(bare) && !/[hs]/iu.test(bare));
}

/**
 * The day of a spreadsheet's date number as `YYYY-MM-DD`; undefined when the number is no day.
 * The 1900 system counts a 29 February 1900 that never was: it is given as such, for the date check to refuse.
 */
export function serialToIsoDate(serial: number, date1904: boolean): string | undefined {
  if (!Number.isFinite(serial) || serial < 0 || serial >= 2_958_466) return undefined;
  let day = Math.floor(serial);
  if (date1904) day += 1462;
  if (day === 60) return '1900-02-29';
  if (day < 1) return undefined;
  const fromEpoch = day < 60 ? day - 25_568 : day - 25_569;
  return new Date(fromEpoch * DAY_MILLISECONDS).toISOString().slice(0, 10);
}

/**
 * A number as text. Excel stores 1.1 as 1.1000000000000001: like Excel we show 15 digits. A whole number of 16 digits or more
 * has lost its last ones for good; it is shown in exponent form so nobody takes what is left for an identity number.
 */
export function numberText(stored: string): string {
  if (stored.length <= 15) return stored;
  const value = Number(stored);
  if (!Number.isFinite(value)) return stored;
  if (Math.abs(value) >= 1e15) return value.toExponential().replace('e', 'E');
  return String(Number(value.toPrecision(15)));
}
