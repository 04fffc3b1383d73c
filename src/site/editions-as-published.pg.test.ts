/** What an edition changed never changes; what has ended is shown as ended, in every form of every edition, and the withdrawals say when and how. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { receiveAtSite as receive } from '../../tests/support/inbox.ts';
import {
  edition,
  entry,
  event,
  goodRecord,
  manifest,
  records,
  recordWithdrawal,
  SITE_TABLES,
} from '../../tests/support/site-messages.ts';
import { siteServer } from '../../tests/support/site-server.ts';
import { openSite, testClock } from '../../tests/support/systems.ts';
import { idDigest } from './opendata/columns.ts';

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
  await site.owner.query('UPDATE publication_state SET version = version + 1');
});

const take = (message: Parameters<typeof receive>[1]) => receive(site.context, message);
const get = async (url: string) => (await app.inject({ url })).body;
const rowsOf = async (url: string) => JSON.parse(await get(url)).rows as Record<string, unknown>[];
const E = '/api/site/v1/editions/red';

type Entry = ReturnType<typeof entry>;
type Reason = 'repaired' | 'revoked' | 'expired' | 'corrected' | 'held';
const ends = ({ uscc, entryId }: Entry, reason: Reason, effectiveOn = '2020-06-01') =>
  event('xinheng.entry.withdrawn', { uscc, entryId, reason, effectiveOn });

/** Two editions: one stays, one is corrected in place, one leaves, two come; what comes lasts for a year. */
async function published() {
  const [stays, changes, leaves] = [entry(1), entry(2), entry(3)];
  const comes = [entry(4, { validUntil: '2021-05-20' }), entry(5, { validUntil: '2021-05-20' })];
  await take(edition(manifest([stays, changes, leaves])));
  const after = [stays, { ...changes, matter: '更正后的事项' }, ...comes];
  await take(edition(manifest(after, { number: 2, publishedOn: '2020-05-19' })));
  return { stays, changes, leaves, comes };
}

const figuresOfChange = (body: string) => body.match(/<strong>\d+<\/strong> [^<]*（发布时）/g);

test('a difference is a fact of publication: no day, no withdrawal and no later edition makes it another', async () => {
  const { stays, changes, leaves, comes } = await published();
  const said = async () => {
    const rows = await rowsOf(`${E}/2/changes.json`);
    const page = await get('/lists/red/2');
    return { lines: rows.map(({ change, entryDigest }) => [change, entryDigest]), figures: figuresOfChange(page) };
  };
  const first = await said();
  expect(first.lines).toEqual([
    ['变更', idDigest(changes.entryId)],
    ...comes.map(({ entryId }) => ['新增', idDigest(entryId)]),
    ['退出', idDigest(leaves.entryId)],
  ]);
  expect(first.figures?.join()).toMatch(/>2<.*新增.*>1<.*退出/);
  await take(ends(comes[0]!, 'repaired'));
  await take(ends(stays, 'revoked'));
  expect(await said()).toEqual(first);
  await take(edition(manifest([changes], { number: 3, publishedOn: '2020-06-10' })));
  clock.set('2022-06-01T02:00:00Z');
  expect(await said()).toEqual(first);
  for (const { name, uscc } of [leaves, ...comes]) {
    const body = await get(`${E}/2/changes.csv`);
    expect(body).not.toContain(name);
    expect(body).not.toContain(uscc);
  }
});

test('an older edition says on top what superseded it, and shows nobody whom a later edition does not name', async () => {
  const { stays, leaves } = await published();
  for (const address of ['/lists/red/1', '/en/lists/red/1', `${E}/1`, `${E}/1/entries.json`, `${E}/1/entries.csv`]) {
    const body = await get(address);
    expect(body, address).toContain(stays.name);
    for (const text of [leaves.name, leaves.uscc, leaves.recordId]) expect(body, address).not.toContain(text);
  }
  const old = await get('/lists/red/1');
  expect(old).toMatch(/<title>[^<]*第1期（已由第2期取代）/);
  expect(old).toMatch(/<main id="content">\s*<p class="superseded" role="note">/);
  expect(old).toContain('后一期不再列入 1 家');
  expect(JSON.parse(await get(`${E}/1`))).toMatchObject({ complete: false, withdrawn: 1, supersededBy: 2 });
  expect(old).not.toContain('class="whole"');
  for (const newest of ['/lists/red', '/lists/red/2']) {
    const body = await get(newest);
    expect(body).not.toContain('class="superseded"');
    expect(body).toMatch(/class="whole"><a href="[^"]+\/2\/entries\.xlsx"/);
  }
});

test('withdrawals say day and class of reason of everything that was shown and has ended, and tell nobody of a relief', async () => {
  const { stays, changes, leaves, comes } = await published();
  const [lost, over] = [goodRecord(6), { ...goodRecord(7), validUntil: '2021-03-01' }];
  await take(records(lost, over));
  await take(recordWithdrawal(lost));
  await take(ends(stays, 'repaired'));
  await take(ends(changes, 'held', '2020-06-02'));
  clock.set('2022-06-01T02:00:00Z');
  const told = new Map(
    (await rowsOf('/api/site/v1/withdrawals.json')).map(({ idDigest: digest, effectiveOn, reason }) => [
      digest,
      `${effectiveOn} ${reason}`,
    ]),
  );
  const of = (id: string) => told.get(idDigest(id));
  expect([stays, changes, leaves, ...comes].map(({ entryId }) => of(entryId))).toEqual([
    ...['2020-06-01 修复', '2020-06-02 撤下', '2020-05-19 后一期不再列入', '2021-05-21 到期', '2021-05-21 到期'],
  ]);
  expect(of(lost.recordId)).toBe('2020-05-20 撤销');
  expect(of(over.recordId)).toBe('2021-03-02 到期');
  expect(told.size).toBe(7);
  expect(JSON.stringify((await site.owner.query('SELECT * FROM withdrawn_entry')).rows)).not.toContain('held');
});

test('what an edition named is written down once and for all', async () => {
  await published();
  await expect(site.owner.query(`UPDATE edition_member SET change = 'kept'`)).rejects.toThrow(/append-only/);
  await expect(site.owner.query('DELETE FROM edition_member')).rejects.toThrow(/append-only/);
});
