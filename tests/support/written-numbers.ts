/** Ways of writing a number so that people read it and a plain search does not: scripts, separators, invisible characters. */

/** Digits 0 to 9 of each script. */
export const SCRIPTS = {
  ascii: '0123456789',
  fullWidth: '０１２３４５６７８９',
  arabicIndic: '٠١٢٣٤٥٦٧٨٩',
  persian: '۰۱۲۳۴۵۶۷۸۹',
  devanagari: '०१२३४५६७८९',
  bengali: '০১২৩৪৫৬৭৮৯',
  tibetan: '༠༡༢༣༤༥༦༧༨༩',
  thai: '๐๑๒๓๔๕๖๗๘๙',
  mongolian: '᠐᠑᠒᠓᠔᠕᠖᠗᠘᠙',
  circled: '⓪①②③④⑤⑥⑦⑧⑨',
  blackCircled: '⓿❶❷❸❹❺❻❼❽❾',
  doubleCircled: '⓪⓵⓶⓷⓸⓹⓺⓻⓼⓽',
  superscript: '⁰¹²³⁴⁵⁶⁷⁸⁹',
  subscript: '₀₁₂₃₄₅₆₇₈₉',
  bold: '𝟎𝟏𝟐𝟑𝟒𝟓𝟔𝟕𝟖𝟗',
  doubleStruck: '𝟘𝟙𝟚𝟛𝟜𝟝𝟞𝟟𝟠𝟡',
  monospace: '𝟶𝟷𝟸𝟹𝟺𝟻𝟼𝟽𝟾𝟿',
  chinese: '〇一二三四五六七八九',
  chineseZero: '零一二三四五六七八九',
  formal: '零壹贰叁肆伍陆柒捌玖',
  traditional: '零壹貳參肆伍陸柒捌玖',
  spoken: '洞幺两三四五六拐八勾',
  hangzhou: '〇〡〢〣〤〥〦〧〨〩',
} as const;

/** X as the check character is written. */
export const CROSSES = ['X', 'x', 'Ｘ', 'ｘ', 'Х', 'х', 'Χ', 'χ', 'Ⅹ', 'ⅹ', '×', '✕', '✖', '𝐗', 'Ⓧ', '叉', '乂'];

export const SEPARATORS = [
  ' ',
  '.',
  '/',
  ',',
  '-',
  '_',
  '\n',
  '\t',
  '，',
  '、',
  '。',
  '·',
  '—',
  '－',
  '　',
  '|',
  '*',
  ' - ',
];
export const INVISIBLE = [
  '\u200b',
  '\u200d',
  '\u2060',
  '\ufeff',
  '\u00ad',
  '\u034f',
  '\u180e',
  '\u3164',
  '\ufe0f',
  '\u202c',
];

/** The number in another script; letters stay. */
export function inScript(number: string, script: keyof typeof SCRIPTS): string {
  const digits = [...SCRIPTS[script]];
  return [...number].map((one) => digits[Number(one)] ?? one).join('');
}

/** Something between each two characters. */
export const spaced = (number: string, between: string): string => [...number].join(between);

/** In pieces of these lengths, something between them. */
export function inPieces(number: string, lengths: readonly number[], between: string): string {
  const characters = [...number];
  let at = 0;
  const pieces = lengths.map((length) => {
    at += length;
    return characters.slice(at - length, at).join('');
  });
  return pieces.join(between);
}
