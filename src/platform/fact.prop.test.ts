/** one-fact-one-record: which two reports are the same fact, and which never are. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ref } from '../../tests/support/refs.ts';
import { zhengzhou } from '../../tests/support/systems.ts';
import { type FactBasis, factDecision, factKey } from './fact.ts';

const policy = await zhengzhou();
const SUBJECT = '11111111-1111-1111-1111-111111111111';
const PENALTY = policy.kind(ref('2'));
const PRICES = policy.kind(ref('3.3.2'));
const ORDERS = policy.kind(ref('3.3.1'));

/** A fact known by its decision, reported as whatever kind. */
function decided(kind: typeof PENALTY, authority: string, number: string, more: Partial<FactBasis> = {}): string {
  const decision = factDecision(policy, kind, { authority, number });
  expect(decision, kind.id).toBeDefined();
  return key({ kind: kind.id, decision, ...more });
}

const key = (basis: Partial<FactBasis>): string =>
  factKey({
    ...{ subjectKey: SUBJECT, kind: ref('1.3'), occurredOn: '2020-03-01', matter: '社区卡点值守' },
    ...basis,
  }).toString('hex');

const bodies = policy.departments.map(({ id, name, aliases }) => ({ id, names: [name, ...aliases] }));
const body = fc.constantFrom(...bodies);
const number = fc.string({ unit: fc.constantFrom(...'郑公行罚决字〔2020〕号0123456789'), minLength: 1, maxLength: 20 });
const name = fc.string({ unit: fc.constantFrom(...'郑州市开封公安局甲乙丙法院'), minLength: 1, maxLength: 12 });
const blanks = fc.constantFrom('', ' ', '　', '\t');

/** As somebody else writes it: full width, blanks between the characters. */
const respelled = (text: string, blank: string): string =>
  [...text]
    .map((letter) => (/[0-9]/.test(letter) ? String.fromCodePoint(letter.charCodeAt(0) + 0xfee0) : letter))
    .join(blank);

describe('a decision', () => {
  test('of one body is one fact under every name of the body, every spelling, every kind, every day', () => {
    fc.assert(
      fc.property(body, body, number, blanks, (one, other, written, blank) => {
        const first = decided(PRICES, one.names[0]!, written);
        for (const known of one.names) {
          const again = { occurredOn: '2020-04-09', matter: '口罩加价三倍销售' };
          expect(decided(ORDERS, respelled(known, blank), respelled(written, blank), again)).toBe(first);
        }
        if (other.id !== one.id) expect(decided(PRICES, other.names[0]!, written)).not.toBe(first);
      }),
    );
  });

  test('of an authority nobody knows as a body is told by its name', () => {
    fc.assert(
      fc.property(name, name, number, blanks, (one, other, written, blank) => {
        fc.pre(!policy.findDepartmentByName(one) && !policy.findDepartmentByName(other));
        expect(decided(PENALTY, respelled(one, blank), written)).toBe(decided(PENALTY, one, written));
        if (one !== other) expect(decided(PENALTY, other, written)).not.toBe(decided(PENALTY, one, written));
      }),
    );
  });

  test('of an authority whose name is a body’s id is not that body’s', () => {
    for (const { id, names } of bodies) {
      if (policy.findDepartmentByName(id)) continue;
      expect(decided(PENALTY, id, '1号')).not.toBe(decided(PENALTY, names[0]!, '1号'));
      expect(decided(PENALTY, `=${id}`, '1号')).not.toBe(decided(PENALTY, names[0]!, '1号'));
    }
  });

  test('about somebody else is another fact', () => {
    const other = { subjectKey: '22222222-2222-2222-2222-222222222222' };
    expect(decided(PENALTY, '市公安局', '1号', other)).not.toBe(decided(PENALTY, '市公安局', '1号'));
  });
});

describe('without a decision', () => {
  test('kind, day and matter each make another fact', () => {
    const one = key({});
    expect(key({ kind: ref('1.4') })).not.toBe(one);
    expect(key({ kind: '2021-1/1.3' })).not.toBe(one);
    expect(key({ occurredOn: '2020-03-02' })).not.toBe(one);
    expect(key({ matter: '社区卡点执勤' })).not.toBe(one);
    expect(key({ matter: '社区 卡点值守。' })).toBe(one);
  });

  test('no kind that is told by day and matter is known by a decision', () => {
    for (const kind of policy.catalogue.filter(({ factBasis }) => factBasis === 'matter-and-date'))
      expect(factDecision(policy, kind, { authority: '市公安局', number: '1号' })).toBeUndefined();
  });
});
