/**
 * No pattern of the product takes more than linear time, whatever text a stranger hands in. All are driven, also those that see only our
 * own text or short text: a linear pattern stays harmless wherever it is used next. An exemption would be by name, here, with its reason;
 * there is none.
 */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parse } from 'yaml';
import { LETTERS_FOR_CHARACTERS } from '#kernel/identity/obscured-name.ts';
import { NAME_PATTERNS } from '#kernel/identity/several-names.ts';
import { BLANKS } from '#kernel/identity/strange-characters.ts';
import { compileScreen, type ScreeningRule } from '#kernel/screening/never-collect.ts';
import { DATE_SHAPES } from '#kernel/time/date-shape.ts';
import { type FoundPattern, findPatterns } from './find.ts';
import { superLinear } from './growth.ts';
import { hostileTexts, skeletonOf, written } from './hostile.ts';

const root = join(import.meta.dirname, '..', '..');
const { patterns, constructed } = findPatterns(root, ['src', 'web']);
type Pattern = Pick<FoundPattern, 'source' | 'flags'>;

/** What a pattern does with a text: every match of a global one, the first of another. */
const applied = (pattern: RegExp) => (text: string) =>
  pattern.global ? text.replaceAll(pattern, '') : pattern.exec(text);

/** The steepest growth that hostile text made from the pattern gets out of it, if it is more than linear. */
function steep({ source, flags }: Pattern): object | null {
  const call = applied(new RegExp(source, flags));
  for (const hostile of hostileTexts(source, flags)) {
    const growth = superLinear(call, (length) => written(hostile, length));
    if (growth) return { source, ...hostile, ...growth };
  }
  return null;
}

const allSteep = (all: readonly Pattern[]) => all.map((one) => steep(one)).filter((found) => found !== null);

describe('the driver tells', () => {
  test.each([
    ...[
      '\\s+$',
      '^\\s+|\\s+$',
      '^\\s*a?\\s*$',
      '\\[[^\\]]*\\]',
      'a+a+$',
      '=.*=$',
      '<a.*?>b',
      '(?=.*\\d{3})x',
      '一.*二',
    ],
    ...['^(a+)+$', '(x+x+)+y', '\\s*\\s*\\s*$', '(?<=a)\\s*b*\\s*$'],
  ])('%s is more than linear', (source) => {
    expect(steep({ source, flags: 'u' })).not.toBeNull();
  });

  test.each(['^\\d+$', '\\s+', '^[a-z]+\\d+$', '^\\s*<', '[\\s\\p{C}]', '^(?=.*\\d)[A-Z0-9]{5,14}$'])(
    '%s is linear',
    (source) => {
      expect(steep({ source, flags: 'gu' })).toBeNull();
    },
  );
});

test('every pattern written in the sources', () => {
  expect(patterns.length).toBeGreaterThan(200);
  const found = patterns.flatMap((pattern) => {
    const growth = steep(pattern);
    return growth ? [{ file: pattern.file, ...growth }] : [];
  });
  expect(found).toEqual([]);
});

test('patterns are put together in these places only: those of names, dates and the pack are driven below, the check of a pack but asks whether it could be done', () => {
  expect([...constructed].toSorted()).toEqual([
    ...['src/kernel/identity/obscured-name.ts', 'src/kernel/identity/several-names.ts'],
    // of single characters and runs of them; the name of a part of a file, letter by letter
    ...['src/kernel/identity/strange-characters.ts', 'src/kernel/markup/html.ts'],
    'src/kernel/policy/checks-values.ts',
    ...['src/kernel/screening/never-collect.ts', 'src/kernel/screening/simplified.ts'],
    'src/kernel/time/date-shape.ts',
    'src/platform/intake/spreadsheet/format.ts',
  ]);
});

test('every pattern that is put together from parts', () => {
  expect(allSteep([...DATE_SHAPES, ...NAME_PATTERNS, LETTERS_FOR_CHARACTERS, BLANKS])).toEqual([]);
});

test('every pattern of the published interfaces, with those that the schema library brings', () => {
  const folder = join(root, 'docs', 'openapi');
  const sources = new Set<string>();
  for (const file of readdirSync(folder).filter((name) => name.endsWith('.json')))
    JSON.parse(readFileSync(join(folder, file), 'utf8'), (key, value) => {
      if (key === 'pattern' && typeof value === 'string') sources.add(value);
      return value;
    });
  expect(sources.size).toBeGreaterThan(10);
  expect(allSteep([...sources].map((source) => ({ source, flags: '' })))).toEqual([]);
});

describe.each(
  readdirSync(join(root, 'cities'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name),
)('city %s', (city) => {
  const { neverCollect } = parse(readFileSync(join(root, 'cities', city, 'never-collect.yaml'), 'utf8')) as {
    neverCollect: ScreeningRule[];
  };

  test('every pattern of what is never collected', () => {
    const all = neverCollect.flatMap(({ any, unless }) => [
      ...any.map((source) => ({ source, flags: 'u' })),
      ...unless.map((source) => ({ source, flags: 'gu' })),
    ]);
    expect(allSteep(all)).toEqual([]);
  });

  test('all of them together, as a text meets them', () => {
    const screen = compileScreen(neverCollect);
    const units = neverCollect.flatMap(({ any, unless }) =>
      [...any, ...unless].map((source) => skeletonOf(source, 'u')),
    );
    const found = units.map((unit) => superLinear(screen, (length) => unit.repeat(Math.ceil(length / unit.length))));
    expect(found.filter((growth) => growth !== null)).toEqual([]);
  });
});
