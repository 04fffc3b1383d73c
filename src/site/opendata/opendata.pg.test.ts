/** Open data against a real database: every format the same rows, all of them, checksummed, inert, and nothing that has left. */
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import type { DataFileList } from '#contracts/open-data.ts';
import { tempFolder } from '../../../tests/support/files.ts';
import { receiveAtSite as receive } from '../../../tests/support/inbox.ts';
import { readRows } from '../../../tests/support/read-rows.ts';
import {
  directory,
  edition,
  entry,
  goodRecord,
  manifest,
  mark,
  records,
  recordWithdrawal,
  registered,
  SITE_TABLES,
  withdrawal,
} from '../../../tests/support/site-messages.ts';
import { PUBLIC_URL, siteServer } from '../../../tests/support/site-server.ts';
import { DAY, openSite, testClock } from '../../../tests/support/systems.ts';
import { ENTRY_COLUMNS, idDigest } from './columns.ts';

const clock = testClock('2020-05-20T02:00:00Z');
const folder = tempFolder();
let site: Awaited<ReturnType<typeof openSite>>;
let app: FastifyInstance;

beforeAll(async () => {
  site = await openSite(clock);
  app = await siteServer(site.context);
});
afterAll(async () => {
  await app?.close();
  await site?.close();
  folder.remove();
});
beforeEach(async () => {
  clock.set('2020-05-20T02:00:00Z');
  await site.owner.query('SET session_replication_role = replica');
  await site.owner.query(`TRUNCATE ${SITE_TABLES}`);
  await site.owner.query('SET session_replication_role = origin');
  await site.owner.query('UPDATE publication_state SET version = version + 1');
});

const take = (message: Parameters<typeof receive>[1]) => receive(site.context, message);
const get = (url: string, headers: Record<string, string> = {}) => app.inject({ url, headers });
const rowsOf = async (url: string) => (await get(url)).json().rows as Record<string, unknown>[];
const sha256 = (content: Buffer) => createHash('sha256').update(content).digest('hex');
const E = '/api/site/v1/editions/red';

