/** one-fact-one-record: what makes two reports the same fact, by example. */
import { expect, test } from 'vitest';
import { ref } from '../../tests/support/refs.ts';
import { factKey } from './fact.ts';

const SUBJECT = '11111111-1111-1111-1111-111111111111';
const fact = (number: string, otherwise: object = {}) =>
  factKey({
    ...{ subjectKey: SUBJECT, kind: ref('2'), occurredOn: '2020-03-02', matter: '殴打他人' },
    ...{ decision: { authority: '=public-security-bureau', number }, ...otherwise },
  }).toString('hex');

test('another number of the same authority is another fact, whatever else is alike', () => {
  expect(fact('郑公行罚决字〔2020〕2号')).not.toBe(fact('郑公行罚决字〔2020〕1号'));
});

test('the same number of another authority is another fact', () => {
  const other = { decision: { authority: '~某县公安局', number: '1号' } };
  expect(fact('1号', other)).not.toBe(fact('1号'));
});

test('the same decision is the same fact, under whatever kind, day and matter it is reported', () => {
  expect(fact('1号', { kind: ref('3.3.2'), occurredOn: '2020-01-01', matter: '其他' })).toBe(fact('1号'));
});

test.each([
  '郑公行罚决字[2020]12号',
  '郑公行罚决字（2020）12号',
  '郑公行罚决字【2020】12号',
  '郑公行罚决字［2020］第12号',
  ' 郑公行罚决字〔２０２０〕 第 12 号',
  '郑公行罚决字﹝2020﹞12号',
])('%s is the decision 郑公行罚决字〔2020〕12号', (number) => {
  expect(fact(number)).toBe(fact('郑公行罚决字〔2020〕12号'));
});

test.each(['郑公行罚决字〔2021〕12号', '郑公行罚决字〔2020〕112号', '郑公罚决字〔2020〕12号', '郑公行罚决字202012号'])(
  '%s is another',
  (number) => expect(fact(number)).not.toBe(fact('郑公行罚决字〔2020〕12号')),
);
