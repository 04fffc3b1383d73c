import { expect, test } from 'vitest';
import { readAddress, writeAddress } from './address-text.ts';

test.each([
  ['?waiting=true', { waiting: 'true' }],
  ['?before=12&view=handed-in', { before: '12', view: 'handed-in' }],
  ['?name=%E5%BC%A0+%E4%B8%89', { name: '张 三' }],
  ['?kind=1.10', { kind: '1.10' }],
  ['?q=%22true%22', { q: '"true"' }],
  ['?view=a&view=b', { view: 'b' }],
  ['?view', { view: '' }],
  ['?', {}],
  ['', {}],
])('%s says %j', (text, said) => {
  expect(readAddress(text)).toEqual(said);
});

test('numbers, texts and yes are written as people write them, and read back the same', () => {
  const written = writeAddress({ waiting: true, months: 24, kind: '1.10', q: 'a&b=c +%', gone: undefined });
  expect(written).toBe('?waiting=true&months=24&kind=1.10&q=a%26b%3Dc+%2B%25');
  expect(readAddress(written)).toEqual({ waiting: 'true', months: '24', kind: '1.10', q: 'a&b=c +%' });
  expect(writeAddress({ gone: undefined })).toBe('');
});

test.each(['?__proto__=x', '?constructor=x', '?%=%', '?=', '?a[b]=c', '?{"a":1}'])(
  '%s changes nothing but itself',
  (text) => {
    const said = readAddress(text);
    expect(Object.getPrototypeOf(said)).toBe(Object.prototype);
    expect(readAddress(writeAddress(said))).toEqual(said);
  },
);
