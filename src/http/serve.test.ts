/** What `serve` makes of endpoints as data. */
import fastify, { type FastifyInstance, type FastifyRequest } from 'fastify';
import { serializerCompiler, validatorCompiler } from 'fastify-type-provider-zod';
import { beforeEach, describe, expect, expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import {
  ANYBODY,
  type AnswerOf,
  accepted,
  created,
  document,
  endpoints,
  type InputOf,
  json,
  NOTHING,
  officers,
} from '#contracts/endpoint.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { takesFile } from './body-route.ts';
import { inertFile } from './inert-file.ts';
import { attachment, endpointServer } from './serve.ts';

const said = { zh: '说明', en: 'Said' };
const some = endpoints('some', {
  'GET /things/:id': {
    summary: said,
    who: officers('reviewer'),
    params: z.object({ id: z.string().max(4) }),
    query: z.object({ limit: z.coerce.number().int().max(9).default(3) }),
    answer: json(z.object({ id: z.string(), limit: z.number(), by: z.string() })),
  },
  'POST /things': {
    summary: said,
    who: officers(),
    body: z.strictObject({ name: z.string() }),
    answer: created(z.object({ name: z.string() })),
  },
  'PUT /things/:id': { summary: said, who: ANYBODY, answer: accepted(z.null()) },
  'DELETE /things/:id': { summary: said, who: officers(), answer: NOTHING },
  'GET /things/:id/paper': { summary: said, who: ANYBODY, answer: document('text/html', z.string()) },
});
const upload = endpoints('some', {
  'POST /files': { summary: said, who: ANYBODY, upload: true, answer: created(z.object({ bytes: z.number() })) },
});

const asked: string[] = [];
const serve = endpointServer({
  officers: (request: FastifyRequest, { roles }) => {
    asked.push(roles.join(','));
    const by = request.headers['x-by'];
    if (by === undefined) throw new Problem('session.required');
    return { by: String(by) };
  },
  anybody: () => null,
});

let app: FastifyInstance;
beforeEach(async () => {
  asked.length = 0;
  app = fastify();
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setErrorHandler((error, _request, reply) =>
    reply
      .code(error instanceof Problem ? error.status : ((error as { statusCode?: number }).statusCode ?? 500))
      .send('refused'),
  );
  serve(app, some, {
    'GET /things/:id': ({ caller, params, query }) => ({ id: params.id, limit: query.limit, by: caller.by }),
    'POST /things': async ({ body }) => body,
    'PUT /things/:id': () => null,
    'DELETE /things/:id': () => 'whatever a use case returns',
    'GET /things/:id/paper': () => ({ content: '<p>纸</p>', fileName: '告知书.html', headers: { 'x-more': '1' } }),
  });
});

const signed = { 'x-by': '甲' };

describe('a route made of an endpoint', () => {
  test('validates, recognises the caller by the declared roles, and answers in the declared shape', async () => {
    const found = await app.inject({ url: '/things/a?limit=7', headers: { 'x-by': 'somebody' } });
    expect([found.statusCode, found.json()]).toEqual([200, { id: 'a', limit: 7, by: 'somebody' }]);
    expect(found.headers['cache-control']).toBe('no-store');
    expect(asked).toEqual(['reviewer']);
    expect((await app.inject({ url: '/things/toolong', headers: signed })).statusCode).toBe(400);
    expect((await app.inject({ url: '/things/a' })).statusCode).toBe(401);
  });

  test('status follows from the kind of answer', async () => {
    const post = await app.inject({ method: 'POST', url: '/things', payload: { name: 'x' }, headers: { 'x-by': 'a' } });
    expect([post.statusCode, post.json()]).toEqual([201, { name: 'x' }]);
    expect((await app.inject({ method: 'PUT', url: '/things/a' })).statusCode).toBe(202);
    const gone = await app.inject({ method: 'DELETE', url: '/things/a', headers: { 'x-by': 'a' } });
    expect([gone.statusCode, gone.body]).toEqual([204, '']);
  });

  test('a file has its type, its name in any script, and headers of its own', async () => {
    const paper = await app.inject({ url: '/things/a/paper' });
    expect(paper.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'content-disposition': `attachment; filename*=UTF-8''${encodeURIComponent('告知书.html')}`,
      'x-more': '1',
    });
    expect(paper.body).toBe('<p>纸</p>');
  });

  test('an upload that does not say how large it may be is refused at the start', async () => {
    const handlers = { 'POST /files': () => ({ bytes: 0 }) };
    expect(() => serve(fastify(), upload, handlers)).toThrow(RangeError);
    const takes = takesFile('memory', 1024, () => new Problem('request.too_large'));
    expect(() => serve(fastify(), upload, handlers, takes)).not.toThrow();
  });
});

test('names of files: plain ones as they are, nothing that could end the header', () => {
  expect(attachment('own-data.json')).toBe('attachment; filename="own-data.json"');
  expect(attachment('a"; x.pdf')).toBe(`attachment; filename*=UTF-8''${encodeURIComponent('a"; x.pdf')}`);
});

test('what strangers sent is shown as what it is and runs nothing', () => {
  const file = inertFile('proof', { mediaType: 'application/pdf', content: Buffer.from('%PDF') });
  expect(file.headers).toMatchObject({
    'x-content-type-options': 'nosniff',
    'content-disposition': 'inline; filename="proof.pdf"',
  });
  expect(file.headers?.['content-security-policy']).toContain("default-src 'none'");
});

test('callers’ types follow from the endpoint', () => {
  type Get = (typeof some.all)['GET /things/:id'];
  expectTypeOf<AnswerOf<Get>>().toEqualTypeOf<{ id: string; limit: number; by: string }>();
  expectTypeOf<InputOf<Get>>().toExtend<{ readonly params: { id: string } }>();
  expectTypeOf<AnswerOf<(typeof some.all)['DELETE /things/:id']>>().toEqualTypeOf<undefined>();
});
