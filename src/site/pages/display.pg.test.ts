/** How a reader chooses to see the site: one small style sheet, nothing about the reader. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { siteServer } from '../../../tests/support/site-server.ts';
import { openSite, testClock } from '../../../tests/support/systems.ts';

let site: Awaited<ReturnType<typeof openSite>>;
let app: FastifyInstance;

beforeAll(async () => {
  site = await openSite(testClock('2020-05-20T02:00:00Z'));
  app = await siteServer(site.context);
});
afterAll(async () => {
  await app?.close();
  await site?.close();
});

const get = (url: string) => app.inject({ url, headers: { accept: 'text/html' } });
const _page = async (url: string) => (await get(url)).body;

describe('display', () => {
  test('large type and high contrast are one small style sheet; pages are the same for everybody', async () => {
    const set = await get('/display/set?type=larger&contrast=high&return=/lists/red');
    expect(set.statusCode).toBe(303);
    expect(set.headers.location).toBe('/lists/red');
    const cookie = String(set.headers['set-cookie']).split(';')[0] ?? '';
    const styled = await app.inject({ url: '/display.css', headers: { cookie } });
    expect(styled.body).toMatch(/font-size:150%[\s\S]*--ink:#000/);
    expect(styled.headers).toMatchObject({
      'cache-control': 'private, no-cache',
      vary: expect.stringContaining('cookie'),
    });
    expect((await get('/display.css')).body).toBe('');
    const plain = await get('/');
    const own = await app.inject({ url: '/', headers: { accept: 'text/html', cookie } });
    expect(own.body).toBe(plain.body);
    expect((await app.inject({ url: '/display', headers: { cookie } })).body).toMatch(/value="larger" checked/);
  });

  test.each([
    '//evil.example',
    'https://evil.example',
    '/\\evil.example',
    '\\/evil',
    'javascript:alert(1)',
    '/a\r\nset-cookie: x=1',
  ])('leads nowhere else: %j', async (target) => {
    const answer = await get(`/display/set?type=large&return=${encodeURIComponent(target)}`);
    expect(answer.headers.location).toBe('/');
  });
});
