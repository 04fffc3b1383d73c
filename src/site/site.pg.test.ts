import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type EditionEntry, editionDigest } from '#contracts/exchange.ts';
import type { CloudEvent } from '#contracts/webhook.ts';
import { receiveAtSite as receive } from '../../tests/support/inbox.ts';
import { inventedUscc } from '../../tests/support/people.ts';
import {
  edition,
  entry,
  event,
  manifest,
  mark,
  notice,
  SITE_TABLES,
  withdrawal,
} from '../../tests/support/site-messages.ts';
import { siteServer } from '../../tests/support/site-server.ts';
import { DAY, openSite, testClock } from '../../tests/support/systems.ts';

const clock = testClock('2020-05-20T02:00:00Z');
let site: Awaited<ReturnType<typeof openSite>>;
let app: FastifyInstance;

beforeAll(async () => {
  site = await openSite(clock);
  app = await siteServer(site.context);
});
afterAll(async () => {
  await app?.close();
  await site?.close();
});
beforeEach(async () => {
  clock.set('2020-05-20T02:00:00Z');
  await site.owner.query('SET session_replication_role = replica'); // the owner of a test may empty what is append-only
  await site.owner.query(`TRUNCATE ${SITE_TABLES}`);
  await site.owner.query('SET session_replication_role = origin');
});

const take = (message: CloudEvent) => receive(site.context, message);
const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { accept: 'text/html', ...headers } });
const page = async (url: string) => (await get(url)).body;

/** Everything anybody can read about a name or code. */
const EVERYWHERE = [
  '/',
  '/lists/red',
  '/lists/red/1',
  '/notices/7',
  '/api/site/v1/editions',
  '/api/site/v1/editions/red/1',
  '/api/site/v1/editions/red/1/entries.csv',
  '/open-data',
];
async function shownAnywhere(one: EditionEntry): Promise<string[]> {
  const addresses = [
    ...EVERYWHERE,
    `/organisations/${one.uscc}`,
    `/api/site/v1/organisations/${one.uscc}`,
    `/search?q=${encodeURIComponent(one.name)}`,
  ];
  const shown: string[] = [];
  for (const address of addresses) {
    const body = (await page(address)).replaceAll(/<input[^>]*>|<title>[^<]*<\/title>|“<bdi>[^<]*<\/bdi>”/g, ''); // not the question itself
    if (body.includes(one.name) || body.includes(one.recordId)) shown.push(address);
  }
  return shown;
}

