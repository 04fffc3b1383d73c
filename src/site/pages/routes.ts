/** The public pages, in Chinese and below `/en` in English: plain HTML that needs no JavaScript, under a policy that would not run any. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { checkUscc } from '#kernel/identity/uscc.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { SiteContext } from '../context.ts';
import type { Proposals } from '../notices/proposals.ts';
import { Finder } from '../search/finder.ts';
import {
  accessibilityPage,
  CONTRASTS,
  cookieOf,
  DISPLAY_COOKIE,
  displayOf,
  displayPage,
  displayStyle,
  safeReturn,
  TYPE_SIZES,
} from './display.ts';
import { problemBody } from './general.ts';
import { homePage } from './home.ts';
import { type Page, renderPage, STYLE } from './layout.ts';
import { editionPage, listPage, noticePage } from './lists.ts';
import { openDataPage } from './open-data.ts';
import { organisationPage } from './organisation.ts';
import { policyPage } from './policy-page.ts';
import { questionsPage } from './questions.ts';
import { addressIn, type Language, type Reading, readingOf } from './reading.ts';
import { searchPage } from './search-page.ts';
import { statisticsPage } from './statistics.ts';
import { verifyForm, verifyPage } from './verify.ts';

/** No script may run, from anywhere. `connect-src` is for those who check a page and fetch /robots.txt in its name; a page itself has nothing to connect with. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

const List = z.enum(['red', 'black']);
const PageNumber = z.object({ page: z.coerce.number().int().min(1).max(10_000).catch(1) });
const Search = PageNumber.extend({
  q: z.string().max(200).catch(''),
  area: z.string().max(20).catch(''),
  list: z.union([List, z.literal('')]).catch(''),
  ground: z.string().max(20).catch(''),
});
const DisplayChoice = z.object({
  type: z.enum(TYPE_SIZES).catch('normal'),
  contrast: z.enum(CONTRASTS).catch('normal'),
  return: z.string().max(500).optional().catch(undefined),
});
const hide = true;
const ROBOTS = `User-agent: *
Disallow: /display
Disallow: /en/display
Disallow: /my/
Disallow: /verify/
Disallow: /en/verify/
`;
const A_YEAR_SECONDS = 31_536_000;

export interface SitePagesOptions {
  readonly context: SiteContext;
  readonly proposals: Proposals;
  /** of the publication key, for people to compare */
  readonly fingerprint: string;
}

