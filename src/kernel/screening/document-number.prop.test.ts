/** Any valid number, written in any of the ways people write numbers, anywhere in a clean sentence and beside other numbers, is refused. */
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cleanSentences } from '../../../tests/support/clean-sentences.ts';
import { inventedResidentId } from '../../../tests/support/people.ts';
import { CROSSES, INVISIBLE, inPieces, inScript, SCRIPTS, SEPARATORS } from '../../../tests/support/written-numbers.ts';
import { documentNumbersIn } from './document-number.ts';

const CLEAN = cleanSentences(300, 7);
const scripts = Object.keys(SCRIPTS) as (keyof typeof SCRIPTS)[];

const number = fc
  .tuple(
    fc.date({ min: new Date('1930-01-01'), max: new Date('2009-12-31'), noInvalidDate: true }),
    fc.integer({ min: 1, max: 999 }),
  )
  .map(([day, order]) => inventedResidentId(day.toISOString().slice(0, 10), order));

const between = fc.oneof(
  fc.constant(''),
  fc.constantFrom(...SEPARATORS),
  fc.constantFrom(...INVISIBLE),
  fc.tuple(fc.constantFrom(...SEPARATORS), fc.constantFrom(...INVISIBLE)).map((both) => both.join('')),
);

/** Every character for itself in a script of its own choice, every gap with something of its own. */
const anyhow = fc
  .tuple(
    number,
    fc.array(fc.constantFrom(...scripts), { minLength: 18, maxLength: 18 }),
    fc.array(between, { minLength: 17, maxLength: 17 }),
    fc.constantFrom(...CROSSES),
  )
  .map(([digits, each, gaps, cross]) =>
    [...digits].map((one, at) => (one === 'X' ? cross : inScript(one, each[at]!)) + (gaps[at] ?? '')).join(''),
  );

/** One script, the same between each piece. */
const evenly = fc
  .tuple(
    number,
    fc.constantFrom(...scripts),
    between,
    fc.constantFrom([6, 8, 4], [6, 4, 4, 4], [3, 3, 4, 4, 4], [6, 4, 2, 2, 4], Array<number>(18).fill(1)),
  )
  .map(([digits, script, gap, lengths]) => inPieces(inScript(digits, script), lengths, gap));

const WORDS = ['后八位', '，接着是', '中间为', '再加上', '（出生）', '与', ' then ', '第二段'];
const inWords = fc
  .tuple(
    number,
    fc.constantFrom(...scripts.filter((script) => script !== 'spoken')),
    fc.array(fc.constantFrom(...WORDS), { minLength: 2, maxLength: 2 }),
  )
  .map(([digits, script, [one, two]]) => {
    const [region, born, rest] = inPieces(inScript(digits, script), [6, 8, 4], '\n').split('\n');
    return `前六位${region}${one}${born}${two}${rest}`;
  });

/** Where in the sentence, and which number stands beside it. */
const beside = fc.constantFrom(
  '',
  '13800001111 ',
  '电话0371-67180000，',
  '5000',
  '20200305',
  '邮编450000，',
  '（',
  '①',
  '2020年',
);

test('an identity number anywhere, written anyhow', () => {
  fc.assert(
    fc.property(
      fc.oneof(anyhow, evenly),
      fc.constantFrom(...CLEAN),
      fc.double({ min: 0, max: 1, noNaN: true }),
      beside,
      (written, sentence, where, left) => {
        const at = Math.floor(where * sentence.length);
        const text = `${sentence.slice(0, at)}${left}${written} ${sentence.slice(at)}`;
        expect(
          documentNumbersIn(text).map(({ kind }) => kind),
          text,
        ).toContain('identity-number');
      },
    ),
    { numRuns: 5_000 },
  );
});

test('an identity number split by words, between clean sentences', () => {
  fc.assert(
    fc.property(inWords, fc.constantFrom(...CLEAN), fc.constantFrom(...CLEAN), (written, before, after) => {
      const text = `${before}；赵某的证件${written}；${after}`;
      expect(
        documentNumbersIn(text).map(({ kind }) => kind),
        text,
      ).toContain('identity-number');
    }),
    { numRuns: 3_000 },
  );
});

test('what is told of a finding lies in the text and holds all of the number', () => {
  fc.assert(
    fc.property(number, fc.constantFrom(...CLEAN), (digits, sentence) => {
      const text = `${sentence} ${digits} 号`;
      const found = documentNumbersIn(text).find(({ kind }) => kind === 'identity-number')!;
      expect(text.slice(found.from, found.to)).toContain(digits.replace('X', ''));
    }),
    { numRuns: 500 },
  );
});
