/** Attempts on the public site: poisoned caches, forged headers, paths that climb, SQL in every parameter, scraping. All come to nothing. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createServer } from '#runtime/http/server.ts';
import { receiveAtSite as receive } from './support/inbox.ts';
import { edition, entry, goodRecord, manifest, notice, records } from './support/site-messages.ts';
import { PUBLIC_URL, siteServer } from './support/site-server.ts';
import { openSite, testClock } from './support/systems.ts';

const clock = testClock('2020-05-20T02:00:00Z');
const one = entry(1);
let site: Awaited<ReturnType<typeof openSite>>;
let app: FastifyInstance;

/** One of each kind of answer that a cache may keep. */
const CACHED = [
  ...[
    '/',
    '/en/',
    '/lists/red',
    '/lists/red/1',
    '/notices/7',
    '/search?q=测试',
    '/policy',
    '/questions',
    '/statistics',
  ],
  ...[
    '/open-data',
    '/verify',
    '/site.css',
    '/robots.txt',
    '/feeds/editions.atom',
    '/.well-known/xinheng-publication-key.pem',
  ],
  ...[`/organisations/${one.uscc}`, `/organisations/${one.uscc}/changes.atom`],
  ...[
    'editions',
    'editions/red/1',
    'editions/red/1/files',
    'editions/red/1/entries.csv',
    'editions/red/1/entries.json',
  ].map((path) => `/api/site/v1/${path}`),
  ...[
    'records.csv',
    'records/changes.json?since=0',
    'withdrawals.json',
    'publication-key',
    `organisations/${one.uscc}`,
  ].map((path) => `/api/site/v1/${path}`),
];

beforeAll(async () => {
  site = await openSite(clock);
  app = await siteServer(site.context);
  await receive(site.context, edition(manifest([one, entry(2)])));
  await receive(site.context, notice([entry(3)]));
  await receive(site.context, records(goodRecord(1)));
});
afterAll(async () => {
  await app?.close();
  await site?.close();
});

const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ url: encodeURI(decodeURI(url)), headers });

describe('cache poisoning', () => {
  /** Everything a request may carry that is not part of what caches keep answers by. */
  const FORGED: Readonly<Record<string, string>> = {
    host: 'evil.test',
    'x-forwarded-host': 'evil.test',
    'x-forwarded-proto': 'gopher',
    'x-forwarded-port': '1',
    'x-forwarded-prefix': '/evil',
    'x-forwarded-for': '<script>1</script>',
    'x-forwarded-scheme': 'nothttps',
    forwarded: 'host=evil.test;proto=gopher',
    'x-original-url': '/lists/black',
    'x-rewrite-url': '/lists/black',
    'x-http-method-override': 'DELETE',
    'x-host': 'evil.test',
    'x-request-id': 'evil.test',
    origin: 'https://evil.test',
    referer: 'https://evil.test/',
    'user-agent': '<script>alert(1)</script>',
    'accept-language': 'en,evil',
    cookie: 'display=large.high; xinheng-site=evil',
    authorization: 'Bearer evil',
    range: 'bytes=0-0',
    'cache-control': 'no-store',
    'x-no-compression': '1',
  };

  test.each(CACHED)('%s is the same whatever a request claims about itself', async (path) => {
    const plain = await get(path);
    expect(plain.statusCode).toBe(200);
    for (const [name, value] of Object.entries(FORGED)) {
      const forged = await get(path, { [name]: value });
      expect([forged.statusCode, forged.headers['etag'], forged.body === plain.body], name).toEqual([
        ...[200, plain.headers['etag'], true],
      ]);
    }
    const all = await get(path, FORGED);
    expect(all.body).toBe(plain.body);
    expect(JSON.stringify(all.headers) + all.body).not.toMatch(/evil/);
  });

  test.each(CACHED)('%s may be shared for seconds only, and never served stale', async (path) => {
    const { headers } = await get(path);
    const control = String(headers['cache-control']);
    if (path === '/site.css' || path === '/robots.txt') expect(control).toMatch(/^public, max-age=/);
    else expect(control).toBe('public, max-age=0, s-maxage=5, must-revalidate');
    expect(control).not.toMatch(/stale/);
    expect(headers['set-cookie']).toBeUndefined();
  });

  test('behind a proxy that is trusted, its claims do not reach an answer either', async () => {
    const server = await createServer({ trustProxy: true, rateLimitPerMinute: 1_000_000, secure: true, logger: false });
    const trusting = await siteServer(site.context, {}, server);
    for (const path of ['/', '/feeds/editions.atom', '/api/site/v1/editions', '/organisations/000', '/en']) {
      const answer = await trusting.inject({ url: path, headers: FORGED });
      expect(JSON.stringify(answer.headers) + answer.body, path).not.toMatch(/evil\.test/);
    }
    await trusting.close();
  });

  test('what differs between readers is not shared', async () => {
    for (const path of ['/display.css', '/display/set?type=large', '/verify/00000000000000000000', '/lists/red/99']) {
      const { headers } = await get(path);
      expect(String(headers['cache-control']), path).toMatch(/private|no-store/);
    }
  });

  test('a refusal is kept by nobody, so nobody can make a page missing for others', async () => {
    for (const [path, headers] of [
      ['/lists/red/1', { 'content-length': '5' }],
      ['/lists/red/1?page=x', {}],
      ['/lists/red/9', {}],
      ['/api/site/v1/editions/red/9/entries.csv', {}],
    ] as const) {
      const answer = await get(path, headers);
      if (answer.statusCode >= 400) expect(answer.headers['cache-control'], path).toBe('no-store');
    }
  });
});

