/** Hostile text for a pattern, made from the pattern itself: each of its parts repeated, after what comes before it, before what cannot follow. */

/** One character of each kind that a pattern of this product may name. */
const CHARACTERS = [
  ...' \t\n\u3000\u00a0\u200b\u00ad\ufeff\u0001\u0085',
  ...Array.from({ length: 94 }, (_, i) => String.fromCharCode(0x21 + i)),
  ...'０１９Ａａ！～（）［］－—–‐―−／．。，、：；？·•・“”‘’《》〔〕【】〈〉※★＊×￥',
  ...'一二三信衡年月日号副正本某无省é‏\u0301😀',
];
const MAXIMUM_PARTS = 40;
const LONGEST_UNIT = 3;

export interface Hostile {
  readonly before: string;
  readonly unit: string;
  readonly after: string;
}

/** About `length` characters of it. */
export function written({ before, unit, after }: Hostile, length: number): string {
  return before + unit.repeat(Math.ceil(length / unit.length)) + after;
}

export function hostileTexts(source: string, flags: string): Hostile[] {
  const parts = partsOf(source).slice(0, MAXIMUM_PARTS);
  const samples = parts.map((part) => samplesOf(part, flags)).filter((found) => found.length > 0);
  const skeleton = samples.map(([first]) => first ?? '');
  const texts = new Map<string, Hostile>();
  const add = (before: string, unit: string, after: string) => {
    if (unit !== '') texts.set([before, unit, after].join('\u0000'), { before, unit, after });
  };
  for (const unit of [' ', '1', 'a', '一', ...new Set(samples.flat())])
    for (const before of ['', 'x']) for (const after of ['', '\u0001', 'x']) add(before, unit, after);
  for (let from = 0; from < skeleton.length; from += 1) {
    const before = skeleton.slice(0, from).join('');
    for (let to = from + 1; to <= Math.min(from + LONGEST_UNIT, skeleton.length); to += 1) {
      const unit = skeleton.slice(from, to).join('');
      add('', unit, '\u0001');
      add(before, unit, '\u0001');
      add(before, unit, skeleton.slice(to).join(''));
    }
    for (const other of samples[from]?.slice(1) ?? []) add(before, other, '\u0001');
  }
  const all = skeleton.join('');
  add('', all, '');
  add('', all, '\u0001');
  return [...texts.values()];
}

/** One of each part of the pattern, in order: about what it looks for, or nearly so. */
export const skeletonOf = (source: string, flags: string): string =>
  partsOf(source)
    .map((part) => samplesOf(part, flags)[0] ?? '')
    .join('');

/** Literal characters, escapes and classes of a pattern, in order; groups, anchors, quantifiers and look-arounds are passed over. */
function partsOf(source: string): string[] {
  const parts =
    /\(\?(?:[:=!]|<[=!]|<\w+>)|\{\d+(?:,\d*)?\}|\\[pP]\{[^}]*\}|\\u\{[^}]*\}|\\u[0-9a-fA-F]{4}|\\x[0-9a-fA-F]{2}|\\.|\[(?:\\.|[^\]\\])*\]|./gsu;
  return (source.match(parts) ?? []).filter(
    (part) => !(part.length === 1 && '()|*+?^$'.includes(part)) && !/^(\(\?|\{\d|\\[bB]$|\\[1-9])/u.test(part),
  );
}

function samplesOf(part: string, flags: string): string[] {
  const one = new RegExp(`^(?:${part})$`, flags.replace(/[gy]/gu, ''));
  const fitting = CHARACTERS.filter((character) => one.test(character));
  if (fitting.length === 0 && part.length === 1) return [part];
  // the first, the last and one between: a class of digits and blanks gives one of each, more or less
  return [...new Set([fitting[0], fitting.at(-1), fitting[fitting.length >> 1]].filter((x) => x !== undefined))];
}
