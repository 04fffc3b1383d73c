/**
 * The citizens' and providers' pages for everyone: by keyboard alone, on a line that breaks, at a zoom of four hundred per cent, and on a
 * wide screen. What is done here is done elsewhere too; here it is how.
 */
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { chromiumForJourneys } from '../support/browser.ts';
import { type Journey, startJourney } from '../support/journey.ts';
import { isAnnounced, isUsable, keepsFocus, layoutFindings } from '../support/usable.ts';

const chromium = chromiumForJourneys();

const PAGES = [
  '/my/',
  '/my/report',
  '/my/points',
  '/my/benefits',
  '/my/data',
  '/my/looks',
  '/my/requests',
  '/my/notices',
];

describe.skipIf(!chromium)('for everyone', () => {
  let journey: Journey;

  beforeAll(async () => {
    journey = await startJourney(chromium!);
  }, 300_000);

  afterEach(() => {
    expect(journey.complaints()).toEqual([]);
  });

  afterAll(() => journey?.end());

  async function open(page: Page, path: string): Promise<void> {
    await page.goto(journey.demo.publicUrl + path);
    await page.locator('main h1').waitFor();
    await page.locator('.waiting').waitFor({ state: 'detached' });
  }

  /** Tab until what is called so has the focus, and the focus can be seen. */
  async function tabTo(page: Page, name: RegExp): Promise<void> {
    for (let presses = 0; presses < 60; presses += 1) {
      await page.keyboard.press('Tab');
      const { called, outline, inView } = await page.evaluate(() => {
        const element = document.activeElement as HTMLElement;
        const { top, bottom } = element.getBoundingClientRect();
        const labelled = element as HTMLInputElement;
        return {
          called: labelled.labels?.[0]?.textContent ?? element.textContent ?? '',
          outline: getComputedStyle(element).outlineStyle,
          inView: bottom > 0 && top < innerHeight,
        };
      });
      if (!name.test(called)) continue;
      expect({ called, outline, inView }).toEqual({ called, outline: 'solid', inView: true });
      return;
    }
    throw new Error(`no way by Tab to ${name}`);
  }

  test('by keyboard alone: from the start page to a code, cancelled again', async () => {
    const page = await journey.phone('citizen-joined');
    await page.getByRole('heading', { name: '卫思源' }).waitFor();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('跳到正文');
    await page.keyboard.press('Enter');
    await tabTo(page, /^优惠/);
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: '图书借阅' }).waitFor();
    await isAnnounced(page.getByRole('heading', { level: 1, name: '优惠' }));
    await tabTo(page, /我在哪里/);
    await tabTo(page, /出示核验码.*免押金办证/);
    await page.keyboard.press('Enter');
    await isAnnounced(page.getByRole('heading', { level: 1, name: '出示核验码' }));
    await tabTo(page, /同意核验一次/);
    await page.keyboard.press('Enter');
    await isAnnounced(page.getByRole('heading', { name: '城东书香图书馆' }));
    await tabTo(page, /作废这个码/);
    await page.keyboard.press('Enter');
    await isAnnounced(page.getByText('核验码已作废'));
    await tabTo(page, /再出示一次/);
    await page.goBack();
    await page.getByRole('heading', { level: 1, name: '优惠' }).waitFor();
    await keepsFocus(page);
  });

  test('the network goes: it is said, no page is lost, and nothing happens later that was not asked for again', async () => {
    const page = await journey.phone('citizen-joined', '/my/benefits');
    const line = page.context();
    await page
      .getByRole('link', { name: /出示核验码/ })
      .first()
      .click();
    const agree = page.getByRole('button', { name: '同意核验一次' });
    await agree.waitFor();
    await line.setOffline(true);
    await isAnnounced(page.getByText('网络断开了'));
    await agree.click();
    await isAnnounced(page.getByText('连接不上服务器'));
    await isUsable(page);
    await line.setOffline(false);
    await page.getByText('网络断开了').waitFor({ state: 'detached' });
    await page.waitForTimeout(1_000);
    expect(await page.locator('.qr').count()).toBe(0);
    await agree.click();
    await page.locator('.qr').waitFor();

    // a page not fetched yet: our own words, not the browser's; there again by itself
    await open(page, '/my/');
    await line.setOffline(true);
    await page.getByRole('link', { name: /^谁看过/ }).click();
    await page.getByRole('heading', { name: '页面没有打开' }).waitFor();
    await isUsable(page);
    await page.getByRole('button', { name: '重试' }).click();
    await page.getByRole('button', { name: '重试' }).waitFor();
    await line.setOffline(false);
    await page.getByRole('heading', { name: '谁看过' }).waitFor();
  });

  test('what was written outlives a broken line and a page loaded anew, and is gone once one signs out', async () => {
    const page = await journey.phone('citizen-joined', '/my/data');
    await page
      .getByRole('link', { name: /查看经过和可以办理的事/ })
      .first()
      .click();
    await page.getByRole('link', { name: '提出异议' }).click();
    const words = '实际值守了三十二天，不是三十天';
    await page.getByLabel('哪里有误？').fill(words);
    await page.context().setOffline(true);
    await page.getByRole('button', { name: '提交' }).click();
    await isAnnounced(page.getByText('连接不上服务器'));
    await page.context().setOffline(false);
    await page.reload();
    expect(await page.getByLabel('哪里有误？').inputValue()).toBe(words);
    await page.getByRole('button', { name: '退出' }).click();
    await page.getByRole('button', { name: '用统一身份认证登录' }).waitFor();
    expect(await page.evaluate(() => JSON.stringify(sessionStorage))).not.toContain(words);
  });

  test('signing out that did not reach a system is said, for whoever walks away from a shared computer', async () => {
    const page = await journey.phone('citizen-joined');
    const points = '**/api/points/auth/sign-out';
    await page.route(points, (route) => route.abort());
    await page.getByRole('button', { name: '退出' }).click();
    // the platform's session has ended, the points system's has not
    await page.getByText('退出没有完成').waitFor();
    await page.getByRole('button', { name: '用统一身份认证登录' }).waitFor();
    await page.unroute(points);
    // none has ended: the page goes on as it was, and says so
    const still = await journey.phone('citizen-joined');
    await still.route('**/auth/sign-out', (route) => route.abort());
    await still.getByRole('button', { name: '退出' }).click();
    await isAnnounced(still.getByText('退出没有完成'));
    await still.unroute('**/auth/sign-out');
    await still.getByRole('button', { name: '退出' }).click();
    await still.getByRole('button', { name: '用统一身份认证登录' }).waitFor();
    expect(await still.getByText('退出没有完成').count()).toBe(0);
  });

  test('on a slow line it says that it is loading', async () => {
    const page = await journey.phone('citizen-joined');
    let answer = () => {};
    const held = new Promise<void>((resolve) => {
      answer = resolve;
    });
    await page.route('**/api/points/accounts/me', async (route) => {
      await held;
      await route.continue();
    });
    await page.getByRole('link', { name: /^积分/ }).click();
    await isAnnounced(page.getByText('正在载入……'));
    answer();
    await page.getByText('每一分的来由').waitFor();
  });

  test.each([
    ['at a zoom of 400 %', { width: 320, height: 256 }],
    ['on a wide screen', { width: 1440, height: 900 }],
  ])('%s every page can be read and used', async (_, viewport) => {
    const page = await journey.phone('citizen-joined');
    await page.setViewportSize(viewport);
    for (const path of PAGES) {
      await open(page, path);
      expect(await layoutFindings(page), path).toEqual([]);
    }
    const desk = await journey.desk();
    await desk.setViewportSize(viewport);
    await desk.getByLabel('或者输入八位核验码').fill('AAAA2222');
    await desk.getByRole('button', { name: '核验', exact: true }).click();
    await desk.locator('.told').waitFor();
    expect(await layoutFindings(desk)).toEqual([]);
  });
});
