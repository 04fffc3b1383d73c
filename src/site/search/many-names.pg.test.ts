/** Names by the ten thousand: a common text is found by walking, wherever those who hold it stand; nothing rare is lost on the way. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openSite, testClock } from '../../../tests/support/systems.ts';
import { findShown, Proposals } from '../notices/proposals.ts';
import { findByName, MOST_FOUND } from './find.ts';
import { Finder } from './finder.ts';
import { type NameSample, NameSampler } from './name-sample.ts';
import { understand } from './query.ts';

const MANY = 60_000;
/** The last of these stand together, as those of one district do in a file that is in the order of the codes. */
const TOGETHER_FROM = 45_000;
const clock = testClock('2020-05-20T02:00:00Z');
let site: Awaited<ReturnType<typeof openSite>>;

beforeAll(async () => {
  site = await openSite(clock);
  await site.owner.query(`
    INSERT INTO organisation (uscc, name, search_name, initials, area, registered_on, registered, noted, position)
    SELECT code, name, name, 'CS' || i, '410103', '2010-01-02', true, false, 1 FROM (
      SELECT i, 'T' || lpad(i::text, 17, '0') AS code,
        CASE WHEN i >= ${TOGETHER_FROM} THEN '郑州河畔' ELSE '郑州山前' END
          || CASE WHEN i % 20000 = 777 THEN '孤松' ELSE '' END || '测试' || i || '有限公司' AS name
      FROM generate_series(1, ${MANY}) AS i) AS invented`);
  await site.owner.query('VACUUM ANALYZE organisation');
});
afterAll(() => site?.close());

const find = (text: string) => new Finder(site.context).search(text, {}, 1);

/** The site's context, and the names of the statements that were asked through it. */
function watching() {
  const names: (string | undefined)[] = [];
  const { prepared } = site.context;
  const query = (asked: { name?: string }) => {
    names.push(asked.name);
    return prepared.query(asked as never);
  };
  return { names, context: { ...site.context, prepared: Object.assign(Object.create(prepared), { query }) } };
}

describe('a sample of the names', () => {
  test('tells what is common, as a pair and as a text', async () => {
    const sample = await new NameSampler(site.context.database).at(0);
    expect(sample.commonPairs.has('公司')).toBe(true);
    expect(sample.commonPairs.has('孤松')).toBe(false);
    const named = (text: string) => ({ text, initials: false });
    expect(sample.shareOf([named('有限公司')])).toBe(1);
    expect(sample.shareOf([named('河畔')])).toBeGreaterThan(0.1);
    expect(sample.shareOf([named('河畔')])).toBeLessThan(0.4);
    expect(sample.shareOf([named('有限公司'), named('孤松')])).toBeLessThan(0.01);
    expect(sample.shareOf([{ ...named('CS'), initials: true }])).toBe(1);
    expect(sample.shareOf([named('CS')])).toBe(0);
  });
});

describe('among many', () => {
  test('a common text fills the pages', async () => {
    expect(await find('有限公司')).toMatchObject({ total: MOST_FOUND, more: true });
  });

  test('a common text whose holders stand together at the end is found by the index after all', async () => {
    const { found, total, more } = await find('河畔');
    expect({ total, more }).toEqual({ total: MOST_FOUND, more: true });
    expect(found.every(({ name }) => name.startsWith('郑州河畔'))).toBe(true);
  });

  test('a text of common pairs only that stands in no name finds none', async () => {
    expect(await find('公司郑')).toMatchObject({ total: 0, found: [] });
    expect(await find('限公司有')).toMatchObject({ total: 0, found: [] });
  });

  test('a rare text is found wherever it stands, also beside common ones, once each', async () => {
    for (const text of ['孤松', '前孤松测试', '孤松 有限公司', '有限公司 孤松']) {
      const { found, total, more } = await find(text);
      expect({ total, more }, text).toEqual({ total: 3, more: false });
      expect(new Set(found.map(({ uscc }) => uscc)).size).toBe(3);
    }
  });

  test.each([0.000001, 0.01, 1])('by whichever way, the same names are found (%d of all)', async (share) => {
    const query = understand('畔测试5999');
    if (query.kind !== 'name') throw new Error(query.kind);
    const { commonPairs } = await new NameSampler(site.context.database).at(0);
    const names = async (met: number) => {
      const sample = { commonPairs, shareOf: () => met } as unknown as NameSample;
      return (await findByName(site.context, '2020-05-20', query, {}, sample, 1)).found.map(({ name }) => name);
    };
    expect(await names(0)).toHaveLength(10);
    expect(await names(share)).toEqual(await names(0));
  });

  test('what is asked often is written once: another word of the same shape fills the same statement, and finds its own', async () => {
    const { names, context: watched } = watching();
    const rare = { commonPairs: new Set<string>(), shareOf: () => 0 } as unknown as NameSample;
    const first = async (text: string) => {
      const query = understand(text);
      if (query.kind !== 'name') throw new Error(query.kind);
      return (await findByName(watched, '2020-05-20', query, {}, rare, 1)).found[0]?.name;
    };
    expect(await first('测试777有')).toContain('测试777有');
    expect(await first('测试20778有限')).toContain('测试20778有限');
    expect(await first('孤松测试40')).toContain('孤松测试40777');
    expect(new Set(names)).toEqual(new Set([expect.any(String)]));
    expect(names).toHaveLength(3);
  });

  test('who is registered, and nothing more, is found by one question to the database', async () => {
    const { names, context } = watching();
    const sources = { finder: new Finder(context), proposals: new Proposals(context) };
    const uscc = `T${'777'.padStart(17, '0')}`;
    expect(await findShown(sources, uscc)).toMatchObject({ standing: { uscc }, proposals: [], known: true });
    expect(names).toHaveLength(1);
  });

  test('the share that has indexes of its own is read by them', async () => {
    const { rows } = await site.owner.query(`EXPLAIN SELECT uscc FROM organisation o
      WHERE right(o.uscc, 1) = ANY (ARRAY['0', '1', '2', '3']) AND bigrams(o.search_name) @> '{孤松}' LIMIT 101`);
    expect(JSON.stringify(rows)).toContain('organisation_eighth_by_name');
  });
});
