/** Organisations on the site: found however they are typed, shown with what is public about them, gone when it is withdrawn. */

import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { RegisteredOrganisation } from '#contracts/exchange.ts';
import type { CloudEvent } from '#contracts/webhook.ts';
import { receiveAtSite as receive } from '../../tests/support/inbox.ts';
import { inventedResidentId, inventedSoleTrader, inventedUscc } from '../../tests/support/people.ts';
import { ref } from '../../tests/support/refs.ts';
import {
  directory,
  edition,
  entry,
  event,
  goodRecord,
  manifest,
  mark,
  notice,
  records,
  recordWithdrawal,
  registered,
  SITE_TABLES,
  withdrawal,
} from '../../tests/support/site-messages.ts';
import { siteServer } from '../../tests/support/site-server.ts';
import { DAY, openSite, testClock } from '../../tests/support/systems.ts';
import { noteEarlierEntries } from './inbox/service.ts';

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
  await site.owner.query('SET session_replication_role = replica');
  await site.owner.query(`TRUNCATE ${SITE_TABLES}`);
  await site.owner.query('SET session_replication_role = origin');
});

const take = (message: CloudEvent) => receive(site.context, message);
const get = (url: string) => app.inject({ url, headers: { accept: 'text/html' } });
const page = async (url: string) => (await get(url)).body;

/** Codes of the results, in their order; suggestions are no results. */
async function search(text: string, more = ''): Promise<string[]> {
  const body = await page(`/search?q=${encodeURIComponent(text)}${more}`);
  const [results = ''] = body.split('<h2>您要找的是不是</h2>');
  return [...results.matchAll(/<li><a href="\/organisations\/(\w{18})"/g)].map(([, uscc]) => uscc ?? '');
}

const BUS = registered(1, '郑州宇通测试客车股份有限公司', { area: '410103' });
const DRUGS = registered(2, '河南（郑州）重庆测试药业有限公司', { area: 'airport' });
const LETTERS = registered(3, 'ＴＣＬ测试王牌2厂', { area: '410103' });
const ALL: readonly RegisteredOrganisation[] = [BUS, DRUGS, LETTERS];