export const sitePages: FastifyPluginAsyncZod<SitePagesOptions> = async (app, { context, proposals, fingerprint }) => {
  const sources = { finder: new Finder(context), proposals };
  const today = () => localDateAt(context.clock());

  /** A wrong address or a refusal is a page like the others, with the search box on it. */
  app.setErrorHandler((error, request, reply) => {
    const problem = error instanceof Problem ? error : invalidAddress(error);
    if (!problem) throw error;
    const reading = readingOf(context, sources, today(), languageOf(request.url), '/');
    return answer(reply.status(problem.status), renderPage(reading, problemBody(reading, problem.toDocument())));
  });

  for (const language of ['zh', 'en'] as const) {
    const reading = (request: FastifyRequest) =>
      readingOf(context, sources, today(), language, withoutLanguage(language, request.url));
    const page = async (
      request: FastifyRequest,
      reply: FastifyReply,
      make: (reading: Reading) => Page | Promise<Page>,
    ) => {
      const read = reading(request);
      return answer(reply, renderPage(read, await make(read)));
    };
    const at = (address: string) => addressIn(language, address);

    app.get(at('/'), { schema: { hide } }, (request, reply) => page(request, reply, homePage));

    app.get(
      at('/lists/:list'),
      { schema: { hide, params: z.object({ list: List }), querystring: PageNumber } },
      (request, reply) => page(request, reply, (read) => listPage(read, request.params.list, request.query.page)),
    );

    app.get(
      at('/lists/:list/:number'),
      {
        schema: {
          hide,
          params: z.object({ list: List, number: z.coerce.number().int().min(1).max(1_000_000) }),
          querystring: PageNumber,
        },
      },
      (request, reply) => {
        const { list, number } = request.params;
        return page(request, reply, (read) => editionPage(read, list, number, request.query.page));
      },
    );

    app.get(at('/notices/:id'), { schema: { hide, params: z.object({ id: z.string().max(100) }) } }, (request, reply) =>
      page(request, reply, (read) => noticePage(read, request.params.id)),
    );

    app.get(
      at('/organisations/:uscc'),
      { schema: { hide, params: z.object({ uscc: z.string().max(40) }) } },
      (request, reply) => {
        const checked = checkUscc(request.params.uscc);
        if (checked.verdict !== 'invalid' && checked.uscc !== request.params.uscc) {
          return reply.redirect(at(`/organisations/${checked.uscc}`), 301);
        }
        return page(request, reply, (read) => organisationPage(read, request.params.uscc));
      },
    );

    app.get(
      at('/verify'),
      { schema: { hide, querystring: z.object({ code: z.string().max(60).optional().catch(undefined) }) } },
      async (request, reply) => {
        const { code } = request.query;
        if (code) return reply.redirect(at(`/verify/${encodeURIComponent(code)}`), 303);
        return page(request, reply, verifyForm);
      },
    );
    app.get(
      at('/verify/:code'),
      { schema: { hide, params: z.object({ code: z.string().max(60) }) } },
      (request, reply) => {
        reply.header('cache-control', 'no-store'); // for the holder of the report, not for caches in between
        return page(request, reply, (read) => verifyPage(read, request.params.code));
      },
    );

    app.get(at('/search'), { schema: { hide, querystring: Search } }, (request, reply) =>
      page(request, reply, (read) => searchPage(read, request.query)),
    );

    const others = {
      '/policy': policyPage,
      '/questions': questionsPage,
      '/statistics': statisticsPage,
      '/open-data': (read: Reading) => openDataPage(read, fingerprint),
      '/accessibility': accessibilityPage,
    };
    for (const [address, make] of Object.entries(others)) {
      app.get(at(address), { schema: { hide } }, (request, reply) => page(request, reply, make));
    }

    app.get(at('/display'), { schema: { hide } }, async (request, reply) => {
      reply.header('vary', 'cookie').header('cache-control', 'private, no-cache');
      return page(request, reply, (read) => displayPage(read, displayOf(request.cookies[DISPLAY_COOKIE])));
    });

    app.get(at('/display/set'), { schema: { hide, querystring: DisplayChoice } }, async (request, reply) => {
      const { type, contrast } = request.query;
      reply.setCookie(DISPLAY_COOKIE, cookieOf({ type, contrast }), {
        ...{ path: '/', maxAge: A_YEAR_SECONDS, sameSite: 'lax', httpOnly: true },
        secure: request.protocol === 'https',
      });
      return reply
        .header('cache-control', 'no-store')
        .redirect(safeReturn(request.query.return ?? at('/display')), 303);
    });
  }
  app.get('/en', { schema: { hide } }, (_request, reply) => reply.redirect('/en/', 301));

  app.get('/site.css', { config: { asset: true }, schema: { hide } }, async (_request, reply) => {
    reply.header('cache-control', 'public, max-age=31536000, immutable');
    return reply.type('text/css; charset=utf-8').send(STYLE);
  });

  /** The one answer that differs between readers; a cache in front must not share it. */
  app.get('/display.css', { config: { asset: true }, schema: { hide } }, async (request, reply) =>
    reply
      .header('cache-control', 'private, no-cache')
      .header('vary', 'cookie')
      .type('text/css; charset=utf-8')
      .send(displayStyle(displayOf(request.cookies[DISPLAY_COOKIE]))),
  );

  app.get('/robots.txt', { config: { asset: true }, schema: { hide } }, async (_request, reply) =>
    reply.header('cache-control', 'public, max-age=86400').type('text/plain; charset=utf-8').send(ROBOTS),
  );

  app.get('/*', { schema: { hide } }, async (request, reply) => {
    if (request.url.startsWith('/api/')) return reply.callNotFound(); // programs are answered as programs
    throw noSuchPage();
  });
};

const noSuchPage = (): Problem =>
  new Problem('not_found', { said: { zh: '没有这个页面。', en: 'There is no such page.' } });

const languageOf = (url: string): Language => (/^\/en(\/|$|\?)/.test(url) ? 'en' : 'zh');

const withoutLanguage = (language: Language, url: string): string =>
  language === 'en' ? url.slice('/en'.length) : url;

/** How long it may be kept, its tag and whether it changed: ../answers. */
function answer(reply: FastifyReply, text: string): FastifyReply {
  return reply
    .header('content-security-policy', CONTENT_SECURITY_POLICY)
    .header('x-content-type-options', 'nosniff')
    .header('referrer-policy', 'no-referrer')
    .type('text/html; charset=utf-8')
    .send(text);
}

/** An address that does not fit its pattern (`/lists/green`) is simply not there. */
function invalidAddress(error: unknown): Problem | undefined {
  const { statusCode } = error as { statusCode?: number };
  return statusCode === 400 ? noSuchPage() : undefined;
}
