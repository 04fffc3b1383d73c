/** Feeds against a real database: what is new by document, what changed about one code by time alone. */
import { randomBytes, randomUUID } from 'node:crypto';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { receiveAtSite as receive } from '../../../tests/support/inbox.ts';
import { edition, entry, manifest, notice, SITE_TABLES, withdrawal } from '../../../tests/support/site-messages.ts';
import { PUBLIC_URL, siteServer } from '../../../tests/support/site-server.ts';
import { DAY, openSite, testClock } from '../../../tests/support/systems.ts';
import { publicationKey } from '../publication/key.ts';
import { type Notifier, tidy } from './service.ts';

const clock = testClock('2020-05-20T02:00:00Z');
const key = publicationKey(randomBytes(32).toString('base64'));
let site: Awaited<ReturnType<typeof openSite>>;
let app: FastifyInstance;
let notifier: Notifier;

beforeAll(async () => {
  site = await openSite(clock);
  app = await siteServer(site.context, { key });
  notifier = { context: site.context, publicUrl: PUBLIC_URL, key, newId: randomUUID };
});
afterAll(async () => {
  await app?.close();
  await site?.close();
});
beforeEach(async () => {
  clock.set('2020-05-20T02:00:00Z');
  await site.owner.query('SET session_replication_role = replica');
  await site.owner.query(`TRUNCATE ${SITE_TABLES}, organisation_change`);
  await site.owner.query('SET session_replication_role = origin');
});

const take = (message: Parameters<typeof receive>[1]) => receive(site.context, message);
const get = async (url: string) => app.inject({ url });

describe('feeds', () => {
  const one = entry(1);

  test('name editions and notices, each list for itself, and no organisation', async () => {
    await take(edition(manifest([one])));
    await take(notice([entry(2)]));
    const editions = await get('/feeds/editions.atom');
    expect(editions.headers['content-type']).toBe('application/atom+xml; charset=utf-8');
    expect(editions.body).toContain(`<id>${PUBLIC_URL}/lists/red/1</id>`);
    expect((await get('/feeds/notices.atom')).body).toContain(`<id>${PUBLIC_URL}/notices/7</id>`);
    const red = (await get('/feeds/red.atom')).body;
    expect(red).toContain('/lists/red/1');
    expect(red).toContain('/notices/7');
    expect((await get('/feeds/black.atom')).body).not.toContain('<entry>');
    for (const name of ['editions', 'notices', 'red', 'black']) {
      const { body } = await get(`/feeds/${name}.atom`);
      expect(body).toMatch(/^<\?xml version="1.0" encoding="utf-8"\?>\n<feed xmlns="http:\/\/www.w3.org\/2005\/Atom"/);
      for (const hidden of [one.name, one.uscc, entry(2).uscc]) expect(body).not.toContain(hidden);
    }
    clock.set('2020-05-27T02:00:00Z');
    expect((await get('/feeds/notices.atom')).body).not.toContain('<entry>');
  });

  test('one code: that something changed and when, the same words for a withdrawal as for anything else, for thirty days', async () => {
    await take(edition(manifest([one])));
    clock.forward(60_000);
    await take(withdrawal(one));
    const address = `/organisations/${one.uscc}/changes.atom`;
    const { body, headers } = await get(address);
    const entries = body.match(/<entry>.*?<\/entry>/gs) ?? [];
    expect(entries).toHaveLength(2);
    const words = entries.map((text) => text.replaceAll(/2020-05-20T[\d:.]+Z/g, 'T'));
    expect(new Set(words).size).toBe(1);
    for (const hidden of [one.name, one.matter, one.department, '撤']) expect(body).not.toContain(hidden);
    expect((await app.inject({ url: address, headers: { 'if-none-match': String(headers['etag']) } })).statusCode).toBe(
      304,
    );
    clock.forward(31 * DAY);
    expect((await get(address)).body).not.toContain('<entry>');
    await tidy(notifier);
    expect((await site.owner.query('SELECT FROM organisation_change')).rowCount).toBe(0);
    expect((await get('/organisations/000/changes.atom')).statusCode).toBe(404);
  });
});
