/**
 * Evidence in a browser: the reporter adds a photo and a scan, takes one back, vouches for paper; the reviewer states a purpose, sees the
 * picture beside the claim, enlarges and turns it by keyboard, reads the PDF in the page; on a phone too.
 */
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { residentId } from '../../src/runtime/demo/invented.ts';
import type { Demo } from '../../src/runtime/demo/start-demo.ts';
import { Visitor } from '../../src/runtime/demo/visitor.ts';
import { chromiumForJourneys, openBrowser, type Seat, seriousFindings, takeSeat } from '../support/browser.ts';
import { type City, toldCity } from '../support/city.ts';
import { photo, scan } from '../support/evidence.ts';

const chromium = chromiumForJourneys();
const PATIENT = { timeout: 20_000 };
/** where to put pictures of the screens, for who wants to look at them */
const PICTURES = process.env['SCREENSHOTS'];

describe.skipIf(!chromium)('evidence beside the claim', () => {
  let city: City;
  let demo: Demo;
  let browser: Browser;
  let batch: string;
  const seats: Seat[] = [];

  beforeAll(async () => {
    city = await toldCity();
    ({ demo } = city);
    batch = await handIn();
    browser = await openBrowser(chromium!);
    if (PICTURES) mkdirSync(PICTURES, { recursive: true });
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

  async function handIn(): Promise<string> {
    const header = '姓名,性别,证件类型,证件号码,信息类别,具体事项,发生日期';
    const rows = [1, 3, 5].map(
      (order) => `证测试,男,居民身份证,${residentId('19800412', order)},1.1,随省派医疗队支援湖北，负责检验,2020-02-21`,
    );
    const reporter = await new Visitor(demo.publicUrl).signIn('platform', 'reporter');
    const { batchId } = await reporter.upload<{ batchId: string }>(
      `/api/platform/batches?${new URLSearchParams({ kind: 'individuals', fileName: '补报.csv' })}`,
      `\uFEFF${[header, ...rows].join('\r\n')}\r\n`,
    );
    await vi.waitFor(
      async () =>
        expect(await reporter.get(`/api/platform/batches/${batchId}`)).toMatchObject({
          ...{ state: 'completed', accepted: 3 },
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

  async function picture(page: Page, name: string): Promise<void> {
    if (PICTURES) await page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });
  }

  const card = (page: Page) =>
    page.locator('.ant-card').filter({ has: page.getByRole('heading', { name: '证明材料' }) });
  const choose = (page: Page, files: { name: string; mimeType: string; buffer: Buffer }) =>
    card(page).locator('input[type=file]').setInputFiles(files);
  const pieces = (page: Page) => card(page).getByRole('list', { name: '已有的材料' }).getByRole('listitem');

  test('the reporter adds a photo and a PDF, is told why a web page is none, takes one back', async () => {
    const page = await sitDown('reporter', `/console/cases/${batch}-2`);
    await card(page).getByText('必需的未附 1 种').waitFor();
    await card(page).getByRole('button', { name: '添加材料' }).click();
    await picture(page, 'evidence-add');
    expect(await seriousFindings(page)).toEqual([]);
    const buffer = await photo(180, 1200, 800);
    await choose(page, { name: '证测试410199198004120010.jpg', mimeType: 'image/jpeg', buffer });
    await card(page).getByText('必需的都有').waitFor();
    await pieces(page).nth(0).waitFor();
    expect(await pieces(page).first().textContent()).toMatch(
      /派出单位证明或者调派通知.*图片.*李报送|派出单位证明.*图片/,
    );

    await choose(page, { name: 'x.pdf', mimeType: 'application/pdf', buffer: Buffer.from('<html>') });
    await card(page).getByText('这是网页或者矢量图').waitFor();
    await choose(page, { name: 'x.pdf', mimeType: 'application/pdf', buffer: await scan(3) });
    await pieces(page).nth(1).waitFor();
    await choose(page, { name: '又一张.jpg', mimeType: 'image/jpeg', buffer: await photo(90) });
    await pieces(page).nth(2).waitFor();

    await pieces(page).last().getByRole('button', { name: '撤回' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByLabel('理由').fill('传错了，是另一个人的');
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByRole('button', { name: '确定撤回' }).click();
    await card(page).getByText('已撤回：传错了，是另一个人的').waitFor();
    const names = await asOwner<{ names: number }>(
      "SELECT count(*)::int AS names FROM evidence e WHERE e::text LIKE '%410199%' OR e::text LIKE '%证测试%'",
    );
    expect(names).toEqual([{ names: 0 }]);
  });

  test('the reviewer states a purpose, enlarges and turns the picture by keyboard, reads the PDF in the page', async () => {
    const page = await sitDown('health-reviewer', `/console/cases/${batch}-2`);
    await pieces(page).first().getByRole('button', { name: '查看' }).focus();
    await page.keyboard.press('Enter');
    await page.getByLabel('查看目的').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await page.keyboard.type('核对派出单位');
    await page.keyboard.press('Enter');
    const shown = card(page).locator('.evidence-sheet img');
    await expect
      .poll(() => shown.evaluate((image) => (image as unknown as { naturalWidth: number }).naturalWidth), PATIENT)
      .toBe(1200);
    await picture(page, 'evidence-picture');
    expect(await seriousFindings(page)).toEqual([]);
    const widthOf = async () => (await shown.boundingBox())!.width;
    const before = await widthOf();
    await card(page).locator('.evidence-window').focus();
    await page.keyboard.press('+');
    await expect.poll(widthOf, PATIENT).toBeCloseTo(before * 1.5, -1);
    await page.keyboard.press('r');
    await card(page).getByText('150% · 90°').waitFor();
    await picture(page, 'evidence-picture-turned');
    await page.keyboard.press('0');
    await expect.poll(widthOf, PATIENT).toBeCloseTo(before, -1);
    expect(
      await asOwner(`SELECT purpose FROM audit_entry WHERE action = 'evidence.viewed' AND object_id = '${batch}-2'`),
    ).toEqual([{ purpose: '核对派出单位' }]);
    await page.keyboard.press('Escape');
    await shown.waitFor({ state: 'detached' });

    await pieces(page).nth(1).getByRole('button', { name: '查看' }).click();
    expect(await page.getByLabel('查看目的').inputValue()).toBe('核对派出单位');
    await page.getByRole('button', { name: '说明目的并查看' }).click();
    const viewer = await page.evaluate('navigator.pdfViewerEnabled');
    if (viewer) await card(page).locator('iframe.evidence-document').waitFor();
    else await card(page).getByRole('link', { name: '另存' }).waitFor();
    await page.waitForTimeout(500);
    await picture(page, 'evidence-document');
  });

  test('on a phone: paper vouched for by name, shown as met; nothing scrolls sideways', async () => {
    const page = await sitDown('reporter', `/console/cases/${batch}-3`, { width: 390, height: 844 });
    await card(page).getByRole('button', { name: '添加材料' }).click();
    await card(page).getByRole('button', { name: '没有电子件：说明纸质件由本单位留存' }).click();
    await page.getByRole('dialog').getByText('您以本人名义说明').waitFor();
    await picture(page, 'evidence-vouch-390');
    await page.getByRole('dialog').getByRole('button', { name: '由我说明' }).click();
    await card(page).getByText('必需的都有').waitFor();
    await page.getByText(/凭证：派出单位证明或者调派通知（纸质件由单位留存，.*已说明）/).waitFor();
    await choose(page, { name: 'a.png', mimeType: 'image/png', buffer: await photo(140, 900, 1600) });
    await pieces(page).nth(1).waitFor();
    await pieces(page).nth(1).getByRole('button', { name: '查看' }).click();
    await page.getByLabel('查看目的').fill('核对是否清楚');
    await page.getByRole('button', { name: '说明目的并查看' }).click();
    await card(page).locator('.evidence-sheet img').waitFor();
    await picture(page, 'evidence-390');
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth <= innerWidth')).toBe(true);
  });

  test('in English, without a Chinese word of the page’s own', async () => {
    const page = await sitDown('reporter', `/console/cases/${batch}-4`);
    await page.evaluate("localStorage.setItem('xinheng.language', 'en')");
    await page.reload();
    await page.getByRole('button', { name: 'Add evidence' }).click();
    const words = await page.locator('.evidence-add').innerText();
    expect(words.replaceAll('派出单位证明或者调派通知', '').replaceAll('6个月', '')).not.toMatch(/\p{Script=Han}/u);
  });
});
