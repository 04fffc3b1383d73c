/**
 * The public site in a browser that runs no script, on a desk and on a phone, in Chinese and in English: everything readable, findable
 * and operable by keyboard, nothing that scrolls sideways, no page heavier than an old phone likes.
 */
import { gzipSync } from 'node:zlib';
import type { Browser, BrowserContext, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Demo } from '../../src/runtime/demo/start-demo.ts';
import { Visitor } from '../../src/runtime/demo/visitor.ts';
import { chromiumForJourneys, openBrowser, seriousFindings } from '../support/browser.ts';
import { type City, toldCity } from '../support/city.ts';

const chromium = chromiumForJourneys();

const DESK = { width: 1440, height: 900 };
const TABLET = { width: 768, height: 1024 };
/** what a page of A4 leaves between its margins */
const A4 = { width: 680, height: 960 };
const PHONE = { width: 390, height: 844 };
const MOST_BYTES = 60_000;

describe.skipIf(!chromium)('the public site', () => {
  let city: City;
  let demo: Demo;
  let browser: Browser;
  let listed: { uscc: string; name: string };
  const complaints: string[] = [];

  beforeAll(async () => {
    city = await toldCity();
    ({ demo } = city);
    const { manifest } = await new Visitor(demo.publicUrl).get<{ manifest: { entries: (typeof listed)[] } }>(
      '/api/site/v1/editions/red/1',
    );
    listed = manifest.entries[0]!;
    browser = await openBrowser(chromium!);
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await city?.end();
  });

  const addresses = () => [
    '/',
    '/search',
    `/search?q=${encodeURIComponent(listed.name.slice(0, 2))}`,
    '/search?q=zyrk',
    '/search?q=没有这样的名称',
    `/organisations/${listed.uscc}`,
    '/lists/red',
    '/lists/black',
    '/lists/red/1',
    '/notices/2',
    '/policy',
    '/questions',
    '/statistics',
    '/open-data',
    '/accessibility',
    '/display',
    '/nowhere',
  ];
  const both = () => addresses().flatMap((address) => [address, address === '/' ? '/en/' : `/en${address}`]);

  /** A reader whose browser runs no script; what it complains of is kept. */
  async function reader(viewport: { width: number; height: number }, javaScriptEnabled = false): Promise<Page> {
    const context: BrowserContext = await browser.newContext({ viewport, locale: 'zh-CN', javaScriptEnabled });
    const page = await context.newPage();
    page.on('console', (message) => {
      if (message.type() === 'error' && !/status of 404/.test(message.text())) complaints.push(message.text());
    });
    page.on('pageerror', (error) => complaints.push(error.message));
    page.on('request', (request) => {
      if (!request.url().startsWith(demo.publicUrl)) complaints.push(`asks another host: ${request.url()}`);
    });
    return page;
  }

  test.each([
    ['on a desk', DESK],
    ['on a phone', PHONE],
  ])(
    'every page %s: no serious finding, nothing that scrolls sideways, no complaint, no other host',
    async (_where, viewport) => {
      const page = await reader(viewport, true); // axe is a script; the pages have none
      for (const address of both()) {
        await page.goto(demo.publicUrl + address);
        expect(await page.locator('script').count(), address).toBe(0);
        // the content policy of the page would refuse axe's own style, so it is asked before axe is let in
        expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), address).toBeLessThanOrEqual(
          0,
        );
        expect(await seriousFindings(page), address).toEqual([]);
        const heights = await page
          .locator('nav[aria-label] a, footer a')
          .evaluateAll((links) =>
            links.filter((link) => link.getClientRects().length > 0).map((link) => link.getBoundingClientRect().height),
          );
        expect(heights.length, address).toBeGreaterThan(0);
        expect(Math.min(...heights), address).toBeGreaterThanOrEqual(24); // WCAG 2.2, 2.5.8
      }
      expect(complaints).toEqual([]);
    },
  );

  test('on a tablet nothing scrolls sideways either', async () => {
    const page = await reader(TABLET);
    for (const address of both()) {
      await page.goto(demo.publicUrl + address);
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), address).toBeLessThanOrEqual(0);
    }
  });

  test('on paper: tables are tables, what is invented says so, and the day stands below', async () => {
    const page = await reader(A4);
    await page.emulateMedia({ media: 'print' });
    await page.goto(`${demo.publicUrl}/lists/red/1`);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBeLessThanOrEqual(0);
    expect((await page.locator('.entries thead').boundingBox())?.height).toBeGreaterThan(10);
    for (const shown of ['.demo', '.printed', '.tag.good'])
      expect(await page.locator(shown).first().isVisible(), shown).toBe(true);
    for (const hidden of ['.masthead nav', '.aids', 'footer ul'])
      expect(await page.locator(hidden).isVisible(), hidden).toBe(false);
    expect(await page.locator('.printed').textContent()).toContain('/lists/red/1');
  });

  test('how well deadlines were kept: by month and by department, in figures and not only in bars', async () => {
    const page = await reader(PHONE);
    await page.goto(`${demo.publicUrl}/statistics`);
    await page.getByRole('link', { name: '期限遵守情况' }).click();
    const section = page.locator('section[aria-labelledby="deadlines"]');
    const row = (name: string) => section.getByRole('row').filter({ hasText: name }).first();
    expect(await row('2020年3月').locator('td').allTextContents()).toEqual(['52', '3', '94.2%']);
    expect(await row('市卫生健康委员会').locator('td').allTextContents()).toEqual(['65', '2', '96.9%']);
    // in March the civil affairs bureau had six: too few to be told
    await section.locator('summary').first().click();
    const march = section.getByRole('table', { name: '2020年3月' });
    expect(await march.innerText()).not.toContain('市民政局');
  });

  test('no page and no style sheet weighs more than 60 kB compressed', async () => {
    for (const address of [...both(), '/site.css']) {
      const response = await fetch(demo.publicUrl + address, { headers: { accept: 'text/html' } });
      expect(gzipSync(await response.text()).byteLength, address).toBeLessThan(MOST_BYTES);
    }
  });

  test('by keyboard alone, without script: skip, search, open, read', async () => {
    const page = await reader(DESK);
    await page.goto(demo.publicUrl);
    await page.keyboard.press('Tab');
    expect(await page.locator(':focus').textContent()).toBe('跳到正文');
    await page.keyboard.press('Enter');
    expect(page.url()).toContain('#content');
    await page.keyboard.press('Tab');
    await page.keyboard.insertText(listed.uscc.toLowerCase());
    await page.keyboard.press('Enter');
    await page.waitForURL('**/search?q=**');
    await page.getByRole('link', { name: listed.name }).press('Enter');
    await page.waitForURL(`**/organisations/${listed.uscc}`);
    expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe(listed.name);
    await page.getByText('在榜意味着什么').waitFor();
  });

  test('the same page in the other language, and back', async () => {
    const page = await reader(PHONE);
    await page.goto(`${demo.publicUrl}/search?q=${encodeURIComponent(listed.name.slice(0, 4))}`);
    await page.getByRole('link', { name: 'English' }).click();
    await page.getByText('A name is no proof of identity').waitFor();
    expect(await page.getByRole('link', { name: listed.name }).first().getAttribute('href')).toMatch(
      /^\/en\/organisations\//,
    );
    await page.getByRole('link', { name: '中文' }).click();
    await page.getByText('名称相同不等于是同一家').waitFor();
  });

  test('large type and high contrast: on every page from then on, nothing scrolls sideways, no serious finding', async () => {
    const page = await reader(PHONE, true);
    await page.goto(`${demo.publicUrl}/display`);
    await page.getByLabel('特大字').check();
    await page.getByLabel('高对比').check();
    await page.getByRole('button', { name: '按此显示' }).click();
    for (const address of ['/', '/lists/red', '/statistics', '/policy', '/en/', `/organisations/${listed.uscc}`]) {
      await page.goto(demo.publicUrl + address);
      expect(await page.evaluate('getComputedStyle(document.documentElement).fontSize'), address).toBe('24px');
      expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth'), address).toBeLessThanOrEqual(0);
      expect(await seriousFindings(page), address).toEqual([]);
    }
  });

  test('what is proposed can be read and objected to; what one objected to is marked', async () => {
    const page = await reader(DESK);
    await page.goto(demo.publicUrl);
    await page.locator('section[aria-labelledby="notices"] a').first().click();
    await page.getByText('公示中').waitFor();
    expect(await page.locator('.objection').count()).toBe(1);
    await page.getByRole('heading', { name: '如何提出异议' }).waitFor();
  });
});