describe('search', () => {
  beforeEach(async () => {
    await take(directory(...ALL));
  });

  test.each([
    ['two characters', '宇通', [BUS.uscc]],
    ['the beginning', '郑州宇通', [BUS.uscc]],
    ['two words in any order', '客车 宇通', [BUS.uscc]],
    ['half-width brackets', '河南(郑州)重庆', [DRUGS.uscc]],
    ['no brackets', '河南郑州重庆', [DRUGS.uscc]],
    ['a blank within', '河南（郑州） 重庆测试药业', [DRUGS.uscc]],
    ['half-width letters for full-width ones', 'tcl', [LETTERS.uscc]],
    ['initials', 'zzyt', [BUS.uscc]],
    ['initials of a word, not of each character', 'cqcs', [DRUGS.uscc]],
    ['initials in capitals, with a letter of the name', 'TCLCSWP2', [LETTERS.uscc]],
    ['characters in another order', '通宇', []],
    ['neighbours that are no neighbours', '郑州客车', []],
    ['one character', '宇', []],
  ])('%s: %s', async (_what, text, expected) => expect(await search(text)).toEqual(expected));

  test.each([
    ['lower case', BUS.uscc.toLowerCase()],
    ['full width', [...BUS.uscc].map((one) => String.fromCharCode(one.charCodeAt(0) + 0xfee0)).join('')],
    ['a licence copy’s number', `${BUS.uscc}（1-1）`],
    ['groups', BUS.uscc.replace(/^(.{2})(.{6})/, '$1 $2 ')],
  ])('a code in %s', async (_what, text) => {
    expect(await search(text)).toEqual([BUS.uscc]);
    const answer = await app.inject({ url: `/api/site/v1/organisations/${encodeURIComponent(text)}` });
    expect(answer.json()).toMatchObject({ uscc: BUS.uscc, name: BUS.name, registered: true, entries: [], records: [] });
  });

  test('a code with a slip is said to be one, and what may have been meant', async () => {
    const slip = BUS.uscc.replace(/0/, 'O');
    const body = await page(`/search?q=${slip}`);
    expect(body).toContain('这不是正确的统一社会信用代码');
    expect(body).toContain(`/search?q=${BUS.uscc}`);
  });

  test.each([
    ['a wrong character of the same sound', '郑州雨童测试客车', BUS.uscc],
    ['a character too many', '郑州宇通测试大客车', BUS.uscc],
  ])('did you mean: %s', async (_what, text, expected) => {
    expect(await search(text)).toEqual([]);
    const [, suggestions = ''] = (await page(`/search?q=${encodeURIComponent(text)}`)).split('<h2>您要找的是不是</h2>');
    expect(suggestions).toContain(expected);
  });

  test('filters by area, list and ground; a list alone lists everybody on it', async () => {
    await take(edition(manifest([entry(1, { name: BUS.name }), entry(2, { name: DRUGS.name, ground: ref('3.2.4') })])));
    expect(await search('测试', '&area=410103')).toEqual([LETTERS.uscc, BUS.uscc].sort(byFitness));
    expect(await search('测试', '&area=airport')).toEqual([DRUGS.uscc]);
    expect((await search('测试', '&list=red')).sort()).toEqual([BUS.uscc, DRUGS.uscc].sort());
    expect(await search('测试', '&ground=3.2.4')).toEqual([DRUGS.uscc]);
    expect(await search('测试', '&list=black')).toEqual([]);
    expect((await search('', '&list=red')).sort()).toEqual([BUS.uscc, DRUGS.uscc].sort());
    expect(await search('', '&list=red&area=airport')).toEqual([DRUGS.uscc]);
    for (const odd of [
      '&area=%27;--',
      '&list=green',
      '&ground=%3Cscript%3E',
      '&page=-1',
      '&page=1e9',
      '&area=x'.repeat(9),
    ])
      expect((await get(`/search?q=测试${odd}`)).statusCode, odd).toBe(200);
  });
  const byFitness = (a: string, b: string) => (a === BUS.uscc ? -1 : b === BUS.uscc ? 1 : 0); // it is listed

  test('those of which something is shown come before the others, an exact name before everything', async () => {
    await take(
      directory(registered(4, '测试客车'), registered(5, '长名称的测试客车服务中心'), registered(6, '测试客车维修部')),
    );
    await take(records(goodRecord(5)));
    expect(await search('测试客车')).toEqual([inventedUscc(4), inventedUscc(6), inventedUscc(5), BUS.uscc]);
  });

  test('always says that a name is no proof of identity', async () => {
    for (const text of ['宇通', '没有这样的名称', 'zzyt'])
      expect(await page(`/search?q=${encodeURIComponent(text)}`)).toContain('名称相同不等于是同一家');
    expect(await page('/en/search?q=zzyt')).toContain('A name is no proof of identity');
  });

  test.each([
    '<script>alert(1)</script>',
    "'; DROP TABLE organisation; --",
    "' OR '1'='1",
    '\u202eyt\u202c宇通',
    '%%%',
    '\\',
    'a'.repeat(200),
    '测'.repeat(200),
    '{1,2}',
    '",",',
    '测试 '.repeat(40),
    '𠮷野𠮷野',
    '\u0007测试',
  ])('a hostile question is only a question: %j', async (text) => {
    for (const prefix of ['', '/en']) {
      const answer = await get(`${prefix}/search?q=${encodeURIComponent(text)}`);
      expect(answer.statusCode).toBe(200);
      expect(answer.body).not.toMatch(/<script|\u202e|\u0007/);
    }
    expect(await search('宇通')).toEqual([BUS.uscc]);
  });
});