describe('addresses that climb or carry more', () => {
  test.each([
    '/../../../etc/passwd',
    '/..%2f..%2f..%2fetc%2fpasswd',
    '/%2e%2e/%2e%2e/etc/passwd',
    '/lists/red/..%2f..%2f..%2fetc%2fpasswd',
    '/api/site/v1/editions/red/..%2f..%2fetc%2fpasswd/entries.csv',
    '/api/site/v1/editions/red/1/..%2f..%2f..%2fetc%2fpasswd',
    '/api/site/v1/editions/red/1/entries.csv%00.json',
    '/api/site/v1/schemas/..%2f..%2f..%2fpackage.json',
    '/api/site/v1/schemas/..%5c..%5cpackage.json',
    '/api/site/v1/schemas/__proto__.json',
    '/feeds/..%2f..%2fpackage.json',
    '/feeds/constructor.atom',
    '/.well-known/..%2f..%2fpackage.json',
    '/verify/..%2f..%2f..%2fetc%2fpasswd',
    '//evil.test/..',
    '/%5c%5cevil.test',
    '/organisations/%2e%2e%2f%2e%2e',
  ])('%s leads nowhere', async (path) => {
    const answer = await app.inject({ url: path });
    expect([400, 404]).toContain(answer.statusCode);
    expect(answer.body).not.toMatch(/root:|"dependencies"|BEGIN PUBLIC/);
    expect(String(answer.headers['location'] ?? '')).not.toMatch(/evil/);
  });

  test('no redirect leads off the site', async () => {
    for (const path of [
      ...[
        '/display/set?return=https://evil.test',
        '/display/set?return=//evil.test',
        '/display/set?return=/%5cevil.test',
      ],
      ...['/verify?code=//evil.test', '/verify?code=https://evil.test', '/api/site/editions//evil.test', '/en'],
      ...['/organisations/%2f%2fevil.test', `/organisations/${one.uscc.toLowerCase()}`],
    ]) {
      const { headers } = await app.inject({ url: path });
      const location = headers['location'];
      if (location !== undefined) expect(new URL(String(location), PUBLIC_URL).origin, path).toBe(PUBLIC_URL);
    }
  });

  test('line ends in an address become no header', async () => {
    for (const path of [
      '/verify?code=a%0d%0aSet-Cookie:%20x=y',
      '/display/set?return=/%0d%0aSet-Cookie:%20x=y',
      '/organisations/%0d%0aX:y',
    ]) {
      const { headers, statusCode } = await app.inject({ url: path });
      expect(statusCode, path).toBeLessThan(500);
      expect(headers['x'], path).toBeUndefined();
      expect(JSON.stringify(headers['set-cookie'] ?? ''), path).not.toContain('x=y');
      expect(String(headers['location'] ?? ''), path).not.toMatch(/[\r\n]/);
    }
  });
});

