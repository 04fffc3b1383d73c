/**
 * The auditor's and the administrator's day in a browser against the real application: who looked at whom, a log that was
 * tampered with behind the triggers, an officer appointed, given another role, signed out and dismissed; the policy read.
 */
import { readFileSync } from 'node:fs';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Demo } from '../../src/runtime/demo/start-demo.ts';
import { Refused, Visitor } from '../../src/runtime/demo/visitor.ts';
import { chromiumForJourneys, openBrowser, type Seat, seriousFindings, takeSeat } from '../support/browser.ts';
import { type City, toldCity } from '../support/city.ts';

const chromium = chromiumForJourneys();

const PURPOSE = '核对援鄂医疗队名单';
const ENTRIES = /\/api\/platform\/audit(\?|$)/;

describe.skipIf(!chromium)('auditing and administering in the console', () => {
  let city: City;
  let demo: Demo;
  let browser: Browser;
  let caseId: string;
  const seats: Seat[] = [];

  beforeAll(async () => {
    city = await toldCity();
    ({ demo } = city);
    const reviewer = await new Visitor(demo.publicUrl).signIn('platform', 'health-reviewer');
    const { items } = await reviewer.get<{ items: { caseId: string; kind: string }[] }>(
      '/api/platform/cases?state=determined&limit=200',
    );
    caseId = items.find(({ kind }) => kind.startsWith('2020-2/1.'))!.caseId;
    await reviewer.post(`/api/platform/cases/${caseId}/reveal`, { purpose: PURPOSE });
    browser = await openBrowser(chromium!);
  }, 300_000);

  afterEach(() => {
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await city?.end();
  });

  async function seat(account: string, path: string, viewport?: { width: number; height: number }): Promise<Page> {
    const taken = await takeSeat(browser, demo.publicUrl, account, path, viewport);
    seats.push(taken);
    return taken.page;
  }

  async function sound(page: Page): Promise<void> {
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  }

  async function asOwner(query: string): Promise<void> {
    const client = new pg.Client({ connectionString: city.databases.platform.ownerUrl });
    await client.connect();
    try {
      await client.query(query);
    } finally {
      await client.end();
    }
  }

  test('the auditor finds who looked at a person and why, and takes the entries away as a file', async () => {
    const page = await seat('auditor', '/console/');
    const searched = Promise.withResolvers<void>();
    // who is quicker than the first page is heard all the same
    await page.route(ENTRIES, async (route) => {
      await searched.promise;
      await route.continue();
    });
    await page.goto(`${demo.publicUrl}/console/audit`);
    await page.getByLabel('被查看的人').fill(caseId);
    await page.getByRole('button', { name: '检索' }).click();
    searched.resolve();
    const look = page.getByRole('row').filter({ hasText: PURPOSE });
    await look.first().waitFor();
    expect(await look.count()).toBe(1);
    expect(await look.innerText()).toContain('查看姓名和证件号码');
    expect(await look.innerText()).toContain('钱审核');
    await page.waitForURL((address) => address.search.includes(`person=${caseId}`));
    await sound(page);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: '导出 CSV' }).click();
    const file = readFileSync(await (await download).path(), 'utf8');
    expect(file).toMatch(/^\ufeff树头条数,\d+,树根,[0-9a-f]{64}/);
    expect(file).toContain(PURPOSE);
  });

  test('looks at night stand out, with how they were counted, and lead to the entries', async () => {
    await asOwner(
      `INSERT INTO audit_entry (at, actor_kind, actor_id, department_id, action, look, purpose, subject_key, object_type, object_id)
       SELECT '2020-05-12T15:00:00Z', 'officer', id::text, department_id, 'case.viewed', true, '办理事项', gen_random_uuid(), 'case', '${caseId}'
       FROM officer WHERE external_id = 'industry-reviewer'`,
    );
    const page = await seat('auditor', '/console/audit?view=anomalies');
    await page.getByText('夜间或非工作日查看').first().waitFor();
    await page.getByText('查看本单位以外的事项').first().waitFor();
    await sound(page);
    await page.getByRole('link', { name: '李审核' }).first().click();
    await page.getByRole('row').filter({ hasText: '查看事项' }).first().waitFor();
  });

  test('the log fits; altered behind the triggers, the entry is named', async () => {
    const page = await seat('auditor', '/console/audit?view=verify');
    await page.getByRole('button', { name: '现在校验' }).click();
    await page.getByText('无一改动').waitFor();
    await sound(page);
    await asOwner(`ALTER TABLE audit_entry DISABLE TRIGGER append_only;
      UPDATE audit_entry SET purpose = '例行检查' WHERE id = 3;
      ALTER TABLE audit_entry ENABLE TRIGGER append_only`);
    await page.getByRole('button', { name: '现在校验' }).click();
    await page.getByText('第 3 条留痕的内容与计入树头时不同').waitFor();
  });

  test('a page that cannot be fetched says so and opens when it can; an address that leads nowhere leads on', async () => {
    const { page } = await takeSeat(browser, demo.publicUrl, 'auditor', '/console/'); // it will complain
    await page.route(/\/console\/assets\/policy/, (route) => route.abort());
    await page.goto(`${demo.publicUrl}/console/policy`);
    await page.getByRole('heading', { name: '页面没有打开' }).waitFor();
    await sound(page);
    await page.unroute(/\/console\/assets\/policy/);
    await page.getByRole('button', { name: '重新载入' }).click();
    await page.getByRole('heading', { level: 1, name: /疫情/ }).waitFor();
    await page.goto(`${demo.publicUrl}/console/nowhere`);
    await page.getByRole('heading', { name: '没有这个页面' }).waitFor();
    await sound(page);
    await page.getByRole('link', { name: '回到首页' }).click();
    await page.waitForURL(`${demo.publicUrl}/console/`);
    await page.context().close();
  });

  test('an administrator proposes roles, another confirms them; one ends sessions and dismisses', async () => {
    const page = await seat('administrator', '/console/officers');
    await page.getByRole('row').filter({ hasText: '赵报送' }).waitFor();
    await sound(page);
    expect(await page.getByRole('row').filter({ hasText: '周管理' }).innerText()).toContain('由另一位管理员办理');

    const reporter = await new Visitor(demo.publicUrl).signIn('platform', 'reporter');
    const row = page.getByRole('row').filter({ hasText: '赵报送' });
    await row.getByRole('button', { name: '岗位' }).click();
    await page.getByRole('dialog').getByText('窗口：为到场的人代办').click();
    await page.getByRole('dialog').getByRole('button', { name: '变更' }).click();
    await page.getByText('待另一位管理员确认后生效').first().waitFor();
    expect(await row.innerText()).not.toContain('协办');
    await page.getByRole('tab', { name: '等待确认 1' }).click();
    const own = page.getByRole('row').filter({ hasText: '增加岗位' });
    expect(await own.innerText()).toContain('须由另一位管理员确认');
    expect(await own.getByRole('button', { name: '确认' }).isDisabled()).toBe(true);
    await sound(page);
    const other = await seat('administrator-2', '/console/officers?view=appointments', { width: 390, height: 844 });
    await other.getByRole('row').filter({ hasText: '赵报送' }).getByRole('button', { name: '确认' }).click();
    await other.getByRole('dialog').getByRole('button', { name: '确认登记' }).click();
    await other.getByText('没有等待确认的登记。').waitFor();
    await sound(other);
    await page.goto(`${demo.publicUrl}/console/officers`);
    await row.getByText('协办').waitFor();

    await row.getByRole('button', { name: '登录' }).click();
    await page.getByRole('button', { name: '全部结束' }).click();
    await page.getByText('现在没有登录。').waitFor();
    await expect(reporter.get('/api/platform/me')).rejects.toThrow(Refused);
    await page.getByRole('button', { name: '关闭' }).last().click();
    await page.getByRole('dialog').waitFor({ state: 'hidden' });

    await row.getByRole('button', { name: '停用' }).click();
    await page.getByRole('dialog').getByRole('button', { name: '停用' }).click();
    await row.waitFor({ state: 'detached' });
    await expect(new Visitor(demo.publicUrl).signIn('platform', 'reporter')).rejects.toThrow(/officer\.unknown/);
  });

  test.each([1440, 390])('everybody reads the policy, with its sources, at %i', async (width) => {
    const page = await seat('industry-reviewer', '/console/policy', { width, height: 844 });
    for (const view of ['名单和措施', '积分和权益', '期限和修复', '条款', '版本和检查']) {
      await page.goto(`${demo.publicUrl}/console/policy?view=${VIEWS[view]}`);
      await page.locator('nav a[aria-current=page]', { hasText: view }).waitFor();
      await sound(page);
    }
    await page.goto(`${demo.publicUrl}/console/policy?view=lists`);
    await page.getByText('信用条款和失效时间未核实').waitFor();
    await page.getByRole('link', { name: '通知三、1' }).first().click();
    await page.locator('article.chosen').waitFor();
  });
});

const VIEWS: Readonly<Record<string, string>> = {
  名单和措施: 'lists',
  积分和权益: 'points',
  期限和修复: 'timers',
  条款: 'clauses',
  版本和检查: 'version',
};