describe('the directory', () => {
  test('a later word replaces an earlier one, an earlier one that comes late does nothing', async () => {
    const late = directory(registered(1, '旧名测试公司'));
    await take(directory(registered(1, '新名测试公司')));
    await take(late);
    expect(await search('新名')).toEqual([inventedUscc(1)]);
    expect(await search('旧名')).toEqual([]);
    await take(directory(registered(1, '更名测试公司')));
    expect(await search('新名')).toEqual([]);
    expect(await page(`/organisations/${inventedUscc(1)}`)).toContain('更名测试公司');
  });

  test('the registered name goes before the name on a list, whichever came first', async () => {
    await take(edition(manifest([entry(1, { name: '榜上测试名称' })])));
    expect(await page(`/organisations/${inventedUscc(1)}`)).toContain('榜上测试名称');
    await take(directory(registered(1, '登记测试名称')));
    const body = await page(`/organisations/${inventedUscc(1)}`);
    expect(body).toContain('<h1><bdi>登记测试名称</bdi></h1>');
    expect(await search('登记')).toEqual([inventedUscc(1)]);
  });

  test('no sole trader, no resident id, nobody twice: the whole piece is refused', async () => {
    const trader = inventedSoleTrader(1);
    for (const wrong of [
      registered(1, '张某测试餐馆', { uscc: trader }),
      registered(1, '测试', { uscc: inventedResidentId('1985-06-15', 1) }),
      registered(1, `测试${inventedResidentId('1985-06-15', 1)}公司`),
      registered(9, '测试重复公司'),
    ]) {
      await expect(take(directory(registered(9, '测试正常公司'), wrong))).rejects.toMatchObject({
        code: 'request.invalid',
      });
    }
    await expect(
      take(
        event('xinheng.directory.published', {
          organisations: [{ ...registered(1, '测试'), legalRepresentative: '甄选' }],
        }),
      ),
    ).rejects.toMatchObject({ code: 'request.invalid' });
    await expect(take(records(goodRecord(1, { uscc: trader })))).rejects.toMatchObject({ code: 'request.invalid' });
    expect((await site.owner.query('SELECT FROM organisation')).rowCount).toBe(0);
  });

  test('a list, or a round in public notice, that names a sole trader is refused whole; there is no page', async () => {
    const trader = inventedSoleTrader(1);
    const named = [entry(1), entry(2, { uscc: trader, name: '张某测试餐馆' })];
    for (const message of [edition(manifest(named)), notice(named)])
      await expect(take(message)).rejects.toMatchObject({ code: 'request.invalid' });
    expect(
      (await site.owner.query('SELECT uscc FROM edition_entry UNION ALL SELECT uscc FROM notice_entry')).rows,
    ).toEqual([]);
    expect((await get(`/organisations/${trader}`)).statusCode).toBe(404);
    expect((await get(`/v1/organisations/${trader}`)).statusCode).toBe(404);
  });

  test('the tables themselves have no place for a sole trader, noted or registered, listed or in public notice', async () => {
    const { rows } = await site.owner.query(`
      SELECT table_name FROM information_schema.columns
      WHERE column_name = 'uscc' AND table_schema = 'public' AND coalesce(domain_name, '') <> 'business_code'`);
    expect(rows.map(({ table_name }) => table_name).toSorted()).toEqual(FOLLOW_WHAT_IS_SHOWN);
    await expect(site.owner.query('SELECT $1::business_code', [inventedSoleTrader(1)])).rejects.toMatchObject({
      constraint: 'business_code_check',
    });
  });
});

/** What was told about a code that is shown, and who asked to be told: nothing of it comes onto a page. */
const FOLLOW_WHAT_IS_SHOWN = ['organisation_change', 'organisation_report', 'subscription'];