describe('an edition', () => {
  test('is shown with ground, department, dates, until when, and who signed', async () => {
    const one = entry(1, { zone: '郑州航空港经济综合实验区', validUntil: '2022-05-17' });
    expect(await take(edition(manifest([one, entry(2)])))).toBe('accepted');
    const body = await page('/lists/red/1');
    for (const text of [
      one.name,
      one.groundTitle,
      one.matter,
      one.department,
      '郑州航空港经济综合实验区',
      '2020年4月10日',
      '2022年5月17日',
      '长期',
      '市信用办',
      '2020年5月18日',
      '测防指〔2020〕9号',
    ]) {
      expect(body).toContain(text);
    }
    expect(await page('/lists/red')).toContain(one.name);
    expect(await page('/')).toContain('第1期');
    expect(await page(`/organisations/${one.uscc}`)).toContain(one.name);
  });

  test('its data can be recomputed to the digest that was signed', async () => {
    const content = manifest([entry(1), entry(2, { validUntil: '2022-05-17', zone: '郑东新区' })]);
    await take(edition(content));
    expect((await get('/api/site/v1/editions')).json().editions).toMatchObject([
      { list: 'red', number: 1, shownCount: 2, digest: editionDigest(content) },
    ]);
    const answer = (await get('/api/site/v1/editions/red/1')).json();
    expect(answer).toMatchObject({ complete: true, withdrawn: 0, digest: editionDigest(content) });
    expect(editionDigest(answer.manifest)).toBe(answer.digest);
  });

  test('appears whole or not at all: one bad entry among thousands stops it, and nothing of it stays', async () => {
    const entries = Array.from({ length: 3_000 }, (_, index) => entry(index + 10));
    for (const id of ['recordId', 'entryId'] as const) {
      const twice = { ...entries[2_999]!, [id]: entries[0]![id] };
      await expect(take(edition(manifest([...entries.slice(0, 2_999), twice])))).rejects.toThrow();
    }
    for (const table of ['edition', 'edition_entry', 'edition_signature', 'inbox_message']) {
      const { rows } = await site.owner.query(`SELECT count(*)::int AS n FROM ${table}`);
      expect(rows[0]).toEqual({ n: 0 });
    }
    expect((await get('/lists/red/1')).statusCode).toBe(404);
    expect(await take(edition(manifest(entries)))).toBe('accepted');
    expect((await get('/api/site/v1/editions/red/1')).json().manifest.entries).toHaveLength(3_000);
    expect(await page('/lists/red/1?page=30')).toContain(entries[2_999]!.name);
  });

  test('whose digest does not fit its content is refused', async () => {
    const content = manifest([entry(1)]);
    const forged = event('xinheng.edition.published', {
      manifest: { ...content, title: '另一个名单' },
      digest: editionDigest(content),
    });
    await expect(take(forged)).rejects.toMatchObject({ code: 'request.invalid' });
  });

  test('once published, cannot be replaced by another of the same number; the same again is fine', async () => {
    const content = manifest([entry(1)]);
    await take(edition(content));
    expect(await take(edition(content))).toBe('accepted');
    await expect(take(edition(manifest([entry(2)])))).rejects.toMatchObject({ code: 'request.invalid' });
  });

  test('a later one says what changed, and alone tells where an organisation stands', async () => {
    const [stays, leaves, comes] = [entry(1), entry(2), entry(3)];
    await take(edition(manifest([stays, leaves])));
    await take(edition(manifest([stays, comes], { number: 2, publishedOn: '2020-05-19' })));
    const body = await page('/lists/red');
    expect(body).toMatch(/<strong>1<\/strong> 家较第1期新增/);
    expect(body).toMatch(/<strong>1<\/strong> 家退出/);
    expect(body).not.toContain(leaves.name);
    expect((await get(`/organisations/${leaves.uscc}`)).statusCode).toBe(404);
    expect(await page(`/search?q=${leaves.uscc}`)).toContain('不代表信用不好');
    expect((await get(`/organisations/${comes.uscc}`)).statusCode).toBe(200);
  });
});

describe('withdrawal-everywhere', () => {
  test('an entry withdrawn is gone from every page and from the data at once', async () => {
    const [one, other] = [entry(1), entry(2)];
    await take(edition(manifest([one, other])));
    await take(notice([one]));
    expect((await shownAnywhere(one)).length).toBeGreaterThan(6);
    expect(await take(withdrawal(one))).toBe('accepted');
    expect(await shownAnywhere(one)).toEqual([]);
    expect((await shownAnywhere(other)).length).toBeGreaterThan(5);
    expect((await get('/api/site/v1/editions/red/1')).json()).toMatchObject({ complete: false, withdrawn: 1 });
    const { rows } = await site.owner.query('SELECT w::text AS text FROM withdrawn_entry w');
    expect(rows[0].text).not.toContain(one.uscc);
  });

  test('a withdrawal that overtakes the list holds; a list made after it may name the organisation again', async () => {
    const one = entry(1);
    const late = edition(manifest([one, entry(2)]));
    await take(withdrawal(one));
    await take(late);
    expect(await shownAnywhere(one)).toEqual([]);
    await take(edition(manifest([one], { number: 2 })));
    expect(await page('/lists/red/2')).toContain(one.name);
  });

  test('a browser that kept the page must ask again and is told it changed', async () => {
    const one = entry(1);
    await take(edition(manifest([one, entry(2)])));
    const first = await get('/lists/red/1');
    expect(first.headers['cache-control']).toMatch(/max-age=0, s-maxage=5, must-revalidate/);
    const etag = String(first.headers['etag']);
    expect((await get('/lists/red/1', { 'if-none-match': etag })).statusCode).toBe(304);
    await take(withdrawal(one));
    expect((await get('/lists/red/1', { 'if-none-match': etag })).statusCode).toBe(200);
  });

  test('past its last day an entry is no longer shown, with no job and no message', async () => {
    const one = entry(1, { validUntil: '2020-05-20' });
    await take(edition(manifest([one, entry(2)])));
    expect((await shownAnywhere(one)).length).toBeGreaterThan(4);
    clock.forward(DAY);
    expect(await shownAnywhere(one)).toEqual([]);
  });

  test('a second delivery of a message does nothing', async () => {
    const message = edition(manifest([entry(1)]));
    expect(await take(message)).toBe('accepted');
    expect(await take(message)).toBe('known');
  });
});

