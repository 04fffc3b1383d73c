/** What counts as “the database is away”, and that the driver still says it in the words we know. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { expect, test } from 'vitest';
import { Problem } from '#kernel/refusal/problem.ts';
import { toProblem } from '../http/problems.ts';
import { DISCONNECTS, isDatabaseAway } from './away.ts';

const coded = (code: string, message = 'x') => Object.assign(new Error(message), { code });

test.each([
  ...['08000', '08001', '08003', '08004', '08006', '08P01', '25006', '25P03', '25P04', '28000', '28P01', '3D000'],
  ...['53100', '53200', '53300', '53400', '57014', '57P01', '57P02', '57P03', '57P04', '57P05', '58000', '58030'],
  ...['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'],
])('%s is answered 503', (code) => {
  expect(isDatabaseAway(coded(code))).toBe(true);
  expect(toProblem(coded(code)).code).toBe('unavailable');
});

test.each([...DISCONNECTS, 'Received unexpected dataRow message from backend.'])('without a code: %s', (message) => {
  expect(toProblem(new Error(message)).code).toBe('unavailable');
  expect(isDatabaseAway(new Error('wrapped', { cause: new Error('twice', { cause: new Error(message) }) }))).toBe(true);
});

test.each([
  '23505',
  '23503',
  '22P02',
  '42501',
  '40001',
  '40P01',
  '55P03',
  'P0001',
  'XX000',
  'ENOENT',
  'EACCES',
  'FST_ERR',
])('%s says something about the request or about us', (code) => {
  expect(isDatabaseAway(coded(code))).toBe(false);
});

test('a query given up on a standby is asked again, a conflict between two people is a conflict', () => {
  expect(toProblem(coded('40001', 'canceling statement due to conflict with recovery')).code).toBe('unavailable');
  expect(toProblem(coded('40001', 'could not serialize access')).code).toBe('case.conflict');
});

test('neither a refusal of our own nor something that is no error is taken for it', () => {
  expect(isDatabaseAway(new Problem('case.conflict'))).toBe(false);
  for (const value of [undefined, null, 'ECONNRESET', 8, {}, new Error('Connection')])
    expect(isDatabaseAway(value)).toBe(false);
  const ring: { cause?: unknown } = {};
  ring.cause = ring;
  expect(isDatabaseAway(ring)).toBe(false);
});

test('the installed driver says it in these words', () => {
  const require = createRequire(import.meta.url);
  const driver = dirname(require.resolve('pg/package.json'));
  const sources = [
    ...['client.js', 'connection.js'].map((file) => join(driver, 'lib', file)),
    createRequire(join(driver, 'package.json')).resolve('pg-pool'),
  ].map((file) => readFileSync(file, 'utf8'));
  for (const words of DISCONNECTS) expect(sources.some((source) => source.includes(`'${words}'`))).toBe(true);
});
