/**
 * Which first digits of a six-digit region (GB/T 2260) have ever been assigned. Coarse on purpose: provinces and ranges of
 * prefectures, abolished ones included, because identity numbers and credit codes outlive their region. The divisions of
 * the city itself come from the policy pack.
 */

/** province → prefecture numbers: cities (01–20, 51–70), regions and leagues (21–50), directly administered (90) */
const PREFECTURES: Readonly<Record<string, string>> = {
  10: '00',
  11: '01-02',
  12: '01-02',
  13: '01-11,21-33',
  14: '01-11,21-29',
  15: '01-09,21-29',
  21: '01-14,21-24',
  22: '01-08,21-25',
  23: '01-12,21-27',
  31: '01-02',
  32: '01-13,20-29',
  33: '01-11,21-27',
  34: '01-18,21-29',
  35: '01-09,20-29',
  36: '01-11,21-29',
  37: '01-17,20-29',
  41: '01-17,21-30,90',
  42: '01-13,20-32,90',
  43: '01-13,21-33',
  44: '01-20,21-29,51-53',
  45: '01-14,21-31',
  46: '01-04,20-22,90',
  50: '01-03',
  51: '01-20,21-37',
  52: '01-06,21-28',
  53: '01-09,21-35',
  54: '01-06,21-27',
  61: '01-10,21-29',
  62: '01-12,21-30',
  63: '01-02,21-29',
  64: '01-05,20-23',
  65: '01-05,21-43,90',
  71: '00',
  81: '00',
  82: '00',
  83: '00',
};

const KNOWN: ReadonlySet<string> = new Set(
  Object.entries(PREFECTURES).flatMap(([province, ranges]) => [
    `${province}00`,
    ...ranges.split(',').flatMap((range) => {
      const [first, last = first] = range.split('-');
      const prefectures: string[] = [];
      for (let number = Number(first); number <= Number(last); number++) {
        prefectures.push(province + String(number).padStart(2, '0'));
      }
      return prefectures;
    }),
  ]),
);

/** `region`: six digits, of which the first four decide. */
export function isKnownRegion(region: string): boolean {
  return KNOWN.has(region.slice(0, 4));
}
