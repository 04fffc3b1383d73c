/**
 * Signed in, and no longer: an officer and a citizen see where they are signed in and end it elsewhere; the page that somebody is writing on
 * when their session ends keeps every word, signs in again beside itself, and goes on for the same person alone (decision 071).
 */
import pg from 'pg';
import type { Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { Visitor } from '../../src/runtime/demo/visitor.ts';
import { chromiumForJourneys, seriousFindings, takeSeat } from '../support/browser.ts';
import { type Journey, PHONE, startJourney } from '../support/journey.ts';

const chromium = chromiumForJourneys();

const WORDS = '生产调度记录与报送的完成日期不一致，请核对后更正';

describe.skipIf(!chromium)('one’s own sessions', () => {
  let journey: Journey;
  let complaints: string[][];

  beforeAll(async () => {
    journey = await startJourney(chromium!);
    complaints = [];
  }, 300_000);

  afterEach(() => {
    expect([...journey.complaints(), ...complaints.flat()]).toEqual([]);
  });

  afterAll(() => journey?.end());

  async function seat(account: string, path: string, viewport?: { width: number; height: number }): Promise<Page> {
    const taken = await takeSeat(journey.browser, journey.demo.publicUrl, account, path, viewport);
    complaints.push(taken.complaints);
    return taken.page;
  }

  /** Every session of these systems is as old as if nobody had touched it for a week. */
  async function everySessionRunsOut(table: 'session' | 'applicant_session'): Promise<void> {
    const client = new pg.Client({ connectionString: journey.databases.platform.ownerUrl });
    await client.connect();
    try {
      await client.query(
        `UPDATE ${table} SET started_at = started_at - interval '7 days', seen_at = seen_at - interval '7 days',
         ends_at = ends_at - interval '7 days'`,
      );
    } finally {
      await client.end();
    }
  }

  /** Signs in again in the page that opens beside; that page closes itself or says that it can be closed. */
  async function signInBeside(page: Page, link: Locator, account: string): Promise<void> {
    const opened = page.context().waitForEvent('page');
    await link.click();
    const beside = await opened;
    await beside.getByRole('button', { name: `（${account}）` }).click();
    await Promise.race([beside.waitForEvent('close'), beside.getByText('请关闭本页').waitFor()]);
  }

  async function sound(page: Page): Promise<void> {
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
  }

  async function determinedCase(): Promise<string> {
    const reviewer = await new Visitor(journey.demo.publicUrl).signIn('platform', 'industry-reviewer');
    const { items } = await reviewer.get<{ items: { caseId: string }[] }>(
      '/api/platform/cases?state=determined&limit=20',
    );
    return items[0]!.caseId;
  }

  test.each([1440, 390])('an officer sees where they are signed in, and ends it there, at %i', async (width) => {
    const left = await seat('industry-determiner', '/console/');
    const page = await seat('industry-determiner', '/console/', { width, height: 844 });
    await page.getByTitle('我的登录').click();
    const others = page.getByRole('button', { name: '结束', exact: true });
    await others.first().waitFor();
    expect(await page.getByText('本浏览器').count()).toBe(1);
    await sound(page);
    const before = await others.count();
    await others.first().click();
    await page.getByText('已结束 1 个登录。').waitFor();
    await expect.poll(() => others.count(), { timeout: 60_000 }).toBe(before - 1);
    // the newest other one was the browser left behind; this one goes on
    await left.reload();
    await left.getByRole('button', { name: '登录', exact: true }).waitFor();
    await page.reload();
    await page.getByText('本浏览器').waitFor();
  });

  test('an officer’s session runs out while they write: the words stay, the same officer sends them from the same page', async () => {
    const page = await seat('industry-reviewer', `/console/cases/${await determinedCase()}`);
    await page.getByRole('button', { name: '主动提出更正或者撤销' }).click();
    const form = page.getByRole('dialog', { name: /^主动提出更正或者撤销/ });
    const field = form.getByLabel('哪里有误，应当如何');
    await field.fill(WORDS);
    await everySessionRunsOut('session');
    const send = form.getByRole('button', { name: '确定主动提出更正或者撤销' });
    await send.click();
    const over = page.getByRole('dialog', { name: '登录已过期，请重新登录' });
    await over.waitFor();
    expect(await field.inputValue()).toBe(WORDS);
    const address = page.url();
    await signInBeside(page, over.getByRole('link', { name: '去登录' }), 'industry-reviewer');
    await over.waitFor({ state: 'hidden' });
    expect(page.url()).toBe(address);
    expect(await field.inputValue()).toBe(WORDS);
    await send.click();
    await form.waitFor({ state: 'hidden' });
    const told = await new Visitor(journey.demo.publicUrl).signIn('platform', 'credit-office');
    const { items } = await told.get<{ items: { requestId: string }[] }>('/api/platform/requests?kind=objection');
    const asked = await Promise.all(
      items.map(({ requestId }) => told.get<{ statement: string }>(`/api/platform/requests/${requestId}`)),
    );
    expect(asked.filter(({ statement }) => statement === WORDS)).toHaveLength(1);
  });

  test('somebody else signs in beside: the page is left, with nothing of what was written', async () => {
    const page = await seat('industry-reviewer', '/console/absence');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await everySessionRunsOut('session');
    await page.getByTitle('我的登录').click();
    const over = page.getByRole('dialog', { name: '登录已过期，请重新登录' });
    await signInBeside(page, over.getByRole('link', { name: '去登录' }), 'industry-determiner');
    await page.waitForURL((address) => address.pathname.replace(/\/$/, '') === '/console');
    await page.getByTitle('我的登录').waitFor();
    expect(await over.count()).toBe(0);
  });

  test('a citizen ends the phone’s session from another browser; what the phone was writing stays and is sent once', async () => {
    const phone = await journey.phone('citizen-joined', '/my/data');
    await phone
      .getByRole('link', { name: /查看经过和可以办理的事/ })
      .first()
      .click();
    await phone.getByRole('link', { name: '提出异议' }).click();
    const field = phone.getByLabel('哪里有误？');
    await field.fill(WORDS);

    const other = await journey.phone('citizen-joined', '/my/sessions');
    await other.getByRole('button', { name: /^结束其他全部登录.*信用平台/ }).waitFor();
    expect(await other.getByText('本浏览器').count()).toBe(2);
    await sound(other);
    for (const system of ['信用平台', '积分系统']) {
      const section = other.locator('section', { has: other.getByRole('heading', { name: system }) });
      await section.getByRole('button', { name: /^结束其他全部登录/ }).click();
      await section.getByText(/^已结束 \d+ 个登录。$/).waitFor();
      await section.getByText('没有其他登录。').waitFor();
    }

    await phone.getByRole('button', { name: '提交' }).click();
    const over = phone.getByRole('dialog', { name: '登录已过期，请重新登录' });
    await over.waitFor();
    await sound(phone);
    await signInBeside(phone, over.getByRole('link', { name: '去登录' }), 'citizen-joined');
    await over.waitFor({ state: 'hidden' });
    expect(await field.inputValue()).toBe(WORDS);
    await phone.getByRole('button', { name: '提交' }).click();
    await phone.waitForURL(/\/my\/requests\/./);
    await phone.getByText(WORDS).waitFor();
    const asked = await new Visitor(journey.demo.publicUrl).signIn('platform/my', 'citizen-joined');
    const { items } = await asked.get<{ items: { statement: string }[] }>('/api/platform/my/requests');
    expect(items.filter(({ statement }) => statement === WORDS)).toHaveLength(1);
  });

  test('a citizen’s session runs out; somebody else at the same phone finds nothing of what was written', async () => {
    const phone = await journey.phone('citizen-joined', '/my/report');
    await phone.goto(`${journey.demo.publicUrl}/my/data`);
    await phone
      .getByRole('link', { name: /查看经过和可以办理的事/ })
      .last()
      .click();
    await phone.locator('main h1').waitFor();
    await everySessionRunsOut('applicant_session');
    await phone.getByRole('link', { name: '我的登录' }).click();
    const over = phone.getByRole('dialog', { name: '登录已过期，请重新登录' });
    await over.waitFor();
    await signInBeside(phone, over.getByRole('link', { name: '去登录' }), 'representative');
    await phone.waitForURL(`${journey.demo.publicUrl}/my/`);
    await phone.locator('main h1').waitFor();
    expect(await over.count()).toBe(0);
    expect(await phone.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(WORDS);
    expect(phone.viewportSize()).toEqual(PHONE);
  });
});