describe('objection-marked', () => {
  test('an open objection stands beside the entry wherever it is shown, and goes when it is closed', async () => {
    const one = entry(1);
    const older = mark(one, false);
    await take(mark(one, true)); // before the list arrives
    await take(edition(manifest([one, entry(2)])));
    await take(notice([one]));
    await take(older);
    for (const address of ['/lists/red/1', '/notices/7']) {
      expect((await page(address)).split('class="objection"'), address).toHaveLength(2);
    }
    // as it is listed, and as it is proposed
    expect((await page(`/organisations/${one.uscc}`)).split('class="objection"')).toHaveLength(3);
    expect(await page('/api/site/v1/editions/red/1/entries.csv')).toMatch(/,是,[0-9a-f-]{36},/);
    expect((await get('/api/site/v1/editions/red/1')).json()).toMatchObject({
      complete: true,
      objections: [one.entryId],
    });
    expect((await get(`/api/site/v1/organisations/${one.uscc}`)).json().entries).toMatchObject([
      { objectionOpen: true },
    ]);
    await take(mark(one, false));
    for (const address of ['/lists/red/1', '/notices/7', `/organisations/${one.uscc}`])
      expect(await page(address)).not.toContain('class="objection"');
  });
});

describe('a notice', () => {
  test('is shown while its period runs, on the home page too, and not afterwards', async () => {
    const one = entry(1);
    await take(notice([one]));
    expect(await page('/')).toContain('/notices/7');
    expect(await page('/notices/7')).toContain(one.name);
    clock.set('2020-05-27T02:00:00Z');
    expect(await page('/')).not.toContain('/notices/7');
    expect(await shownAnywhere(one)).toEqual([]);
    expect(await page('/notices/7')).toContain('公示期已满');
  });
});

describe('text from outside is inert', () => {
  const nasty = [
    '<script>alert(1)</script>有限公司',
    '"><img src=x onerror=alert(1)>厂',
    `'; DROP TABLE edition; --公司`,
    '\u202e司公限有\u202c测试',
    // biome-ignore lint/suspicious/noTemplateCurlyInString: a template injection, as text
    '{{7*7}}${7*7}',
    '&lt;b&gt;商行',
    '𠮷野家\u0000',
  ];

  test('in names, matters and the search box', async () => {
    const entries = nasty.map((name, index) =>
      entry(index + 1, { name: name.replaceAll('\u0000', ''), matter: name.replaceAll('\u0000', '') }),
    );
    await take(edition(manifest(entries)));
    for (const address of [
      '/',
      '/lists/red/1',
      ...entries.map((one) => `/organisations/${one.uscc}`),
      ...nasty.map((name) => `/search?q=${encodeURIComponent(name)}`),
    ]) {
      const answer = await get(address);
      expect(answer.statusCode, address).toBeLessThan(500);
      expect(answer.body).not.toMatch(/<script|<img|onerror=alert\(1\)>|\u202e|\u0000/);
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
      expect(answer.body).not.toMatch(/ style=|<style|javascript:/);
    }
    expect(await page('/lists/red/1')).toContain('&lt;script&gt;alert(1)&lt;/script&gt;有限公司');
  });

  test('in the table that is downloaded: no cell is a formula', async () => {
    await take(edition(manifest([entry(1, { name: '=HYPERLINK("http://x")', matter: '+1' })])));
    const { body, headers } = await get('/api/site/v1/editions/red/1/entries.csv');
    expect(headers['content-type']).toBe('text/csv; charset=utf-8');
    expect(body.startsWith('\ufeff序号,')).toBe(true);
    expect(body).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(body).toContain(`,'+1,`);
  });
});

