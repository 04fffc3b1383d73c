/** A look opens what it is of, in its own time, and nothing else; what is only said to be one opens nothing. */
import { expect, test } from 'vitest';
import { inventedCitizen } from '../../tests/support/people.ts';
import { testKeyring } from '../../tests/support/systems.ts';
import { systemActor } from './access/actor.ts';
import { applicantOf } from './access/applicant.ts';
import { type LoggedLook, type Looked, ownLook, requireLook, requireLookAtFile, systemUse } from './audit-look.ts';

const applicant = applicantOf({ keyring: testKeyring }, inventedCitizen('卫思源', '1985-06-15', 7), []);
const FILE = Buffer.alloc(32, 1);
const REFUSED = /looked-is-logged/;

test('an asserted look opens nothing, whatever it says of itself', () => {
  const forged = { opens: () => true, reads: () => true } as unknown as LoggedLook;
  expect(() => requireLook(forged, applicant.subjectKey)).toThrow(REFUSED);
  expect(() => requireLookAtFile(forged, FILE)).toThrow(REFUSED);
  const heir = Object.create(ownLook(applicant, applicant.subjectKey)) as Looked;
  expect(() => requireLook(heir, applicant.subjectKey)).toThrow(REFUSED);
});

test('the own look opens the own data only, and none is made at a counter', () => {
  const look = ownLook(applicant, applicant.subjectKey);
  expect(() => requireLook(look, applicant.subjectKey)).not.toThrow();
  expect(() => requireLook(look, 'b2f0c7a0-0000-4000-8000-000000000000')).toThrow(REFUSED);
  expect(() => requireLookAtFile(look, FILE)).toThrow(REFUSED);
  expect(() => requireLookAtFile(ownLook(applicant, applicant.subjectKey, FILE), FILE)).not.toThrow();
  expect(() => ownLook(applicant, 'b2f0c7a0-0000-4000-8000-000000000000')).toThrow(RangeError);
  expect(() => ownLook({ ...applicant, assistedBy: systemActor('counter') }, applicant.subjectKey)).toThrow(RangeError);
});

test('the job that checks a batch reads the file and opens nobody; who compares opens no file', () => {
  expect(() => requireLookAtFile(systemUse('batch-checked'), FILE)).not.toThrow();
  expect(() => requireLook(systemUse('batch-checked'), applicant.subjectKey)).toThrow(REFUSED);
  expect(() => requireLook(systemUse('age-checked'), applicant.subjectKey)).not.toThrow();
  expect(() => requireLookAtFile(systemUse('age-checked'), FILE)).toThrow(REFUSED);
});
