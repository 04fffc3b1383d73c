/** The public pages, in Chinese and below `/en` in English: plain HTML that needs no JavaScript, under a policy that would not run any. */
import type { FastifyInstance, FastifyPluginAsync, FastifyReply, FastifyRequest } from 'fastify';
import { pageEndpoints, pageFileEndpoints } from '#contracts/site-pages.ts';
import { LANGUAGES, type Language } from '#contracts/vocabulary.ts';
import { checkUscc } from '#kernel/identity/uscc.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { SiteContext } from '../context.ts';
import { type SiteHandlers, serve } from '../http.ts';
import { knownLists } from '../lists/known-lists.ts';
import type { Proposals } from '../notices/proposals.ts';
import { Finder } from '../search/finder.ts';
import {
  accessibilityPage,
  cookieOf,
  DISPLAY_COOKIE,
  type Display,
  displayOf,
  displayPage,
  displayStyle,
  safeReturn,
} from './display.ts';
import { problemBody } from './general.ts';
import { homePage } from './home.ts';
import { type Page, renderPage, STYLE } from './layout.ts';
import { editionPage, listPage, noticePage } from './lists.ts';
import { openDataPage } from './open-data.ts';
import { organisationPage } from './organisation.ts';
import { policyDifferencePage } from './policy-difference.ts';
import { noticeVersionPage, oneNoticePage, policyPage } from './policy-notices.ts';
import { questionsPage } from './questions.ts';
import { addressIn, type Reading, readingOf } from './reading.ts';
import { searchPage } from './search-page.ts';
import { sitemap } from './sitemap.ts';
import { statisticsPage } from './statistics.ts';
import { verifyForm, verifyPage } from './verify.ts';

/** No script may run, from anywhere. `connect-src` is for those who check a page and fetch /robots.txt in its name; a page itself has nothing to connect with. */
const CONTENT_SECURITY_POLICY =
  "default-src 'none'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

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
  readonly publicUrl: string;
  readonly proposals: Proposals;
  /** of the publication key, for people to compare */
  readonly fingerprint: string;
}

export const sitePages: FastifyPluginAsync<SitePagesOptions> = async (app, options) => {
  const { context, publicUrl, proposals, fingerprint } = options;
  const shelf: Shelf = { context, sources: { finder: new Finder(context), proposals, publicUrl }, fingerprint };
  answerProblemsAsPages(app, shelf);
  for (const language of LANGUAGES) {
    await app.register(async (pages) => serve(pages, pageEndpoints, pagesIn(language, shelf)), {
      prefix: language === 'en' ? '/en' : '',
    });
  }
  serve(app, pageFileEndpoints, filesOf(shelf));
};

/** What pages are made from. */
interface Shelf {
  readonly context: SiteContext;
  readonly sources: Pick<Reading, 'finder' | 'proposals' | 'publicUrl'>;
  readonly fingerprint: string;
}

function pagesIn(language: Language, shelf: Shelf): SiteHandlers<typeof pageEndpoints.all> {
  const at = (address: string) => addressIn(language, address);
  const show = async ({ request }: { request: FastifyRequest }, make: (reading: Reading) => Page | Promise<Page>) => {
    const reading = await readingAt(shelf, language, withoutLanguage(language, request.url));
    return sentPage(renderPage(reading, await make(reading)));
  };
  return {
    'GET /': (call) => show(call, homePage),
    'GET /lists/:list': (call) => show(call, (reading) => listPage(reading, call.params.list, call.query.page)),
    'GET /lists/:list/:number': (call) =>
      show(call, (reading) => editionPage(reading, call.params.list, call.params.number, call.query.page)),
    'GET /notices/:id': (call) => show(call, (reading) => noticePage(reading, call.params.id)),
    'GET /organisations/:uscc': (call) => {
      const { uscc } = call.params;
      const checked = checkUscc(uscc);
      if (checked.verdict !== 'invalid' && checked.uscc !== uscc)
        return { location: at(`/organisations/${checked.uscc}`), status: 301 };
      return show(call, (reading) => organisationPage(reading, uscc));
    },
    'GET /verify': (call) => {
      const { code } = call.query;
      return code ? { location: at(`/verify/${encodeURIComponent(code)}`), status: 303 } : show(call, verifyForm);
    },
    'GET /verify/:code': (call) => show(call, (reading) => verifyPage(reading, call.params.code)),
    'GET /search': (call) => show(call, (reading) => searchPage(reading, call.query)),
    'GET /policy': (call) => show(call, policyPage),
    'GET /policy/:notice': (call) => show(call, (reading) => oneNoticePage(reading, call.params.notice)),
    'GET /policy/:notice/:version': (call) =>
      show(call, (reading) => noticeVersionPage(reading, call.params.notice, call.params.version)),
    'GET /policy/:notice/:version/diff/:other': ({ params: { notice, version, other }, ...call }) =>
      show(call, (reading) => policyDifferencePage(reading, notice, version, other)),
    'GET /questions': (call) => show(call, questionsPage),
    'GET /statistics': (call) => show(call, statisticsPage),
    'GET /open-data': (call) => show(call, (reading) => openDataPage(reading, shelf.fingerprint)),
    'GET /accessibility': (call) => show(call, accessibilityPage),
    'GET /display': (call) => show(call, (reading) => displayPage(reading, chosenBy(call.request))),
    'GET /display/set': ({ query, request, reply }) => {
      keepChoice(request, reply, query);
      return { location: safeReturn(query.return ?? at('/display')), status: 303 };
    },
  };
}

