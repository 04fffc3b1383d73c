/** One place turns what is thrown into an answer: stable codes, no inner detail, a page for people who navigate. */

import type { FastifyInstance, InjectOptions } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { takesFile } from '#http/body-route.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { verbatim } from '#kernel/refusal/said.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';
import { workingCalendar } from '#kernel/time/working-days.ts';
import { toProblem } from './problems.ts';
import { createServer } from './server.ts';

let app: FastifyInstance;
let thrown: unknown;

beforeAll(async () => {
  app = await createServer({ trustProxy: false, rateLimitPerMinute: 30, secure: true, logger: false });
  app.get('/throw', async () => {
    throw thrown;
  });
  app.withTypeProvider<ZodTypeProvider>().post(
    '/person',
    {
      schema: {
        body: z.object({ name: z.string().min(2), age: z.number() }),
        querystring: z.object({ page: z.coerce.number().optional() }),
      },
    },
    async () => ({ ok: true }),
  );
  app.get(
    '/wrong-answer',
    { schema: { response: { 200: z.object({ count: z.number() }) } } },
    async () => ({ count: 'many' }) as never,
  );
  app.post('/anything', async () => ({ ok: true }));
  app.get('/anything/:id', async () => ({ ok: true }));
  app.post(
    '/stream',
    takesFile('disk', 8 << 20, () => new Problem('file.too_large')),
    async (request) => {
      let bytes = 0;
      for await (const part of request.body as AsyncIterable<Buffer>) bytes += part.length;
      return { bytes };
    },
  );
  await app.ready();
});
afterAll(() => app.close());

const ask = async (url: string, options: InjectOptions = {}) => {
  const { headers, statusCode, body } = await app.inject({
    url,
    remoteAddress: `10.0.0.${Math.ceil(Math.random() * 250)}`,
    ...options,
  });
  return { headers, status: statusCode, body, json: () => JSON.parse(body) };
};

describe('problems', () => {
  test('a Problem keeps its code, remedy, detail and clause, and names the request', async () => {
    thrown = new Problem('list.notice_running', {
      said: { zh: '公示至 2020-05-18。', en: 'Until 2020-05-18.' },
      clause: '3.1',
    });
    const { status, headers, json } = await ask('/throw');
    expect(status).toBe(409);
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(json()).toMatchObject({
      code: 'list.notice_running',
      detail: '公示至 2020-05-18。',
      detailEn: 'Until 2020-05-18.',
      clause: '3.1',
      status: 409,
    });
    expect(json().instance).toBe(`urn:xinheng:request:${headers['x-request-id']}`);
  });

  test('what nobody foresaw tells nothing of itself', async () => {
    thrown = new Error('password of the database is hunter2');
    const { status, body, json } = await ask('/throw');
    expect(status).toBe(500);
    expect(json().code).toBe('internal');
    expect(body).not.toContain('hunter2');
  });

  test('a year without a calendar says which file is missing', async () => {
    const days = workingCalendar([{ year: 2026, source: '', holidays: [], makeUpDays: [] }]);
    try {
      days.addWorkingDays(toLocalDate('2026-12-30'), 5);
    } catch (error) {
      thrown = error;
    }
    const { status, headers, json } = await ask('/throw');
    expect({ status, detail: json().detail }).toMatchObject({ status: 503, detail: expect.stringContaining('2027') });
    expect(headers['retry-after']).toBeUndefined(); // no seconds mend it
    expect(json().detail).toContain('calendars/');
  });

  test.each([
    ['a server that is going down', Object.assign(new Error('terminating connection'), { code: '57P01' })],
    ['a connection that ended without a word', new Error('Connection terminated unexpectedly')],
    ['a server that is a standby now', Object.assign(new Error('read-only transaction'), { code: '25006' })],
    ['what a library made of it', new Error('could not', { cause: Object.assign(new Error('x'), { code: 'EPIPE' }) })],
  ])('a database that is away is told as 503, with the time to come again: %s', async (_what, error) => {
    thrown = error;
    const { status, headers, json } = await ask('/throw');
    expect({ status, code: json().code }).toEqual({ status: 503, code: 'unavailable' });
    expect(headers['retry-after']).toMatch(/^[1-9]\d*$/);
  });

  test('somebody who navigates gets a page, escaped', async () => {
    thrown = new Problem('not_found', { said: verbatim('没有 <script>alert(1)</script>') });
    const { headers, body } = await ask('/throw', { headers: { accept: 'text/html,*/*' } });
    expect(headers['content-type']).toMatch(/^text\/html/);
    expect(body).toContain('没有 &lt;script&gt;');
  });

  test('validation says which field and what to do, in Chinese', async () => {
    const { status, json } = await ask('/person?page=x', { method: 'POST', payload: { name: 'ab', age: 1 } });
    expect(status).toBe(400);
    const wrongBody = (await ask('/person', { method: 'POST', payload: { name: 'a' } })).json();
    expect(wrongBody.errors.map((error: { field: string }) => error.field).sort()).toEqual(['age', 'name']);
    expect(wrongBody.detail).toBe('提交内容的 name：至少 2 个字；提交内容的 age：没有填写');
    expect(wrongBody.detailEn).toBe(
      'name in the body is too small or too short; age in the body is missing or of another type',
    );
    expect(json().detail).toBe('查询参数的 page：应为数字');
  });

  test.each([
    ['broken JSON', { headers: { 'content-type': 'application/json' }, payload: '{"name":' }, 400, 'request.invalid'],
    [
      'an unknown content type',
      { headers: { 'content-type': 'text/x-unknown' }, payload: 'x' },
      400,
      'request.invalid',
    ],
    [
      'too much',
      { headers: { 'content-type': 'application/json' }, payload: JSON.stringify('x'.repeat(1024 * 1024)) },
      413,
      'request.too_large',
    ],
  ])('%s', async (_name, options, status, code) => {
    const answer = await ask('/person', { method: 'POST', ...options });
    expect(answer.status).toBe(status);
    expect(answer.json().code).toBe(code);
  });

  test.each([
    ['a null character', { name: '赵\u0000' }, '提交内容的 name'],
    ['half a surrogate pair', { name: '赵', reasons: [{ zh: '\ud800' }] }, '提交内容的 reasons.0.zh'],
  ])('text that no database can hold is refused with its place: %s', async (_, body, place) => {
    const { status, json } = await ask('/anything', { method: 'POST', payload: body });
    expect({ status, code: json().code }).toEqual({ status: 400, code: 'request.invalid' });
    expect(json().detail).toContain(`${place}：含有无法保存的字符`);
  });

  test('in a query and in an address as well; deep nesting is no way past it', async () => {
    expect((await ask('/anything/%00')).json()).toMatchObject({ status: 404, code: 'not_found' });
    expect((await ask('/anything/1?kind=%00')).json().detail).toContain('查询参数的 kind');
    const nested = `${'['.repeat(200_000)}"\\u0000"${']'.repeat(200_000)}`;
    const headers = { 'content-type': 'application/json' };
    expect((await ask('/anything', { method: 'POST', payload: nested, headers })).status).toBe(400);
  });

  test('an address that cannot be decoded is answered like any other that is not there', async () => {
    const { status, headers, json } = await ask('/%E0%A4%A');
    expect(headers['content-type']).toMatch(/^application\/problem\+json/);
    expect({ status, code: json().code }).toEqual({ status: 404, code: 'not_found' });
  });

  test('an address that is not there', async () => {
    expect((await ask('/nowhere')).json()).toMatchObject({ status: 404, code: 'not_found' });
  });

  test('our own answer that does not fit its schema is our fault, not the caller’s', async () => {
    expect((await ask('/wrong-answer')).json()).toMatchObject({ status: 500, code: 'internal' });
  });
});

