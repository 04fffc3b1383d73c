/** A rule's answer is shown and required from one value; both say the same. */
import { expect, test } from 'vitest';
import { firstRefusal, type May, no, problemOf, requireMay, titled, YES } from './may.ts';
import { PROBLEMS, Problem } from './problem.ts';
import { saidTogether, verbatim } from './said.ts';

const CLOSED = { problem: 'action.not_available', said: { zh: '该事项已办结。', en: 'The case is closed.' } } as const;

test('what is required and refused carries the words, the code and the clause of the rule', () => {
  const may = no('closed', { ...CLOSED, clause: '5.3', extra: { because: 'closed' } });
  expect(may).toEqual({ ok: false, because: 'closed', ...CLOSED, clause: '5.3', extra: { because: 'closed' } });
  const thrown = (() => {
    try {
      requireMay(may);
      return undefined;
    } catch (error) {
      return error as Problem;
    }
  })();
  expect(thrown).toBeInstanceOf(Problem);
  expect(thrown?.toDocument()).toMatchObject({
    ...{ code: 'action.not_available', status: 409, clause: '5.3', because: 'closed' },
    ...{ detail: '该事项已办结。', detailEn: 'The case is closed.' },
  });
});

test('yes is let through, and a rule without a clause names none', () => {
  expect(() => requireMay(YES)).not.toThrow();
  expect(() => requireMay(no('closed', CLOSED))).toThrow('该事项已办结。');
  const may: May = no('closed', CLOSED);
  expect(may.ok ? 'yes' : may.clause).toBeUndefined();
});

test('where the title says all there is, a page has words to show and the refusal adds none', () => {
  const may = no('role', { ...titled('permission.denied'), clause: '5.0' });
  expect(may.ok ? '' : may.said.zh).toBe(PROBLEMS['permission.denied'].zh);
  const document = may.ok ? {} : problemOf(may).toDocument();
  expect(document).toEqual(new Problem('permission.denied', { clause: '5.0' }).toDocument());
  expect(document).not.toHaveProperty('detail');
});

test('the first that refuses answers', () => {
  const closed = no('closed', CLOSED);
  const role = no('role', { problem: 'permission.denied', said: { zh: '没有岗位。', en: 'No role.' } });
  expect(firstRefusal(YES, role, closed)).toBe(role);
  expect([firstRefusal(), firstRefusal(YES, YES)]).toEqual([YES, YES]);
});

test('several faults are told one after the other, an id as it stands', () => {
  const two = [CLOSED.said, { zh: '请刷新。', en: 'Reload.' }];
  expect(saidTogether(two)).toEqual({ zh: '该事项已办结。请刷新。', en: 'The case is closed. Reload.' });
  expect(verbatim('12-45')).toEqual({ zh: '12-45', en: '12-45' });
});
