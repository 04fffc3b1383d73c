/** The policy page says what the law demands beside what the city has, and which of it was not checked against its source. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { besideFloor } from '#kernel/floor/beside.ts';
import { toLocalDate } from '#kernel/time/local-date.ts';
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

const page = async (url: string) => (await app.inject(url)).body;

test('beside each value of the policy page stands the floor of the law, its source, and whether that was checked', async () => {
  const text = await page('/policy');
  const rows = (anchor: string, title: string): readonly string[] =>
    text
      .slice(text.indexOf(`id="${anchor}"`))
      .split('<tr>')
      .filter((one) => one.includes(title));
  const row = (anchor: string, title: string): string => rows(anchor, title)[0]!;
  const check = row('timers', '信用信息核对');
  expect(check).toContain('不得超过5个工作日');
  expect(check).toContain('《河南省社会信用条例》第十七条');
  expect(check).toContain('未核实');
  expect(row('timers', '红榜发布前公示')).toContain('不得少于7日');
  expect(row('timers', '信用修复申请的办理')).toContain('没有规定');
  expect(row('repair', '一般失信')).toContain('不得超过12个月');
  // every rule in force over the city that it has something to compare with
  const { policy, law } = site.context;
  const beside = besideFloor(policy, law, toLocalDate('2020-05-20'));
  expect(beside.length).toBeGreaterThan(40);
  for (const { rule, floor } of beside) {
    const said = rows('floor', rule.title).find((one) => one.includes(floor.source));
    expect(said, rule.id).toBeDefined();
    expect(said!.includes('未核实'), rule.id).toBe(floor.status === 'unconfirmed');
  }
  expect(await page('/en/policy')).toContain('at most 5 working days');
});