test.each([
  [{ code: '23505', constraint: 'case_action_pkey' }, 'case.conflict'],
  [{ code: '23505', constraint: 'case_participant_pkey' }, 'four_eyes.violated'],
  [{ code: '23514', constraint: 'four_eyes' }, 'four_eyes.violated'],
  [{ code: '42501', message: 'new row violates row-level security policy for table "batch"' }, 'jurisdiction.denied'],
  [{ code: '42501', message: 'permission denied for table record' }, 'internal'],
  [{ code: '40001' }, 'case.conflict'],
  [{ code: '57P01' }, 'unavailable'],
  [{ code: 'ECONNREFUSED' }, 'unavailable'],
  [{ code: '23505', constraint: 'something_else' }, 'internal'],
])('what the database says: %j', (error, code) => {
  expect(toProblem(Object.assign(new Error('x'), error)).code).toBe(code);
});

test.each(['file.unavailable', 'evidence.unavailable'] as const)('%s is said with when to come again', async (code) => {
  thrown = new Problem(code);
  const { json, headers } = await ask('/throw');
  expect([json().status, headers['retry-after']]).toEqual([503, '5']);
});

describe('the frame', () => {
  test('headers are strict', async () => {
    const { headers } = await ask('/nowhere');
    const policy = String(headers['content-security-policy']);
    expect(policy).toContain("default-src 'self'");
    expect(policy).not.toContain('unsafe');
    expect(policy).not.toContain('https:');
    expect(headers['strict-transport-security']).toMatch(/max-age=\d+/);
    expect(headers['x-content-type-options']).toBe('nosniff');
  });

  test('a file is handed on as a stream, above the limit of JSON bodies', async () => {
    const payload = Buffer.alloc(3 * 1024 * 1024);
    const { json } = await ask('/stream', {
      method: 'POST',
      payload,
      headers: { 'content-type': 'application/octet-stream' },
    });
    expect(json()).toEqual({ bytes: payload.length });
  });

  test('one caller cannot take it all', async () => {
    thrown = new Problem('not_found');
    const answers = [];
    for (let request = 0; request < 31; request++) answers.push(await ask('/throw', { remoteAddress: '192.0.2.1' }));
    expect(answers.at(-1)?.json()).toMatchObject({ status: 429, code: 'request.too_many' });
    expect((await ask('/throw', { remoteAddress: '192.0.2.2' })).status).toBe(404);
  });

  test('signed deliveries are not counted', async () => {
    for (let request = 0; request < 40; request++) {
      const { status } = await ask('/api/site/inbox', { method: 'POST', remoteAddress: '192.0.2.3' });
      expect(status).toBe(404);
    }
  });
});