describe('an edition', () => {
  test('is the same rows in CSV, JSON and XLSX, read by the reader that offices’ files go through', async () => {
    const entries = [
      entry(1, { matter: '含“引号",逗号\n和换行' }),
      entry(2, { validUntil: '2022-05-17', zone: '郑东新区' }),
      entry(3, {
        name: '𠮷野㼆䶮测试公司',
        document: { type: '行政处罚决定书', number: '测罚〔2020〕1号', authority: '测试局', date: '2020-04-01' },
      }),
    ];
    await take(mark(entries[1]!, true));
    await take(edition(manifest(entries)));
    const json = await rowsOf(`${E}/1/entries.json`);
    expect(json).toMatchObject([
      { uscc: entries[0]!.uscc, matter: entries[0]!.matter, objectionOpen: false, supersededBy: null },
      { validUntil: '2022-05-17', zone: '郑东新区', objectionOpen: true },
      { name: '𠮷野㼆䶮测试公司', documentNumber: '测罚〔2020〕1号' },
    ]);
    const expected = json.map((row) =>
      ENTRY_COLUMNS.map(({ name }) => {
        const value = row[name] as string | number | boolean | null;
        return typeof value === 'boolean' ? (value ? '是' : '否') : String(value ?? '');
      }),
    );
    for (const format of ['csv', 'xlsx'] as const) {
      const { rawPayload } = await get(`${E}/1/entries.${format}`);
      const [head, ...rows] = await readRows(folder.path(`entries.${format}`), rawPayload, format);
      expect(head).toEqual(ENTRY_COLUMNS.map(({ zh }) => zh));
      expect(
        rows.map((row) => ENTRY_COLUMNS.map((_, column) => (row[column] ?? '').replace(/\r\n/g, '\n'))),
        format,
      ).toEqual(expected);
    }
  });

  test('of many thousands comes whole: nothing is cut', async () => {
    const entries = Array.from({ length: 6_001 }, (_, index) => entry(index + 10));
    await take(edition(manifest(entries)));
    expect(await rowsOf(`${E}/1/entries.json`)).toHaveLength(6_001);
    const csv = await get(`${E}/1/entries.csv`);
    expect(csv.body.split('\r\n')).toHaveLength(6_003);
    expect(csv.body).toContain(entries[6_000]!.uscc);
    const { rawPayload } = await get(`${E}/1/entries.xlsx`);
    expect(await readRows(folder.path('many.xlsx'), rawPayload, 'xlsx')).toHaveLength(6_002);
  });

  test('each file has the checksum and size it is listed with, in its headers too, whatever the encoding', async () => {
    await take(edition(manifest(Array.from({ length: 40 }, (_, index) => entry(index + 1)))));
    const list: DataFileList = (await get(`${E}/1/files`)).json();
    expect(list.files.map(({ dataset, format }) => `${dataset}.${format}`)).toEqual([
      ...['entries.csv', 'entries.json', 'entries.xlsx', 'changes.csv', 'changes.json', 'changes.xlsx'],
    ]);
    for (const file of list.files) {
      const path = file.address.slice(PUBLIC_URL.length);
      const plain = await get(path);
      expect(plain.statusCode, path).toBe(200);
      expect({ bytes: plain.rawPayload.length, sha256: sha256(plain.rawPayload) }, path).toEqual({
        bytes: file.bytes,
        sha256: file.sha256,
      });
      expect(plain.headers['repr-digest']).toBe(`sha-256=:${Buffer.from(file.sha256, 'hex').toString('base64')}:`);
      expect(plain.headers['etag']).toBe(`"${file.sha256}"`);
      expect(plain.headers['content-length']).toBe(String(file.bytes));
      const packed = await get(path, { 'accept-encoding': 'br' });
      if (file.format === 'xlsx') expect(packed.headers['content-encoding']).toBeUndefined();
      else expect(sha256(brotliDecompressSync(packed.rawPayload))).toBe(file.sha256);
    }
  });

  test('says in every form what superseded it, and the newest says nothing of the kind', async () => {
    const stays = entry(1);
    await take(edition(manifest([stays, entry(2)])));
    expect((await get(`${E}/1/entries.csv`)).headers['link']).not.toContain('successor-version');
    await take(edition(manifest([stays, entry(3)], { number: 2, publishedOn: '2020-05-19' })));
    const old = await get(`${E}/1/entries.csv`);
    expect(old.headers['link']).toContain(`<${PUBLIC_URL}${E}/2/entries.csv>; rel="successor-version"`);
    expect(old.headers['content-disposition']).toBe('attachment; filename="red-1-entries-superseded-by-2.csv"');
    expect(
      old.body
        .trimEnd()
        .split('\r\n')
        .slice(1)
        .every((line) => line.endsWith(',2')),
    ).toBe(true);
    expect((await get(`${E}/1/entries.json`)).json().about.supersededBy).toBe(`${PUBLIC_URL}${E}/2/entries.json`);
    expect((await get(`${E}/1/entries.csv-metadata.json`)).json()['dc:isReplacedBy']).toEqual({
      '@id': `${PUBLIC_URL}${E}/2/entries.csv`,
    });
    expect((await get(`${E}/1`)).json()).toMatchObject({ supersededBy: 2 });
    expect((await get(`${E}/2`)).json()).toMatchObject({ supersededBy: null });
    expect((await get('/api/site/v1/editions')).json().editions).toMatchObject([
      { number: 2, supersededBy: null },
      { number: 1, supersededBy: 2 },
    ]);
  });

  test('no cell of the table is a formula, in CSV and XLSX', async () => {
    await take(
      edition(manifest([entry(1, { name: '=HYPERLINK("http://x")', matter: '+1' }), entry(2, { name: '＝1+1' })])),
    );
    const { body } = await get(`${E}/1/entries.csv`);
    expect(body).toContain(`"'=HYPERLINK(""http://x"")"`);
    expect(body).toContain(`,'+1,`);
    expect(body).toContain(`,'＝1+1,`);
    const { rawPayload } = await get(`${E}/1/entries.xlsx`);
    expect((await readRows(folder.path('formula.xlsx'), rawPayload, 'xlsx'))[1]).toContain('=HYPERLINK("http://x")');
  });
});

