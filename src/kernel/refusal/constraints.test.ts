/** What a database refuses is told in the domain's words, or not taken for a rule of it at all. */
import { expect, test } from 'vitest';
import { CONSTRAINT_PROBLEMS, problemOfConstraint } from './constraints.ts';

test.each(Object.entries(CONSTRAINT_PROBLEMS))('%s', (constraint, { problem, said }) => {
  const error = { code: '23505', constraint };
  expect(problemOfConstraint(error)).toMatchObject({ code: problem, said, cause: error });
  // as the partition the row belongs to says it
  expect(problemOfConstraint({ ...error, constraint: `${constraint}_p13` })).toMatchObject({ code: problem, said });
});

test.each(['40001', '40P01', '55P03'])('at the same instant (%s) one of two is asked to look again', (code) => {
  expect(problemOfConstraint({ code })?.code).toBe('case.conflict');
});

test.each([
  [{ code: '42501', message: 'new row violates row-level security policy for table "batch"' }, 'jurisdiction.denied'],
  [{ code: '42501', message: 'permission denied for table record' }, undefined],
  [{ code: '23505', constraint: 'something_else' }, undefined],
  [{ code: '23505', constraint: 'record_pkey_pkey' }, undefined],
  [{ code: '23505', constraint: 'constructor' }, undefined],
  [{ code: '23505', constraint: '__proto__' }, undefined],
  [{ constraint: 'four_eyes' }, undefined],
  [null, undefined],
  ['four_eyes', undefined],
])('%j', (error, code) => {
  expect(problemOfConstraint(error)?.code).toBe(code);
});
