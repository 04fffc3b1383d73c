/** What no answer may be, whatever was asked. */
import type { FastifyInstance, LightMyRequestResponse } from 'fastify';
import { expect } from 'vitest';
import type { Attempt } from './attempts.ts';

/** Of the inside of the product: stacks, sources, SQL, messages of the database and of JavaScript. */
const INSIDE =
  /\bat \S+ ?\(?\S*\.(?:ts|js|mjs):\d+|node_modules|\bSELECT\b[^<]{0,200}\bFROM\b|\bINSERT INTO\b|syntax error at|relation "|column "|invalid input syntax|out of range for type|violates [a-z-]+ constraint|Cannot read propert|is not a function|TypeError|RangeError|\/src\/(?:platform|points|site|runtime|kernel)\//;

export interface Fault {
  readonly what: string;
  readonly attempt: string;
  readonly answer: string;
}

export function faultOf(attempt: Attempt, { statusCode, body, headers }: LightMyRequestResponse): Fault | null {
  const fault = (what: string): Fault => ({
    what,
    attempt: `${attempt.method} ${attempt.url.slice(0, 300)} ${String(attempt.payload ?? '').slice(0, 600)}`,
    answer: `${statusCode} ${body.slice(0, 400)}`,
  });
  if (statusCode >= 500) return fault('fails');
  if (headers['x-injected'] !== undefined) return fault('takes a header from an address');
  const type = String(headers['content-type'] ?? '');
  const asksForPage = attempt.headers['accept']?.includes('text/html') ?? false;
  if (statusCode >= 400 && attempt.url.startsWith('/api/') && !asksForPage) {
    if (!type.startsWith('application/problem+json')) return fault('is no problem document');
    const { code, title } = JSON.parse(body) as { code?: string; title?: string };
    if (!code || !title) return fault('does not say what is wrong');
  }
  if (INSIDE.test(body) && !attempt.url.includes('/docs')) return fault('shows the inside');
  return null;
}

export async function attemptAll(server: FastifyInstance, attempts: readonly Attempt[]): Promise<Fault[]> {
  const faults: Fault[] = [];
  for (const attempt of attempts) {
    const { payload, ...rest } = attempt;
    const answer = await server.inject({ ...rest, ...(payload === undefined ? {} : { payload }) });
    const fault = faultOf(attempt, answer);
    if (fault) faults.push(fault);
    if (faults.length >= 20) break;
  }
  expect(Object.prototype).not.toHaveProperty('polluted');
  return faults;
}
