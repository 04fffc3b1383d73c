/** What programs and search engines ask of the public site: files from any origin, one address for one page, and which pages there are. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { receiveAtSite } from '../../tests/support/inbox.ts';
import { edition, entry, manifest } from '../../tests/support/site-messages.ts';
import { PUBLIC_URL, siteServer } from '../../tests/support/site-server.ts';
import { openSite, testClock } from '../../tests/support/systems.ts';

let site: Awaited<ReturnType<typeof openSite>>;
let app: FastifyInstance;

beforeAll(async () => {
  site = await openSite(testClock('2020-05-20T02:00:00Z'));
  app = await siteServer(site.context);
  await receiveAtSite(site.context, edition(manifest([entry(1)])));
});
afterAll(async () => {
  await app?.close();
  await site?.close();
});

const get = (url: string) => app.inject({ url });

test.each([
  ...['csv', 'json', 'xlsx'].map((format) => `/api/site/v1/editions/red/1/entries.${format}`),
  ...['/api/site/v1/editions', '/api/site/v1/editions/red/1', '/api/site/v1/withdrawals.json'],
  ...['/api/site/v1/editions/red/1/edition.zip', '/api/site/v1/publication-key', '/feeds/editions.atom'],
  ...['/.well-known/xinheng-publication-key.pem', '/sitemap.xml', '/api/site/v1/editions/red/99'],
])('%s is read by pages of any origin, its tag and checksum too', async (url) => {
  const { headers } = await get(url);
  expect(headers['access-control-allow-origin']).toBe('*');
  expect(headers['access-control-allow-credentials']).toBeUndefined();
  expect(headers['access-control-expose-headers']).toMatch(/ETag.*Repr-Digest/);
});

test.each(['/', '/lists/red', '/en/policy', '/display.css'])('%s is for people, not for other pages', async (url) => {
  expect((await get(url)).headers['access-control-allow-origin']).toBeUndefined();
});

test.each([
  ['/', '/'],
  ['/lists/red?page=1&from=elsewhere', '/lists/red'],
  ['/lists/red?page=2', '/lists/red?page=2'],
  ['/en/search?q=测试', '/en/search'],
])('the page at %s says its one address', async (url, canonical) => {
  const { body } = await get(encodeURI(url));
  expect(body.match(/<link rel="canonical" href="([^"]+)">/)?.[1]).toBe(PUBLIC_URL + canonical);
  expect(body.match(/class="printed">.*?(https:\S+?)(?:。| |\. )/)?.[1]).toBe(PUBLIC_URL + canonical);
});

test('what is not there has no address of its own', async () => {
  const { statusCode, body } = await get('/lists/red/99');
  expect(statusCode).toBe(404);
  expect(body).not.toContain('canonical');
});

test('the map of the site names pages that are there, and no organisation', async () => {
  expect((await get('/robots.txt')).body).toContain(`Sitemap: ${PUBLIC_URL}/sitemap.xml`);
  const { body, headers } = await get('/sitemap.xml');
  expect(headers['content-type']).toContain('xml');
  const addresses = [...body.matchAll(/<loc>([^<]+)<\/loc>/g)].map(([, address = '']) => address);
  expect(addresses).toContain(`${PUBLIC_URL}/en/lists/red`);
  for (const address of addresses) {
    const { statusCode, body: page } = await get(address.slice(PUBLIC_URL.length));
    expect(statusCode, address).toBe(200);
    expect(page).toContain(`<link rel="canonical" href="${address}">`);
  }
  expect(body).not.toContain('/organisations/');
});