describe('search', () => {
  test('finds by two characters, by code in any case, and takes % and _ as they are', async () => {
    const one = entry(1, { name: '中原测试百分%之_百商贸有限公司' });
    await take(edition(manifest([one, entry(2)])));
    for (const text of ['中原', '百分%之_百', one.uscc, one.uscc.toLowerCase(), ` ${one.uscc} `, '中原测试百分％之']) {
      expect(await page(`/search?q=${encodeURIComponent(text)}`), text).toContain(one.uscc);
    }
    for (const text of ['%%', '_测', '郑_', '\\', '百之'])
      expect(await page(`/search?q=${encodeURIComponent(text)}`), text).not.toContain('/organisations/');
  });

  test('pages through what it found', async () => {
    await take(edition(manifest(Array.from({ length: 60 }, (_, index) => entry(index + 1)))));
    const usccs = async (number: number) =>
      [...(await page(`/search?q=测试&page=${number}`)).matchAll(/<li><a href="\/organisations\/(\w+)"/g)].map(
        ([, uscc]) => uscc,
      );
    const all = [...(await usccs(1)), ...(await usccs(2)), ...(await usccs(3))];
    expect(await page('/search?q=测试')).toContain('共 60 家');
    expect(new Set(all).size).toBe(60);
    expect(await usccs(4)).toEqual([]);
    expect(await page('/search?q=测试&page=4')).toContain('共 60 家');
  });
});

describe('pages', () => {
  test('every one is complete HTML in Chinese, without script, with a skip link and one h1', async () => {
    const one = entry(1);
    await take(edition(manifest([one])));
    await take(notice([entry(2)]));
    for (const address of [
      '/',
      '/lists/red',
      '/lists/red/1',
      '/lists/black',
      '/notices/7',
      `/organisations/${one.uscc}`,
      '/search',
      '/search?q=测试',
      '/policy',
      '/questions',
      '/statistics',
      '/open-data',
      '/accessibility',
      '/display',
      '/nowhere',
    ].flatMap((address) => [address, address === '/' ? '/en/' : `/en${address}`])) {
      const { body } = await get(address);
      const language = address.startsWith('/en') ? 'en' : 'zh-CN';
      expect(body, address).toMatch(new RegExp(`^<!doctype html>\\s*<html lang="${language}">`));
      expect(body.match(/<h1/g), address).toHaveLength(1);
      expect(body, address).toContain('<a class="skip" href="#content">');
      expect(body, address).toContain('<main id="content">');
      expect(body, address).not.toContain('<script');
      expect(body, address).not.toMatch(/undefined|\[object|NaN/);
    }
  });

  test('what is not there is said in words, as a page', async () => {
    for (const address of [
      '/nowhere',
      '/lists/green',
      '/lists/red/99',
      '/lists/red/x',
      '/organisations/000',
      '/notices/404',
      '/notices/%00',
      '/organisations/%00',
      '/%00',
      '/lists/red/%00',
    ]) {
      const answer = await get(address);
      expect(answer.statusCode, address).toBe(404);
      expect(answer.headers['content-type'], address).toContain('text/html');
    }
    const program = await app.inject({ url: '/api/nowhere' });
    expect(program.statusCode).toBe(404);
    expect(program.json()).toMatchObject({ code: 'not_found' });
    expect(await page(`/organisations/${inventedUscc(9)}`)).toContain('不代表信用不好');
  });

  test('the organisation’s page names the measures of the pack with clause and basis, and no others', async () => {
    const one = entry(1);
    await take(edition(manifest([one])));
    const body = await page(`/organisations/${one.uscc}`);
    const measures = site.context.policy.measuresFor({ list: 'red' }, '2020-05-20' as never);
    expect(measures.length).toBeGreaterThan(0);
    for (const measure of measures) expect(body).toContain(measure.title);
    expect(body.match(/<ul class="measures">.*?<\/ul>/s)?.[0].match(/<li>/g)).toHaveLength(measures.length);
  });

  test('every clause that a page names has its place on the policy page', async () => {
    await take(edition(manifest([entry(1)])));
    const policy = await page('/policy');
    for (const address of ['/lists/red', '/lists/black', '/policy', `/organisations/${inventedUscc(1)}`]) {
      for (const [, anchor] of (await page(address)).matchAll(/href="(?:\/policy)?#(clause-[^"]+)"/g)) {
        expect(policy, `${address} → ${anchor}`).toContain(`id="${anchor}"`);
      }
    }
  });
});