describe('the difference to the edition before', () => {
  test('names who came and what changed; who left is only a digest that the holder of the old edition can match', async () => {
    const [stays, changes, leaves, comes] = [entry(1), entry(2), entry(3), entry(4)];
    await take(edition(manifest([stays, changes, leaves])));
    expect((await rowsOf(`${E}/1/changes.json`)).map((row) => row['change'])).toEqual(['新增', '新增', '新增']);
    const corrected = { ...changes, matter: '更正后的事项' };
    await take(edition(manifest([stays, corrected, comes], { number: 2 })));
    const rows = await rowsOf(`${E}/2/changes.json`);
    expect(rows).toMatchObject([
      { change: '变更', uscc: changes.uscc, matter: '更正后的事项', entryDigest: idDigest(changes.entryId) },
      { change: '新增', uscc: comes.uscc },
      { change: '退出', uscc: null, name: null, entryId: null, recordId: null, entryDigest: idDigest(leaves.entryId) },
    ]);
    for (const format of ['csv', 'json']) {
      const { body } = await get(`${E}/2/changes.${format}`);
      for (const text of [leaves.name, leaves.uscc, leaves.entryId, leaves.recordId]) expect(body).not.toContain(text);
    }
  });
});

test('while an edition is published, whoever reads sees none of it or all of it', async () => {
  const entries = Array.from({ length: 5_000 }, (_, index) => entry(index + 10));
  const seen = new Set<string>();
  let published = false;
  const reading = async (address: string, count: (body: string) => number) => {
    while (!published) {
      const { statusCode, body } = await get(address);
      seen.add(statusCode === 200 ? String(count(body)) : 'not there');
    }
  };
  const readers = [
    reading(`${E}/1/entries.csv`, (body) => body.split('\r\n').length - 2),
    reading(`${E}/1`, (body) => JSON.parse(body).manifest.entries.length),
    reading('/lists/red/1', (body) => Number(/<strong>([\d,]+)<\/strong>/.exec(body)?.[1]?.replace(',', ''))),
  ];
  await take(edition(manifest(entries)));
  published = true;
  await Promise.all(readers);
  expect([...seen].filter((what) => what !== 'not there' && what !== '5000')).toEqual([]);
  expect(seen).toContain('not there');
  expect((await get(`${E}/1`)).json().manifest.entries).toHaveLength(5_000);
});

