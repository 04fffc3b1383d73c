/** Identity numbers hidden in sentences, and the numbers that sentences are full of otherwise. */
import { describe, expect, test } from 'vitest';
import { inventedResidentId, inventedUscc } from '../../../tests/support/people.ts';
import { holdsDocumentNumber } from './document-number.ts';

const number = inventedResidentId('1985-06-15', 12);
const fullWidth = [...number].map((digit) =>
  digit === 'X' ? 'Ｘ' : String.fromCharCode(digit.charCodeAt(0) + 0xfee0),
);
const endingInX = Array.from({ length: 99 }, (_, order) => inventedResidentId('1985-06-15', order + 1)).find((one) =>
  one.endsWith('X'),
)!;

describe('found', () => {
  test.each([
    ['alone', number],
    ['in a sentence', `法定代表人赵某${number}捐赠口罩`],
    ['with blanks', `赵某 ${number.slice(0, 6)} ${number.slice(6, 14)} ${number.slice(14)}`],
    ['with hyphens', `赵某 ${number.slice(0, 6)}-${number.slice(6, 14)}-${number.slice(14)}`],
    ['in full-width digits', `赵某${fullWidth.join('')}`],
    ['with the small x', endingInX.replace('X', 'x')],
  ])('%s', (_, text) => {
    expect(holdsDocumentNumber(text)).toBe(true);
  });
});

describe('left alone', () => {
  test.each([
    ['a credit code', `向${inventedUscc(7)}捐赠`],
    ['a masked number', `赵某${number.slice(0, 6)}********${number.slice(14)}`],
    ['a number with a wrong check character', number.slice(0, 17) + (number.endsWith('1') ? '2' : '1')],
    ['an amount and a date', '2020年2月20日捐款100000000元，收据202002200000123'],
    ['a longer number', `单号1${number.replace('X', '1')}`],
    ['nothing at all', ''],
  ])('%s', (_, text) => {
    expect(holdsDocumentNumber(text)).toBe(false);
  });
});