describe('good records', () => {
  const anywhere = async (order: number, name: string) => {
    const found = await search(name);
    const own = await get(`/organisations/${inventedUscc(order)}`);
    return { found: found.length, status: own.statusCode, body: own.body };
  };

  test('are shown with kind, matter, department, dates and clause, in figures and statistics too', async () => {
    await take(records(goodRecord(1, { area: 'airport', validUntil: '2022-05-08' })));
    const { found, body } = await anywhere(1, '测试第1制造');
    expect(found).toBe(1);
    for (const text of [
      '捐款捐物',
      '捐赠医用防护物资一批',
      '市民政局',
      '2020年3月1日',
      '2020年5月8日',
      '2022年5月8日',
      '通知三、2（4）',
    ])
      expect(body).toContain(text);
    expect(body).toContain('目前不在任何红榜或黑榜上');
    expect(await page('/')).toMatch(/<strong>1<\/strong> 条良好信息/);
    const statistics = await page('/statistics');
    for (const text of ['市民政局', '2020年5月', '捐款捐物支援防疫工作']) expect(statistics).toContain(text);
    const answer = await app.inject({ url: `/api/site/v1/organisations/${inventedUscc(1)}` });
    expect(answer.json()).toMatchObject({
      registered: false,
      area: 'airport',
      records: [{ kind: ref('3.2.4'), validUntil: '2022-05-08' }],
    });
  });

  test('withdrawn: gone from page, search, figures and interface at once, and a late arrival does not bring it back', async () => {
    const record = goodRecord(1);
    const late = records(record);
    await take(records(record));
    expect((await anywhere(1, '测试第1制造')).found).toBe(1);
    await take(recordWithdrawal(record));
    expect(await anywhere(1, '测试第1制造')).toMatchObject({ found: 0, status: 404 });
    expect((await app.inject({ url: `/api/site/v1/organisations/${record.uscc}` })).statusCode).toBe(404);
    await take(late);
    expect(await anywhere(1, '测试第1制造')).toMatchObject({ found: 0, status: 404 });
    expect(await page('/statistics')).not.toContain('市民政局');
    const { rows } = await site.owner.query(
      'SELECT (SELECT count(*) FROM organisation)::int AS organisations, (SELECT w::text FROM withdrawn_record w) AS remembered',
    );
    expect(rows[0].organisations).toBe(0);
    expect(rows[0].remembered).not.toContain(record.uscc);
  });

  test('a registered organisation stays when its record goes; one that is listed stays with its entry', async () => {
    const [record, listed] = [goodRecord(1), goodRecord(2)];
    await take(directory(registered(1, '测试登记公司')));
    await take(records(record, listed));
    const onList = entry(2, { recordId: listed.recordId });
    await take(edition(manifest([onList])));
    await take(recordWithdrawal(record));
    await take(recordWithdrawal(listed));
    expect((await get(`/organisations/${record.uscc}`)).body).toContain('目前没有公开的良好信息');
    expect((await get(`/organisations/${listed.uscc}`)).body).toContain('在榜意味着什么');
    await take(withdrawal(onList));
    expect((await get(`/organisations/${listed.uscc}`)).statusCode).toBe(404);
    expect(await search('制造')).toEqual([]);
  });

  test('corrected: the newest word is shown, an older one that comes late is not', async () => {
    const record = goodRecord(1);
    const older = records({ ...record, matter: '更早的说法' });
    await take(records({ ...record, matter: '更正后的说法' }));
    await take(older);
    const { body } = await anywhere(1, '测试第1');
    expect(body).toContain('更正后的说法');
    expect(body).not.toContain('更早的说法');
  });

  test('objection-marked: on the record and on the entry, and gone when it is closed', async () => {
    const record = goodRecord(1);
    const one = entry(1, { recordId: record.recordId });
    await take(edition(manifest([one])));
    await take(records({ ...record, objectionOpen: true }));
    await take(mark(one, true));
    expect((await page(`/organisations/${one.uscc}`)).split('class="objection"')).toHaveLength(3);
    expect(await page(`/en/organisations/${one.uscc}`)).toContain('objection open');
    await take(records(record));
    await take(mark(one, false));
    expect(await page(`/organisations/${one.uscc}`)).not.toContain('class="objection"');
  });

  test('past its last day a record is not shown, with no job and no message; nor does the organisation stay', async () => {
    await take(records(goodRecord(1, { validUntil: '2020-05-20' })));
    expect((await anywhere(1, '测试第1')).found).toBe(1);
    clock.forward(DAY);
    expect(await anywhere(1, '测试第1')).toMatchObject({ found: 0, status: 404 });
    expect(await page('/')).toMatch(/<strong>0<\/strong> 条良好信息/);
  });

  test('what is only proposed is in no search, and has a page for as long as the notice lasts', async () => {
    await take(notice([entry(1)]));
    expect(await anywhere(1, '测试第1')).toMatchObject({ found: 0, status: 200 });
    clock.set('2020-05-27T02:00:00Z');
    expect(await anywhere(1, '测试第1')).toMatchObject({ found: 0, status: 404 });
  });

  test('names and matters from outside are inert in both languages', async () => {
    const nasty = '<script>alert(1)</script>\u202e有限公司';
    await take(records(goodRecord(1, { name: nasty, matter: nasty, title: nasty, department: nasty })));
    for (const address of [`/organisations/${inventedUscc(1)}`, '/statistics', '/search?q=有限', '/search?q=alert']) {
      for (const prefix of ['', '/en']) {
        const body = await page(prefix + address);
        expect(body, address).not.toMatch(/<script|\u202e/);
        expect(body, address).toContain('&lt;script&gt;');
      }
    }
  });
});

test('a black entry names its decision; a red one has none', async () => {
  const document = {
    type: '行政处罚决定书',
    number: '测罚〔2020〕1号',
    authority: '市市场监督管理局',
    date: '2020-03-10',
  };
  await take(edition(manifest([entry(1, { ground: ref('3.3.2'), document })], { list: 'black' })));
  const body = await page(`/organisations/${inventedUscc(1)}`);
  for (const text of ['依据文书', document.number, document.authority, '2020年3月10日']) expect(body).toContain(text);
  expect(
    (await app.inject({ url: `/api/site/v1/organisations/${inventedUscc(1)}` })).json().entries[0].document,
  ).toEqual(document);
  expect((await app.inject({ url: '/api/site/v1/editions/black/1' })).json().manifest.entries[0].document).toEqual(
    document,
  );
});

test('entries that were there before organisations could be found are made findable at start', async () => {
  await take(edition(manifest([entry(1, { zone: '郑州航空港经济综合实验区' })])));
  await site.owner.query('TRUNCATE organisation');
  expect(await search('测试第1')).toEqual([]);
  await noteEarlierEntries(site.context);
  await noteEarlierEntries(site.context);
  expect(await search('测试第1', '&area=airport')).toEqual([inventedUscc(1)]);
});
