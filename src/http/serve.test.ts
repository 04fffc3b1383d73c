/** What `serve` makes of endpoints as data. */
import rateLimit from '@fastify/rate-limit';
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
  PAGE,
  pages,
  REDIRECT,
} from '#contracts/endpoint.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { attachment } from './answer.ts';
import { takesFile } from './body-route.ts';
import { inertFile } from './inert-file.ts';
import { endpointServer } from './serve.ts';

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
  'PUT /things/:id': { summary: said, who: ANYBODY, caching: 'never', answer: accepted(z.null()) },
  'DELETE /things/:id': { summary: said, who: officers(), answer: NOTHING },
  'GET /things/:id/paper': { summary: said, who: ANYBODY, caching: 'never', answer: document('text/html', z.string()) },
});
const upload = endpoints('some', {
  'POST /files': {
    summary: said,
    who: ANYBODY,
    caching: 'never',
    upload: true,
    answer: created(z.object({ bytes: z.number() })),
  },
});

const open = pages({
  'GET /': { summary: said, who: ANYBODY, caching: 'shared', answer: PAGE },
  'GET /style': { summary: said, who: ANYBODY, caching: 'own', limit: 'uncounted', answer: document('text/css') },
  'GET /moved': { summary: said, who: ANYBODY, caching: 'shared', answer: REDIRECT },
  'GET /choice': { summary: said, who: ANYBODY, caching: 'never', answer: REDIRECT },
  'GET /feed': { summary: said, who: ANYBODY, caching: 'day', answer: document('application/atom+xml') },
});
const often = endpoints('some', {
  'GET /often': { summary: said, who: ANYBODY, caching: 'shared', frequent: true, answer: json(z.strictObject({})) },
});
const counted = endpoints('some', {
  'GET /counted': { summary: said, who: ANYBODY, caching: 'never', limit: { group: 'dear' }, answer: NOTHING },
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

describe('what anybody may read', () => {
  let site: FastifyInstance;
  let home: { location: string; status: 301 } | { content: string };
  const configs = new Map<string, object>();
  beforeEach(async () => {
    home = { content: '<p>首页</p>' };
    site = fastify();
    site.setValidatorCompiler(validatorCompiler);
    site.setSerializerCompiler(serializerCompiler);
    site.addHook('onRoute', ({ url, schema, config }) => void configs.set(url, { schema, config }));
    await site.register(
      async (scope) =>
        serve(scope, open, {
          'GET /': () => home,
          'GET /style': () => ({ content: 'p{}' }),
          'GET /moved': () => ({ location: '/', status: 308 as const }),
          'GET /choice': () => ({ location: '/', status: 303 as const }),
          'GET /feed': () => ({ content: '<feed/>' }),
        }),
      { prefix: '/en' },
    );
    serve(site, often, { 'GET /often': () => ({}) });
  });
  const told = async (url: string) => {
    const { statusCode, headers } = await site.inject(url);
    return [statusCode, headers['cache-control'], headers['content-type'] ?? headers['location']];
  };

  test('says how long it may be kept, as its endpoint does', async () => {
    const shared = 'public, max-age=0, s-maxage=5, must-revalidate';
    expect(await told('/en/')).toEqual([200, shared, 'text/html; charset=utf-8']);
    expect(await told('/en/style')).toEqual([200, 'private, no-cache', 'text/css; charset=utf-8']);
    expect((await site.inject('/en/style')).headers['vary']).toBe('cookie');
    expect(await told('/en/feed')).toEqual([200, 'public, max-age=86400', 'application/atom+xml; charset=utf-8']);
    expect((await told('/often')).slice(0, 2)).toEqual([200, shared]);
  });

  test('leads elsewhere without a word to caches, unless nothing of it may be kept', async () => {
    expect(await told('/en/moved')).toEqual([308, undefined, '/']);
    expect(await told('/en/choice')).toEqual([303, 'no-store', '/']);
    home = { location: '/en/', status: 301 };
    expect(await told('/en/')).toEqual([301, undefined, '/en/']);
  });

  test('stands at its own address only, and pages in no description of the interface', async () => {
    expect((await site.inject('/en')).statusCode).toBe(404);
    expect(configs.get('/en/')).toMatchObject({ schema: { hide: true }, config: { endpoint: open.all['GET /'] } });
    expect(configs.get('/en/style')).toMatchObject({ config: { asset: true } });
    expect(configs.get('/often')).toMatchObject({ schema: { summary: said.zh, description: said.en } });
  });

  test('what is asked often brings headers made once, refused or not', async () => {
    const { headers } = await site.inject('/often');
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'referrer-policy': 'no-referrer' });
  });

  test('a group that nobody bounds, or that two bound differently, is refused at the start', async () => {
    const handlers = { 'GET /counted': () => null };
    const limited = async () => {
      const app = fastify();
      await app.register(rateLimit, { global: false });
      return app;
    };
    expect(() => serve(fastify(), counted, handlers)).toThrow(RangeError);
    expect(() => serve(fastify(), counted, handlers, { perMinute: { other: 5 } })).toThrow(RangeError);
    const app = await limited();
    expect(() => serve(app, counted, handlers, { perMinute: { dear: 5 } })).not.toThrow();
    await app.register(async (scope) => {
      expect(() => serve(scope, counted, handlers, { perMinute: { dear: 6 } })).toThrow('5 a minute or 6');
    });
    const another = await limited();
    expect(() => serve(another, counted, handlers, { perMinute: { dear: 6 } })).not.toThrow();
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
