/**
 * The reviewing and the determining officer's day, in a browser against the real application: a good case by two officers,
 * what one officer alone is told, two officers at the same instant, and an adverse case through notice, response and determination.
 */
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { residentId } from '../../src/runtime/demo/invented.ts';
import type { Demo } from '../../src/runtime/demo/start-demo.ts';
import { Visitor } from '../../src/runtime/demo/visitor.ts';
import { chromiumForJourneys, openBrowser, type Seat, seriousFindings, takeSeat } from '../support/browser.ts';
import { type City, toldCity } from '../support/city.ts';

const chromium = chromiumForJourneys();

describe.skipIf(!chromium)('reviewing and determining in the console', () => {
  let city: City;
  let demo: Demo;
  let browser: Browser;
  /** the batch handed in for this journey */
  let batch: string;
  const seats: Seat[] = [];

  beforeAll(async () => {
    city = await toldCity();
    ({ demo } = city);
    batch = await handIn();
    // one officer who holds both duties: the roles allow it, one case never does
    await asOwner(
      `INSERT INTO officer_role (officer_id, department_id, role, held_from)
       SELECT id, department_id, CASE external_id WHEN 'health-reviewer' THEN 'determiner' ELSE 'reviewer' END, active_from
       FROM officer WHERE external_id IN ('health-reviewer', 'health-determiner')`,
    );
    browser = await openBrowser(chromium!);
  }, 300_000);

  afterEach(() => {
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await city?.end();
  });

  async function asOwner<Row extends object>(query: string): Promise<Row[]> {
    const client = new pg.Client({ connectionString: city.databases.platform.ownerUrl });
    await client.connect();
    try {
      return (await client.query<Row>(query)).rows;
    } finally {
      await client.end();
    }
  }

  /** Three people who went to Hubei, reported and waiting. */
  async function handIn(): Promise<string> {
    const header = '姓名,性别,证件类型,证件号码,信息类别,具体事项,发生日期';
    const rows = [1, 3, 5].map(
      (order) => `申测试,男,居民身份证,${residentId('19790412', order)},1.1,随省派医疗队支援湖北，负责检验,2020-02-21`,
    );
    const reporter = await new Visitor(demo.publicUrl).signIn('platform', 'reporter');
    const { batchId } = await reporter.upload<{ batchId: string }>(
      `/api/platform/batches?${new URLSearchParams({ kind: 'individuals', fileName: '补报.csv' })}`,
      `\uFEFF${[header, ...rows].join('\r\n')}\r\n`,
    );
    await vi.waitFor(
      async () =>
        expect(await reporter.get(`/api/platform/batches/${batchId}`)).toMatchObject({
          state: 'completed',
          accepted: 3,
        }),
      { timeout: 60_000 },
    );
    return batchId;
  }

  async function sitDown(account: string, path: string, viewport?: { width: number; height: number }): Promise<Page> {
    const seat = await takeSeat(browser, demo.publicUrl, account, path, viewport);
    seats.push(seat);
    return seat.page;
  }

  async function act(page: Page, name: string, fill?: (dialog: ReturnType<Page['locator']>) => Promise<void>) {
    await page.getByRole('button', { name, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await fill?.(dialog);
    // a dialog on its way in moves: it is pressed by keyboard, as it stands when it has the focus
    await dialog.getByRole('button', { name: `确定${name}` }).press('Enter');
  }

  const standsAt = (page: Page, state: string) => page.locator('h1').getByText(state, { exact: true }).waitFor();

  test('a good case: found by keyboard, reviewed by one officer, refused to the same, determined by another', async () => {
    const reviewer = await sitDown('health-reviewer', '/console/queue?state=reported&kind=1.1');
    await reviewer.locator('tbody tr[data-row-key]').first().waitFor();
    expect(await seriousFindings(reviewer)).toEqual([]);
    const rows = reviewer.locator('tbody tr[data-row-key]');
    expect(await rows.count()).toBe(3);
    expect(await rows.allTextContents()).not.toContainEqual(expect.stringContaining('申'));
    await rows.first().focus();
    await reviewer.keyboard.press('ArrowDown');
    await reviewer.keyboard.press('ArrowUp');
    await reviewer.keyboard.press('Enter');
    await reviewer.waitForURL(`**/console/cases/${batch}-2?**`);
    await standsAt(reviewer, '待审核');

    // masked until a purpose is stated, and the officer is told who will see that
    await reviewer.getByText('申**').waitFor();
    await reviewer.getByRole('button', { name: '查看姓名和证件号码' }).click();
    await reviewer.getByText('当事人本人可以看到').waitFor();
    expect(await seriousFindings(reviewer)).toEqual([]);
    await reviewer.getByLabel('查看目的').fill('与派出单位证明核对');
    await reviewer.getByRole('button', { name: '说明目的并查看' }).click();
    await reviewer.getByText('申测试').waitFor();
    const looks = await asOwner(
      `SELECT purpose FROM audit_entry WHERE action = 'subject.revealed' AND object_id = '${batch}-2'`,
    );
    expect(looks).toEqual([{ purpose: '与派出单位证明核对' }]);

    await act(reviewer, '审核通过');
    await standsAt(reviewer, '已审核');
    await reviewer.getByText('您已在该事项中承担其他环节').first().waitFor();
    expect(await reviewer.getByRole('button', { name: '认定', exact: true }).count()).toBe(0);
    await reviewer.getByRole('button', { name: `办下一件 ${batch}-3` }).click();
    await reviewer.waitForURL(`**/console/cases/${batch}-3?**`);

    const determiner = await sitDown('health-determiner', `/console/cases/${batch}-2?state=reviewed`);
    await act(determiner, '认定');
    await standsAt(determiner, '已认定');
    expect(await determiner.locator('.case-timeline').textContent()).toMatch(/报送.*审核通过.*钱审核.*认定.*孙认定/s);
    const [record] = await asOwner<{ n: number }>(
      `SELECT count(*)::int AS n FROM record WHERE batch_id = ${batch} AND row_number = 2`,
    );
    expect(record?.n).toBe(1);
  });

  test('two officers at once: the second is told, and sees what the first did', async () => {
    const address = `/console/cases/${batch}-3`;
    const [first, second] = [await sitDown('health-reviewer', address), await sitDown('health-determiner', address)];
    await second.getByRole('button', { name: '审核通过', exact: true }).click();
    await act(first, '退回补正', (dialog) => dialog.getByLabel('理由').fill('派出时间与证明不一致，请核对'));
    await standsAt(first, '待补正');
    await second.getByRole('dialog').getByRole('button', { name: '确定审核通过' }).click();
    await second.getByText('有人刚刚办理过这一事项，请再看一遍').waitFor();
    await standsAt(second, '待补正');
    await second.getByText('派出时间与证明不一致，请核对').waitFor();
  });

  test('an adverse case: noticed, answered, considered, determined; nothing before its time', async () => {
    const [adverse] = await asOwner<{ id: string }>(
      "SELECT batch_id || '-' || row_number AS id FROM submission WHERE kind = '2020-2/3.3.1' ORDER BY batch_id, row_number LIMIT 1",
    );
    const address = `/console/cases/${adverse!.id}`;
    demo.clock.advanceTo(new Date('2020-06-01T09:00:00+08:00'));
    const reviewer = await sitDown('health-reviewer', address);
    await act(reviewer, '审核通过');
    await standsAt(reviewer, '已审核');

    const opened = reviewer.waitForEvent('popup');
    await reviewer.getByRole('link', { name: /打开告知书/ }).click();
    const letter = await opened;
    await letter.getByRole('heading', { name: '不良信用信息认定事先告知书' }).waitFor();
    expect(await letter.textContent('body')).toContain(`信告〔2020〕${adverse!.id}号`);
    expect(await seriousFindings(letter)).toEqual([]);
    await letter.close();

    await act(reviewer, '登记告知送达', async (dialog) => {
      await dialog.getByRole('combobox').click();
      await reviewer.getByTitle('直接送达').click();
    });
    await standsAt(reviewer, '已告知，待陈述申辩');
    await reviewer.getByText('还有 5 个工作日').first().waitFor();

    const determiner = await sitDown('health-determiner', address);
    await determiner.getByText('陈述申辩期限未满，尚不能认定。').waitFor();
    expect(await determiner.getByRole('button', { name: '认定', exact: true }).count()).toBe(0);
    expect(await seriousFindings(determiner)).toEqual([]);

    demo.clock.advanceTo(new Date('2020-06-03T09:00:00+08:00'));
    await reviewer.reload();
    await reviewer.getByText('还有 3 个工作日').first().waitFor();
    await act(reviewer, '登记陈述申辩', async (dialog) => {
      await dialog.getByLabel('陈述申辩要点').fill('认为处罚所述时间有误，附营业日志');
      expect(await seriousFindings(reviewer)).toEqual([]);
    });
    await standsAt(reviewer, '待审查陈述申辩');

    await determiner.reload();
    await determiner.getByText('当事人已陈述申辩，须先审查其意见，方可认定。').waitFor();
    demo.clock.advanceTo(new Date('2020-06-10T09:00:00+08:00'));
    await act(determiner, '审查陈述申辩', (dialog) =>
      dialog.getByLabel('审查意见').fill('经核对营业日志与现场笔录，处罚所述时间无误，意见不予采纳'),
    );
    await standsAt(determiner, '已审查陈述申辩');
    await act(determiner, '认定');
    await standsAt(determiner, '已认定');
    await determiner.getByRole('button', { name: '查看该单位在册记录' }).click();
    await determiner.getByRole('dialog').getByText('拒不执行疫情防控指挥机构关于停止聚集性经营活动的决定').waitFor();
    await determiner.waitForTimeout(400); // the drawer has come to rest
    expect(await seriousFindings(determiner)).toEqual([]);
  });

  test('away: a colleague takes over, both see it, the header says for whom; handed back it is over at once', async () => {
    const determiner = await sitDown('health-determiner', '/console/absence');
    await determiner.getByLabel('由谁代理').click();
    await determiner.locator('.ant-select-item-option').filter({ hasText: '施报送' }).click();
    await determiner.getByLabel('从哪一天').fill('2020-06-10');
    await determiner.getByLabel('到哪一天（含）').fill('2020-06-12');
    await determiner.getByLabel('事由').fill('赴外地培训');
    await determiner.getByRole('button', { name: '登记代理' }).click();
    await determiner.getByText('孙认定 由 施报送 代理').waitFor();
    expect(await seriousFindings(determiner)).toEqual([]);

    const colleague = await sitDown('health-reporter', '/console/queue?state=reviewed');
    await colleague.getByRole('link', { name: '代孙认定·审核，至 06-12' }).click();
    await colleague.getByText('代理中').waitFor();
    expect(await seriousFindings(colleague)).toEqual([]);
    await colleague.getByRole('button', { name: '结束 施报送 的代理' }).click();
    await colleague
      .getByRole('dialog')
      .getByRole('button', { name: /^结\s*束/ })
      .press('Enter');
    await colleague.getByText('已提前结束').waitFor();
    await colleague.getByRole('link', { name: '代孙认定·审核，至 06-12' }).waitFor({ state: 'detached' });
  });

  test('on a phone nothing runs off the side', async () => {
    const paths = [
      '/console/queue?state=determined',
      '/console/queue?state=refused',
      `/console/cases/${batch}-4`,
      '/console/absence',
    ];
    for (const path of paths) {
      const page = await sitDown('health-reviewer', path, { width: 390, height: 844 });
      await page.locator('h1').waitFor();
      await page.locator('tbody tr:not([aria-hidden]), .case-columns').first().waitFor();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      expect(await seriousFindings(page)).toEqual([]);
    }
  });
});