describe('withdrawal-everywhere', () => {
  test('from the next request on no file holds it, old editions and differences included; the list of withdrawals its digest only', async () => {
    const [gone, stays] = [entry(1), entry(2)];
    const [lost, kept] = [goodRecord(5), goodRecord(6)];
    await take(edition(manifest([gone, stays])));
    await take(edition(manifest([gone, stays], { number: 2 })));
    await take(records(lost, kept));
    const files = [
      ...['entries', 'changes'].flatMap((name) => [`${E}/1/${name}`, `${E}/2/${name}`]),
      ...['/api/site/v1/records', '/api/site/v1/records/changes', '/api/site/v1/withdrawals'],
    ].flatMap((address) => ['csv', 'json', 'xlsx'].map((format) => `${address}.${format}`));
    const textOf = async (address: string) => {
      const { rawPayload } = await get(address);
      if (!address.endsWith('xlsx')) return rawPayload.toString();
      return JSON.stringify(await readRows(folder.path(address.replaceAll('/', '-')), rawPayload, 'xlsx'));
    };
    const before = await Promise.all(files.map(textOf));
    expect(before.filter((text) => text.includes(gone.name)).length).toBeGreaterThanOrEqual(9);
    await take(withdrawal(gone));
    await take(recordWithdrawal(lost));
    for (const address of files) {
      const text = await textOf(address);
      for (const one of [gone, lost])
        for (const hidden of [one.name, one.uscc, one.recordId, ...('entryId' in one ? [one.entryId] : [])])
          expect(text, address).not.toContain(hidden);
    }
    expect((await rowsOf('/api/site/v1/withdrawals.json')).map((row) => row['idDigest']).sort()).toEqual(
      [gone.entryId, lost.recordId].map(idDigest).sort(),
    );
    expect((await rowsOf(`${E}/1/entries.json`)).map((row) => row['sequence'])).toEqual([2]);
  });

  test('a tag from before is no longer good; the day alone ends what expires', async () => {
    const one = entry(1, { validUntil: '2020-05-20' });
    await take(edition(manifest([one, entry(2)])));
    const etag = String((await get(`${E}/1/entries.csv`)).headers['etag']);
    expect((await get(`${E}/1/entries.csv`, { 'if-none-match': etag })).statusCode).toBe(304);
    clock.forward(DAY);
    const later = await get(`${E}/1/entries.csv`, { 'if-none-match': etag });
    expect(later.statusCode).toBe(200);
    expect(later.body).not.toContain(one.uscc);
  });

  test('who is reading a file while it is replaced reads it to its end', async () => {
    await take(edition(manifest([entry(1), entry(2)])));
    const answers = await Promise.all(
      Array.from({ length: 40 }, async (_, index) => {
        if (index % 5 === 0) await take(records(goodRecord(100 + index)));
        return get(`${E}/1/entries.csv`);
      }),
    );
    for (const answer of answers) {
      expect(answer.statusCode, answer.body).toBe(200);
      expect(answer.body.split('\r\n')).toHaveLength(4);
    }
  });
});

describe('good records', () => {
  test('all, and what changed since a position: new and corrected ones, of withdrawn ones the digest', async () => {
    const [old, corrected, gone] = [goodRecord(1), goodRecord(2), goodRecord(3)];
    await take(records(old, corrected, gone));
    const first = (await get('/api/site/v1/records.json')).json();
    expect(first.rows).toHaveLength(3);
    await take(records({ ...corrected, matter: '更正后的捐赠' }));
    await take(recordWithdrawal(gone));
    const since = await get(`/api/site/v1/records/changes.json?since=${first.about.position}`);
    expect(since.json().rows).toMatchObject([
      { change: '新增或变更', uscc: corrected.uscc, matter: '更正后的捐赠' },
      { change: '撤下', uscc: null, recordDigest: idDigest(gone.recordId) },
    ]);
    const next = since.json().about.position;
    expect(next).toBeGreaterThan(first.about.position);
    expect((await get(`/api/site/v1/records/changes.json?since=${next}`)).json().rows).toEqual([]);
  });

  test('the directory of registered organisations is not republished', async () => {
    await take(directory(registered(900, '名录里的测试公司')));
    for (const path of ['/api/site/v1/records.csv', '/api/site/v1/records/changes.csv'])
      expect((await get(path)).body).not.toContain('名录里的测试公司');
  });
});

describe('schemas', () => {
  test('the JSON of every data set fits its JSON Schema; the metadata of a table name its columns in order', async () => {
    await take(edition(manifest([entry(1), entry(2, { zone: '郑东新区' })])));
    await take(edition(manifest([entry(3)], { number: 2 })));
    await take(records(goodRecord(5)));
    await take(withdrawal(entry(9)));
    const addresses = {
      entries: `${E}/2/entries`,
      changes: `${E}/2/changes`,
      records: '/api/site/v1/records',
      'record-changes': '/api/site/v1/records/changes',
      withdrawals: '/api/site/v1/withdrawals',
    };
    for (const [dataset, address] of Object.entries(addresses)) {
      const { about, rows } = (await get(`${address}.json`)).json();
      const schema = (await get(`/api/site/v1/schemas/${dataset}.json`)).json();
      expect(about.schema).toBe(schema.$id);
      expect(rows.length, dataset).toBeGreaterThan(0);
      expect(z.fromJSONSchema(schema).safeParse({ about, rows }).error, dataset).toBeUndefined();
      expect(z.fromJSONSchema(schema).safeParse({ about, rows: [{ ...rows[0], person: 'x' }] }).success).toBe(false);
      const metadata = (await get(`${address}.csv-metadata.json`)).json();
      const csv = await get(`${address}.csv`);
      expect(csv.body.slice(1).split('\r\n')[0]).toBe(
        metadata.tableSchema.columns.map((column: { titles: { zh: string } }) => column.titles.zh).join(','),
      );
      expect(metadata['schema:sha256']).toBe(sha256(csv.rawPayload));
    }
  });
});