describe('SQL in every parameter', () => {
  const INJECTIONS = [
    "' OR '1'='1",
    "'; DROP TABLE edition; --",
    '1; SELECT pg_sleep(5)',
    "x') UNION SELECT 1 --",
    '\\',
    '%',
    '_',
    '$1',
    '1e999',
    '-1',
  ];
  test('is a value like any other', async () => {
    for (const injection of INJECTIONS) {
      const value = encodeURIComponent(injection);
      for (const path of [
        ...[
          `/search?q=${value}`,
          `/search?q=x&area=${value}&list=${value}&ground=${value}&page=${value}`,
          `/lists/${value}`,
        ],
        ...[
          `/lists/red/${value}`,
          `/notices/${value}`,
          `/organisations/${value}`,
          `/organisations/${value}/changes.atom`,
        ],
        ...[`/verify/${value}`, `/verify?code=${value}`, `/api/site/v1/editions/${value}/${value}`],
        ...[`/api/site/v1/editions/red/${value}/entries.csv`, `/api/site/v1/records/changes.csv?since=${value}`],
        ...[`/api/site/v1/organisations/${value}`, `/api/site/v1/reports/${value}`, `/api/site/v1/schemas/${value}`],
        ...[`/api/site/v1/organisations/${value}/subscriptions/${value}`],
      ]) {
        const answer = await app.inject({ url: path });
        expect(answer.statusCode, path).toBeLessThan(500);
        expect(answer.body, path).not.toMatch(/syntax error|pg_catalog|relation "|kysely/i);
      }
    }
    const { rows } = await site.owner.query('SELECT count(*)::int AS n FROM edition_entry');
    expect(rows[0]).toEqual({ n: 2 });
  });

  test('a parameter twice, as an object or as a list is a value or a refusal', async () => {
    for (const path of [
      '/search?q=a&q=b',
      '/search?q[x]=1',
      '/api/site/v1/records/changes.csv?since=1&since=2',
      '/lists/red/1?page[]=1',
      '/search?__proto__[x]=1',
    ])
      expect((await app.inject({ url: path })).statusCode, path).toBeLessThan(500);
  });
});

describe('scraping and flooding', () => {
  async function limited(requestsPerMinute: number, trustProxy = false) {
    const server = await createServer({
      trustProxy,
      rateLimitPerMinute: requestsPerMinute,
      secure: false,
      logger: false,
    });
    return siteServer(site.context, { requestsPerMinute }, server);
  }

  test('one address of the internet may ask so often and no more; forged addresses do not help', async () => {
    const server = await limited(60);
    const answers = [];
    for (let index = 0; index < 70; index++)
      answers.push(
        await server.inject({
          url: `/api/site/v1/organisations/${one.uscc}`,
          headers: { 'x-forwarded-for': `198.51.100.${index}`, 'x-real-ip': `198.51.100.${index}` },
        }),
      );
    const refused = answers.filter(({ statusCode }) => statusCode === 429);
    expect(refused).toHaveLength(10);
    expect(refused[0]!.json()).toMatchObject({ code: 'request.too_many' });
    expect(Number(refused[0]!.headers['retry-after'])).toBeGreaterThan(0);
    expect(refused[0]!.headers['cache-control']).toBe('no-store');
    const other = await server.inject({ url: '/', remoteAddress: '192.0.2.9' });
    expect(other.statusCode).toBe(200);
    await server.close();
  });

  test('what costs more is limited more closely, all files together, reports and subscriptions each', async () => {
    const server = await limited(200);
    const statuses = async (requests: readonly { method: 'GET' | 'POST'; url: string; payload?: object }[]) => {
      const found = [];
      for (const request of requests)
        found.push((await server.inject({ ...request, remoteAddress: '192.0.2.7' })).statusCode);
      return found;
    };
    const files = Array.from({ length: 14 }, (_, index) => ({
      method: 'GET' as const,
      url: `/api/site/v1/records/changes.${index % 2 === 0 ? 'csv' : 'json'}?since=${index}`,
    }));
    expect((await statuses(files)).filter((status) => status === 429)).toHaveLength(4);
    const reports = Array.from({ length: 8 }, (_, index) => ({
      method: 'POST' as const,
      url: [`/api/site/v1/organisations/${one.uscc}/reports`, `/organisations/${one.uscc}/report`][index % 2]!,
    }));
    expect((await statuses(reports)).filter((status) => status === 429)).toHaveLength(3);
    const subscriptions = Array.from({ length: 8 }, (_, index) => ({
      ...{ method: 'POST' as const, url: `/api/site/v1/organisations/${one.uscc}/subscriptions` },
      payload: { address: `https://hooks.somewhere.cn/${index}` },
    }));
    expect((await statuses(subscriptions)).filter((status) => status === 429)).toHaveLength(3);
    await server.close();
  });

  test('no answer lists more than it should: pages and searches are bounded, codes cannot be walked through by a wildcard', async () => {
    for (const path of [
      '/api/site/v1/organisations',
      '/api/site/v1/organisations/',
      '/api/site/v1/organisations/*',
      '/api/site/v1/organisations/%25',
      '/organisations',
      '/organisations/',
    ])
      expect((await app.inject({ url: path })).statusCode, path).toBe(404);
  });
});

test('nothing but reading, reports, subscriptions and the signed inbox: other methods are not there', async () => {
  for (const method of ['POST', 'PUT', 'PATCH', 'DELETE'] as const)
    for (const url of [
      '/',
      '/lists/red/1',
      `/organisations/${one.uscc}`,
      '/api/site/v1/editions',
      '/api/site/v1/records.csv',
    ])
      expect([404, 405], `${method} ${url}`).toContain((await app.inject({ method, url })).statusCode);
});
