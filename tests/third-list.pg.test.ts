/** A list that no code has heard of: its slug and its words come from a pack of another city, and everything that shows lists shows it. */
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { lists, nominations, noteLists as noteListsOfPlatform, overview, rounds } from '#platform/lists/index.ts';
import { loadPolicy } from '#runtime/policy.ts';
import { noteLists } from '#site/index.ts';
import { receiveAtSite as receive } from './support/inbox.ts';
import { createPlatform, type TestPlatform } from './support/platform.ts';
import { edition, entry, manifest, notice } from './support/site-messages.ts';
import { siteServer } from './support/site-server.ts';
import { openSite, testClock } from './support/systems.ts';

const policy = await loadPolicy(join(import.meta.dirname, 'support', 'mini-pack'));
const ITS = { list: 'honour', title: '青芦市抗洪企业光荣榜', titleEn: 'Roll of honour', plainTitle: '光荣榜' };
const PROPOSED = { list: 'honour', title: ITS.title, noticeFrom: '2021-08-30', noticeUntil: '2021-09-06' };

describe('at the platform', () => {
  let platform: TestPlatform;
  beforeAll(async () => {
    platform = await createPlatform({ clock: testClock('2021-09-01T02:00:00Z') });
    await noteListsOfPlatform(platform.owner, policy);
  });
  afterAll(() => platform?.close());

  test('it stands beside the others, and its overview, rounds and nominations are its own', async () => {
    const context = { ...platform.context, policy };
    const office = platform.actors['creditOffice']!;
    const all = await lists(context, office);
    expect(all.map(({ list }) => list)).toEqual(['honour', 'red', 'black']);
    expect(all[0]).toEqual({ ...ITS, polarity: 'good', plainTitleEn: 'roll of honour' });
    expect(await overview(context, office, 'honour')).toMatchObject({
      ...{ list: 'honour', title: ITS.title, clause: 'qinglu-2021-7/B' },
      event: { id: 'qinglu-2021-7/flood-season-over', declared: null },
      opening: { entries: 0, shownPublicly: true },
    });
    expect(await rounds(context, office, 'honour', { limit: 5 })).toEqual({ items: [], before: null });
    expect((await nominations(context, office, 'honour', { limit: 5 })).items).toEqual([]);
  });

  test('a list that the pack does not have is not there', async () => {
    const context = { ...platform.context, policy };
    const office = platform.actors['creditOffice']!;
    await expect(overview(context, office, 'nowhere')).rejects.toMatchObject({ code: 'list.not_found', status: 404 });
    await expect(rounds(context, office, 'nowhere', { limit: 5 })).rejects.toMatchObject({ code: 'list.not_found' });
  });
});

describe('on the site', () => {
  let site: Awaited<ReturnType<typeof openSite>>;
  let app: FastifyInstance;
  const one = entry(1);
  const get = async (address: string) => {
    const { statusCode, body } = await app.inject(address);
    return { statusCode, body };
  };
  beforeAll(async () => {
    site = await openSite(testClock('2021-09-01T02:00:00Z'));
    // of the pack before; what was never shown would be nobody's to look for
    await receive(site.context, edition(manifest([entry(9)])));
    await noteLists(site.owner, policy);
    const context = { ...site.context, policy };
    app = await siteServer(context);
    await receive(context, edition(manifest([one, entry(2)], { list: 'honour', title: ITS.title })));
    const opened = notice([entry(3)]);
    await receive(context, { ...opened, data: { ...(opened.data as object), ...PROPOSED } });
  });
  afterAll(async () => {
    await app?.close();
    await site?.close();
  });

  test.each([
    ['/', [`href="/lists/honour"`, '家在光荣榜']],
    ['/lists/honour', [ITS.title, one.name, '<span class="tag good">光荣榜</span>', '列入光荣榜的理由']],
    ['/lists/honour/1', [ITS.title, one.name]],
    ['/en/lists/honour', [ITS.titleEn, 'aria-current="page">Roll of honour</a>']],
    ['/notices/7', ['拟列入光荣榜']],
    [`/organisations/${one.uscc}`, [ITS.title]],
    [`/organisations/${entry(3).uscc}`, ['拟列入光荣榜']],
    ['/search?list=honour', [one.name]],
    ['/statistics', ['家在光荣榜', 'class="bar good"']],
    ['/questions', ['怎样会列入光荣榜？']],
    ['/open-data', ['/feeds/honour.atom', '光荣榜和光荣榜公示']],
    ['/feeds/honour.atom', ['光荣榜和公示', '/lists/honour/1', '/notices/7']],
    ['/api/site/v1/editions', ['"list":"honour"']],
    ['/api/site/v1/editions/honour/1', [ITS.title, one.entryId]],
    ['/api/site/v1/editions/honour/1/entries.csv', [one.name, '光荣榜']],
    ['/api/site/v1/editions/honour/1/changes.json', ['光荣榜']],
  ])('%s shows it under its own name', async (address, shown) => {
    const { statusCode, body } = await get(address);
    expect(statusCode).toBe(200);
    for (const text of shown) expect(body).toContain(text);
  });

  test('a list of an earlier pack keeps its addresses; one that never was is not there', async () => {
    expect((await get('/lists/red')).body).toContain('红榜');
    for (const address of [
      '/lists/nowhere',
      '/lists/nowhere/1',
      '/feeds/nowhere.atom',
      '/lists/RED',
      '/en/lists/nowhere',
    ])
      expect((await get(address)).statusCode, address).toBe(404);
    const unknown = edition(manifest([one], { list: 'nowhere' }));
    await expect(receive({ ...site.context, policy }, unknown)).rejects.toMatchObject({ code: 'request.invalid' });
  });
});
