/** Bank card numbers: 16 to 19 digits that begin as an issuer's do and end in the check digit of ISO/IEC 7812 (Luhn). */
import { checkUscc } from '../identity/uscc.ts';
import { type Joined, joined, type Reading } from './digit-runs.ts';
import type { NumberFinding } from './finding.ts';

/** UnionPay and the banks' own cards, Visa, Mastercard, JCB. */
const ISSUER = /^(?:62|60|9[4589]|4|5[1-5]|35)/u;
/** 41 01 05 2020…: a number that a body of a region gave in a year; as many of them as one in ten would pass as a card. */
const GIVEN_IN_A_YEAR = /^(?:\d{6}(?:19|20)\d\d|\d{4}20[0-4]\d)/u;

export function* bankCards(reading: Reading): Generator<NumberFinding> {
  for (const one of joined(reading, 16, 19, '34569')) {
    const number = reading.values.slice(one.start, one.start + one.length);
    if (!isCard(number) || !isWrittenSo(one)) continue;
    yield finding(reading, one.start, one.length);
  }
  // within a longer run, only what is all but certain
  for (const { start, length } of reading.groups.filter((group) => group.length > 19)) {
    for (let at = start; at + 16 <= start + length; at++) {
      for (const digits of [19, 16]) {
        const number = reading.values.slice(at, at + digits);
        if (at + digits <= start + length && number.startsWith('62') && isCard(number))
          yield finding(reading, at, digits);
      }
    }
  }
}

function isCard(number: string): boolean {
  if (!ISSUER.test(number) || !passesLuhn(number)) return false;
  if (!number.startsWith('62') && GIVEN_IN_A_YEAR.test(number)) return false;
  return number.length !== 18 || checkUscc(number).verdict !== 'valid';
}

/** In fours, as a card shows it, behind its issuer's six, or digit by digit; not a list of amounts. */
function isWrittenSo({ lengths, listed }: Joined): boolean {
  if (lengths.length === 1 || lengths.every((length) => length === 1)) return true;
  if (lengths.slice(0, -1).every((length) => length === 4)) return true;
  return !listed && (lengths[0] === 6 || lengths[0] === 8 || lengths[0] === 3) && lengths.length <= 4;
}

function passesLuhn(number: string): boolean {
  let sum = 0;
  for (let at = 0; at < number.length; at++) {
    const digit = number.charCodeAt(number.length - 1 - at) - 48;
    const counted = at % 2 === 1 ? digit * 2 : digit;
    sum += counted > 9 ? counted - 9 : counted;
  }
  return sum % 10 === 0;
}

function finding({ digits }: Reading, start: number, length: number): NumberFinding {
  return { what: 'number', kind: 'bank-card', from: digits[start]!.from, to: digits[start + length - 1]!.to };
}
