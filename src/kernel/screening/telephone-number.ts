/** Mobile telephones, and landlines of which the text says that they are somebody's home; an office's landline is no secret. */
import { type Joined, joined, type Reading } from './digit-runs.ts';
import type { NumberFinding } from './finding.ts';

const MOBILE = /^1[3-9]\d{9}$/u;
const ABROAD = /^(?:0086|86|0)(?=1[3-9]\d{9}$)/u;
/** How eleven digits are written apart. */
const APART: readonly string[] = [
  '3,4,4',
  '3,8',
  '7,4',
  '3,3,5',
  '5,6',
  '6,5',
  '2,9',
  '1,10',
  '3,2,3,3',
  '3,2,2,2,2',
  Array(11).fill(1).join(),
];
const EVEN: readonly string[] = ['4,4,3', '2,2,2,2,2,1', '1,2,2,2,2,2', '2,3,3,3'];

export function* telephoneNumbers(text: string, reading: Reading): Generator<NumberFinding> {
  for (const one of joined(reading, 11, 15, '018')) {
    const whole = reading.values.slice(one.start, one.start + one.length);
    const before = MOBILE.test(whole) ? 0 : (ABROAD.exec(whole)?.[0].length ?? -1);
    if (before >= 0 && isWrittenSo(one, before) && !isAmount(text, reading, one))
      yield finding(reading, one.start + before, 11);
  }
  // several written without anything between them
  for (const one of joined(reading, 22, 22, '1')) {
    const whole = reading.values.slice(one.start, one.start + 22);
    if (one.lengths.length === 1 && MOBILE.test(whole.slice(0, 11)) && MOBILE.test(whole.slice(11)))
      yield finding(reading, one.start, 22);
  }
  yield* homes(text, reading);
}

function isWrittenSo({ lengths, listed }: Joined, before: number): boolean {
  const own = lengths[0] === before ? lengths.slice(1) : [lengths[0]! - before, ...lengths.slice(1)];
  if (own.length === 1) return true;
  const form = own.join();
  return APART.includes(form) ? !listed || own.length > 4 || form === '3,4,4' : EVEN.includes(form) && !listed;
}

/** 15000000000元: so many of something, in round figures. */
function isAmount(text: string, reading: Reading, { start, length, lengths }: Joined): boolean {
  const { to } = reading.digits[start + length - 1]!;
  return (
    lengths.length === 1 &&
    /0{4}$/u.test(reading.values.slice(start, start + length)) &&
    /^\s?[元万亿余]/u.test(text.slice(to, to + 2))
  );
}

/** 家庭电话0371-…, 住宅电话…: seven digits or more behind the words. */
const HOME = /(?:家庭|住宅|家里|家中|宅|私人|个人)(?:固定|固话|座机|联系)?(?:电话|座机|固话|号码)(?:号码|号|为|是)?$/u;

function* homes(text: string, reading: Reading): Generator<NumberFinding> {
  if (!/[电固座号]/u.test(text)) return;
  for (const { start, length } of joined(reading, 7, 12, '0123456789')) {
    const { from } = reading.digits[start]!;
    if (HOME.test(text.slice(Math.max(0, from - 16), from).replaceAll(/[\s\p{P}]/gu, '')))
      yield finding(reading, start, length);
  }
}

function finding({ digits }: Reading, start: number, length: number): NumberFinding {
  return { what: 'number', kind: 'telephone', from: digits[start]!.from, to: digits[start + length - 1]!.to };
}
