/**
 * Reads a text character by character as what it stands for in a number: a digit of any script, a letter, a mark between digits, a word.
 * Nothing is taken out or joined: two numbers beside each other stay two, and each sign knows where it stands in the text.
 */

export interface Sign {
  readonly kind: 'digit' | 'letter' | 'mark' | 'word';
  /** `0`–`9`, `A`–`Z`, `-` for every mark; of a word the character */
  readonly as: string;
  /** a digit written in Chinese, which may as well be part of a word (一名) */
  readonly chinese: boolean;
  readonly from: number;
  readonly to: number;
}

type Read = Omit<Sign, 'from' | 'to'>;

/** The n-th line: characters for the digit n that Unicode does not fold to it; 幺, 两, 洞, 拐, 勾 as they are spoken. */
const CHINESE = [
  '零〇○◯洞',
  '一壹壱弌幺',
  '二贰貳貮弐弍两',
  '三叁參叄参弎',
  '四肆亖',
  '五伍',
  '六陆陸',
  '七柒拐',
  '八捌',
  '九玖勾',
];

/** The first of ten (or nine) characters in a row, and the digit that it stands for. */
const ROWS: readonly (readonly [first: number, value: number, length: number])[] = [
  [0x2160, 1, 9], // Roman
  [0x2170, 1, 9],
  [0x2776, 1, 9], // in black circles
  [0x2780, 1, 9],
  [0x278a, 1, 9],
  [0x24f5, 1, 9], // in double circles
  [0x3021, 1, 9], // Hangzhou numerals 〡〢〣
  [0x1369, 1, 9], // Ethiopic
  [0x1d360, 1, 9], // counting rods
  [0x1d369, 1, 9],
];
const ZEROS = '\u{24FF}\u{1F10B}\u{1F10C}';

/** Letters of other scripts that nobody tells from the Latin ones; × and its like stand for the check character X. */
const LETTERS = new Map(
  Object.entries({
    A: 'АΑ',
    C: 'СϹⅭ',
    D: 'ԀⅮ',
    E: 'ЕΕ℮',
    G: 'Ԍ',
    H: 'НΗ',
    K: 'КΚ',
    L: 'Ⅼ',
    M: 'МΜⅯ',
    P: 'РΡ',
    S: 'Ѕ',
    T: 'ТΤ',
    W: 'Ԝ',
    X: 'ХΧⅩ×✕✖✗✘╳⨉⨯☓乂叉ⲬⅩ᙭',
  }).flatMap(([letter, others]) => [...others].map((other) => [other, letter] as const)),
);
const DIGITS = new Map(CHINESE.flatMap((all, value) => [...all].map((one) => [one, String(value)] as const)));

/** Letters written for a digit: `41O199`. They count among digits only, where those are the more. */
const LOOKALIKES = new Map(
  Object.entries({ O: '0', О: '0', Ο: '0', I: '1', L: '1', '|': '1', Z: '2', S: '5', B: '8' }),
);

/** Between digits these are not there: controls, marks upon letters, fillers that show as nothing. */
const NOTHING = /[\p{Cf}\p{Cc}\p{M}\u115F\u1160\u3164\uFFA0\u2800]/u;
const BREAK = /[\t\n\v\f\r\u0085]/u;

const known = new Map<string, readonly Read[]>();

/** All signs of the text in their order. */
export function readSigns(text: string): Sign[] {
  const signs: Sign[] = [];
  let from = 0;
  for (const character of text) {
    const to = from + character.length;
    for (const { kind, as, chinese } of meaning(character)) signs.push({ kind, as, chinese, from, to });
    from = to;
  }
  return lookalikesRead(signs);
}

function meaning(character: string): readonly Read[] {
  let reads = known.get(character);
  if (reads === undefined) {
    if (known.size > 20_000) known.clear();
    reads = read(character);
    known.set(character, reads);
  }
  return reads;
}

function read(character: string): readonly Read[] {
  if (BREAK.test(character)) return [MARK];
  if (NOTHING.test(character)) return [];
  const upper = character.toUpperCase();
  const letter = LETTERS.get(character) ?? LETTERS.get(upper);
  if (letter !== undefined) return [{ kind: 'letter', as: letter, chinese: false }];
  const own = digitOf(character);
  if (own) return [own];
  const folded = [...character.normalize('NFKC')];
  const digits = folded.map(digitOf).filter((one) => one !== undefined);
  if (digits.length > 0) return digits; // ⑫, ⒈, ㈠
  const plain = (folded[0] ?? '').toUpperCase();
  if (folded.length === 1 && /^[A-Z]$/u.test(plain)) return [{ kind: 'letter', as: plain, chinese: false }];
  if (/[\p{P}\p{S}\p{Z}]/u.test(character)) return [MARK];
  return [{ kind: 'word', as: character, chinese: false }];
}

const MARK: Read = { kind: 'mark', as: '-', chinese: false };

function digitOf(character: string): Read | undefined {
  const chinese = DIGITS.get(character);
  if (chinese !== undefined) return { kind: 'digit', as: chinese, chinese: true };
  const code = character.codePointAt(0)!;
  if (code >= 48 && code <= 57) return { kind: 'digit', as: character, chinese: false };
  const value = ZEROS.includes(character) ? 0 : decimalOf(character, code);
  return value === undefined ? undefined : { kind: 'digit', as: String(value), chinese: false };
}

/** Decimal digits of every script stand in rows of ten that begin with zero; several rows may follow one another. */
function decimalOf(character: string, code: number): number | undefined {
  const row = ROWS.find(([first, , length]) => code >= first && code < first + length);
  if (row) return row[1] + code - row[0];
  if (!/\p{Nd}/u.test(character)) return undefined;
  let first = code;
  while (/\p{Nd}/u.test(String.fromCodePoint(first - 1))) first -= 1;
  return (code - first) % 10;
}

/** `41O199l988`: in an unbroken run of digits and letters that look like them, where digits are the more, all are digits. */
function lookalikesRead(signs: Sign[]): Sign[] {
  for (let start = 0; start < signs.length; ) {
    let end = start;
    let digits = 0;
    while (end < signs.length && couldBeDigit(signs[end]!)) {
      if (signs[end]!.kind === 'digit') digits += 1;
      end += 1;
    }
    if (end - start >= 6 && digits < end - start && digits * 2 > end - start) {
      for (let at = start; at < end; at++) signs[at] = asDigit(signs[at]!);
    }
    start = end + 1;
  }
  return signs;
}

const couldBeDigit = (sign: Sign): boolean =>
  sign.kind === 'digit' || (sign.kind === 'letter' && LOOKALIKES.has(sign.as));
const asDigit = (sign: Sign): Sign =>
  sign.kind === 'digit' ? sign : { ...sign, kind: 'digit', as: LOOKALIKES.get(sign.as)! };
