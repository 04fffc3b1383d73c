/** Personal answers are kept by no cache: every route there is behind a door is asked, found by registration and not by a list. */
import { describe, expect, test } from 'vitest';
import { SYSTEMS } from '../postgres/migrate.ts';
import { unconnectedParts, unconnectedServer } from './api-documents.ts';

const parts = await unconnectedParts();
/** the description of the interface and its pages are the same for everybody */
const PUBLIC = /^\/api\/(platform|points)\/docs/;

describe.each(SYSTEMS)('%s', (name) => {
  test('whatever is asked, and whatever comes of it', async () => {
    const routes: { method: 'GET'; url: string }[] = [];
    const { server, close } = await unconnectedServer(name, parts, ({ method, url }) => {
      for (const one of [method].flat()) routes.push({ method: one as 'GET', url });
    });
    const personal = routes.filter(({ url }) =>
      name === 'site' ? url === '/api/site/inbox' : url.startsWith(`/api/${name}/`) && !PUBLIC.test(url),
    );
    expect(personal.length).toBeGreaterThan({ platform: 100, points: 20, site: 0 }[name]);
    for (const { method, url } of personal) {
      const asked = url.replaceAll(/:\w+/g, '00000000-0000-4000-8000-000000000000');
      for (const headers of [{}, { authorization: 'Bearer x', accept: 'text/html' }]) {
        const answer = await server.inject({ method, url: asked, headers: { host: 'localhost:8080', ...headers } });
        expect(answer.headers['cache-control'], `${method} ${url} ${answer.statusCode}`).toBe('no-store');
      }
    }
    await close();
  }, 120_000);
});