describe('conditional requests', () => {
  test('each encoding has a strong tag of its own; any of them is answered 304 while nothing changed', async () => {
    await take(edition(manifest(Array.from({ length: 30 }, (_, index) => entry(index + 1)))));
    for (const address of ['/lists/red/1', '/api/site/v1/editions', `${E}/1`, `${E}/1/entries.csv`]) {
      const tags = new Map<string, string>();
      for (const encoding of ['identity', 'gzip', 'br']) {
        const answer = await get(address, { 'accept-encoding': encoding });
        expect(answer.headers['vary'], address).toMatch(/accept-encoding/i);
        expect(answer.headers['cache-control']).toMatch(/s-maxage=5, must-revalidate/);
        tags.set(encoding, String(answer.headers['etag']));
        if (encoding === 'gzip' && answer.headers['content-encoding'] === 'gzip')
          expect(gunzipSync(answer.rawPayload).toString()).toBe((await get(address)).body);
      }
      expect(new Set(tags.values()).size, address).toBe(3);
      for (const tag of tags.values()) {
        expect(tag).toMatch(/^"[^"]+"$/);
        const answer = await get(address, { 'accept-encoding': 'br', 'if-none-match': `W/"other", ${tag}` });
        expect([answer.statusCode, answer.body, answer.headers['etag']], address).toEqual([304, '', tag]);
      }
    }
  });

  test('Last-Modified is the last change or the beginning of the day, and is honoured for readers without a tag', async () => {
    await take(edition(manifest([entry(1)])));
    const answer = await get(`${E}/1/entries.csv`);
    expect(answer.headers['last-modified']).toBe('Wed, 20 May 2020 02:00:00 GMT');
    const since = { 'if-modified-since': 'Wed, 20 May 2020 02:00:00 GMT' };
    expect((await get(`${E}/1/entries.csv`, since)).statusCode).toBe(304);
    expect((await get(`${E}/1/entries.csv`, { ...since, 'if-none-match': '"another"' })).statusCode).toBe(200);
    clock.forward(DAY);
    expect((await get(`${E}/1/entries.csv`, since)).headers['last-modified']).toBe('Wed, 20 May 2020 16:00:00 GMT');
  });

  test('refusals are kept by nobody', async () => {
    for (const address of [`${E}/9`, `${E}/9/entries.csv`, '/lists/red/9', '/api/site/v1/organisations/000']) {
      const answer = await get(address);
      expect([answer.statusCode, answer.headers['cache-control']], address).toEqual([404, 'no-store']);
    }
    expect((await get(`${E}/x/entries.csv`)).json()).toMatchObject({ status: 400, code: 'request.invalid' });
  });
});

test('addresses from before there were versions lead on', async () => {
  const answer = await get('/api/site/editions/red/1/entries.csv');
  expect([answer.statusCode, answer.headers['location']]).toEqual([308, `${E}/1/entries.csv`]);
});

test('files lie in a folder of their own that is gone when the site stops', async () => {
  const other = join(folder.path('files'));
  const server = await siteServer(site.context, { folder: other });
  await take(edition(manifest([entry(1)])));
  await server.inject(`${E}/1/entries.csv`);
  const { existsSync } = await import('node:fs');
  expect(existsSync(other)).toBe(true);
  await server.close();
  expect(existsSync(other)).toBe(false);
});