const filesOf = ({ context, sources: { publicUrl } }: Shelf): SiteHandlers<typeof pageFileEndpoints.all> => ({
  'GET /en': () => ({ location: '/en/', status: 301 }),
  'GET /site.css': () => ({ content: STYLE }),
  'GET /display.css': ({ request }) => ({ content: displayStyle(chosenBy(request)) }),
  'GET /robots.txt': () => ({ content: `${ROBOTS}\nSitemap: ${publicUrl}/sitemap.xml\n` }),
  'GET /sitemap.xml': async () => ({ content: sitemap(publicUrl, (await knownLists(context)).all) }),
  'GET /*': ({ request }) => {
    throw isForPrograms(request) ? new Problem('not_found') : noSuchPage();
  },
});

/** A wrong address or a refusal is a page like the others, with the search box on it; programs are answered as programs. */
function answerProblemsAsPages(app: FastifyInstance, shelf: Shelf): void {
  app.setErrorHandler(async (error, request, reply) => {
    const problem = error instanceof Problem ? error : invalidAddress(error);
    if (!problem || isForPrograms(request)) throw error;
    const reading = await readingAt(shelf, languageOf(request.url), '/');
    const { content, headers } = sentPage(renderPage(reading, problemBody(reading, problem.toDocument())));
    return reply.status(problem.status).type('text/html; charset=utf-8').headers(headers).send(content);
  });
}

const isForPrograms = ({ url }: FastifyRequest): boolean => url.startsWith('/api/');

const readingAt = async ({ context, sources }: Shelf, language: Language, address: string): Promise<Reading> =>
  readingOf(context, { ...sources, lists: await knownLists(context) }, localDateAt(context.clock()), language, address);

const chosenBy = ({ cookies }: FastifyRequest): Display => displayOf(cookies[DISPLAY_COOKIE]);

function keepChoice({ protocol }: FastifyRequest, reply: FastifyReply, choice: Display): void {
  reply.setCookie(DISPLAY_COOKIE, cookieOf(choice), {
    ...{ path: '/', maxAge: A_YEAR_SECONDS, sameSite: 'lax', httpOnly: true },
    secure: protocol === 'https',
  });
}

const noSuchPage = (): Problem =>
  new Problem('not_found', { said: { zh: '没有这个页面。', en: 'There is no such page.' } });

const languageOf = (url: string): Language => (/^\/en(\/|$|\?)/.test(url) ? 'en' : 'zh');

const withoutLanguage = (language: Language, url: string): string =>
  language === 'en' ? url.slice('/en'.length) : url;

/** How long it may be kept is declared; its tag and whether it changed: ../answers. */
const sentPage = (content: string) => ({
  content,
  headers: {
    'content-security-policy': CONTENT_SECURITY_POLICY,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
  },
});

/** An address that does not fit its pattern (`/lists/RED`) is simply not there. */
function invalidAddress(error: unknown): Problem | undefined {
  const { statusCode } = error as { statusCode?: number };
  return statusCode === 400 ? noSuchPage() : undefined;
}
