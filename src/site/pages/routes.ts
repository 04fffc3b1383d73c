/** The public pages: plain HTML that needs no JavaScript, under a policy that would not run any. */
import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { Problem } from '#kernel/problems.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { SiteContext } from '../context.ts';
import { homePage, openDataPage, policyPage, problemBody, searchPage } from './general.ts';
import { type Page, renderPage, STYLE, STYLE_VERSION } from './layout.ts';
import { editionPage, listPage, noticePage } from './lists.ts';
import { organisationPage } from './organisation.ts';

const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const List = z.enum(['red', 'black']);
const PageNumber = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) });
const hide = true;

export const sitePages: FastifyPluginAsyncZod<{ context: SiteContext }> = async (app, { context }) => {
  const today = () => localDateAt(context.clock());
  const send = (request: FastifyRequest, reply: FastifyReply, page: Page) =>
    answer(request, reply, renderPage(context, page));

  /** A wrong address or a refusal is a page like the others, with the search box on it. */
  app.setErrorHandler((error, request, reply) => {
    const problem = error instanceof Problem ? error : invalidAddress(error);
    if (!problem) throw error;
    return send(request, reply.status(problem.status), problemBody(problem.toDocument()));
  });

  app.get('/', { schema: { hide } }, async (request, reply) => send(request, reply, await homePage(context, today())));

  app.get(
    '/lists/:list',
    { schema: { hide, params: z.object({ list: List }), querystring: PageNumber } },
    async (request, reply) =>
      send(request, reply, await listPage(context, today(), request.params.list, request.query.page)),
  );

  app.get(
    '/lists/:list/:number',
    {
      schema: {
        hide,
        params: z.object({ list: List, number: z.coerce.number().int().min(1).max(1_000_000) }),
        querystring: PageNumber,
      },
    },
    async (request, reply) => {
      const { list, number } = request.params;
      return send(request, reply, await editionPage(context, today(), list, number, request.query.page));
    },
  );

  app.get('/notices/:id', { schema: { hide, params: z.object({ id: z.string().max(100) }) } }, async (request, reply) =>
    send(request, reply, await noticePage(context, today(), request.params.id)),
  );

  app.get(
    '/organisations/:uscc',
    { schema: { hide, params: z.object({ uscc: z.string().max(40) }) } },
    async (request, reply) => {
      const uscc = request.params.uscc.toUpperCase();
      if (uscc !== request.params.uscc) return reply.redirect(`/organisations/${encodeURIComponent(uscc)}`, 301);
      return send(request, reply, await organisationPage(context, today(), uscc));
    },
  );

  app.get(
    '/search',
    { schema: { hide, querystring: z.object({ q: z.string().max(200).catch('') }) } },
    async (request, reply) => send(request, reply, await searchPage(context, today(), request.query.q)),
  );

  app.get('/policy', { schema: { hide } }, async (request, reply) =>
    send(request, reply, policyPage(context, today())),
  );

  app.get('/open-data', { schema: { hide } }, async (request, reply) =>
    send(request, reply, await openDataPage(context, today())),
  );

  app.get('/site.css', { schema: { hide } }, async (request, reply) => {
    const etag = `"${STYLE_VERSION}"`;
    reply.header('etag', etag).header('cache-control', 'public, max-age=31536000, immutable');
    if (request.headers['if-none-match'] === etag) return reply.status(304).send();
    return reply.type('text/css; charset=utf-8').send(STYLE);
  });

  app.get('/*', { schema: { hide } }, async (request, reply) => {
    if (request.url.startsWith('/api/')) return reply.callNotFound(); // programs are answered as programs
    throw new Problem('not_found', { detail: '没有这个页面。' });
  });
};

/** `no-cache`: a browser may keep the page but must ask before it shows it again, so a withdrawn entry is gone at once. */
function answer(request: FastifyRequest, reply: FastifyReply, text: string): FastifyReply {
  const etag = `"${createHash('sha256').update(text).digest('base64url').slice(0, 27)}"`;
  reply
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .header('cache-control', 'no-cache')
    .header('etag', etag)
    .type('text/html; charset=utf-8');
  if (reply.statusCode === 200 && request.headers['if-none-match'] === etag) return reply.status(304).send();
  return reply.send(text);
}

/** An address that does not fit its pattern (`/lists/green`) is simply not there. */
function invalidAddress(error: unknown): Problem | undefined {
  const { statusCode } = error as { statusCode?: number };
  return statusCode === 400 ? new Problem('not_found', { detail: '没有这个页面。' }) : undefined;
}
