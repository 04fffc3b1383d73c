/**
 * A reporting officer's morning in a real browser: hands in a sheet with mistakes, reads why rows came back, fetches the
 * annotated sheet, mends a row and hands it in; then a reviewing officer approves what was sound as a whole batch.
 */
import { readFileSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_OFFICERS } from '../../src/runtime/demo/accounts.ts';
import { appointInDemo } from '../../src/runtime/demo/appoint.ts';
import { residentId } from '../../src/runtime/demo/invented.ts';
import { type Demo, STORY_BEGINS } from '../../src/runtime/demo/start-demo.ts';
import { Visitor } from '../../src/runtime/demo/visitor.ts';
import { chromiumForJourneys, openBrowser, type Seat, seriousFindings, takeSeat } from '../support/browser.ts';
import { type City, newCity } from '../support/city.ts';

const chromium = chromiumForJourneys();

const PHONE = { width: 390, height: 844 };
const MATTER = '社区卡点值守32天';
const HEADER = '姓名,性别,证件类型,证件号码,信息类别,具体事项,发生日期,联系电话';
const row = (name: string, sex: string, number: string, kind = '1.2', matter = MATTER) =>
  `${name},${sex},居民身份证,${number},${kind},${matter},2020-02-20,`;
const SHEET = [
  HEADER,
  row('何安宁', '女', residentId('19850307', 22)),
  row('许文博', '男', residentId('19900612', 33)),
  row('施佳禾', '女', residentId('19781120', 51)), // a man's number
  row('尤明远', '男', residentId('19830905', 61), '9.9'), // no such kind
  row('何安宁', '女', residentId('19850307', 22)), // again
].join('\r\n');

let city: City;
let demo: Demo;
let browser: Browser;
let reporter: Seat;

describe.skipIf(!chromium)('reporting in the console', () => {
  beforeAll(async () => {
    city = await newCity();
    ({ demo } = city);
    demo.clock.advanceTo(STORY_BEGINS);
    const as = (account: string) => new Visitor(demo.publicUrl).signIn('platform', account);
    const people = DEMO_OFFICERS.filter(({ id }) => ['reporter', 'health-reviewer'].includes(id));
    await appointInDemo({ as, confirmOnHost: demo.confirmOnHost }, people);
    browser = await openBrowser(chromium!);
    reporter = await takeSeat(browser, demo.publicUrl, 'reporter', '/console/');
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await city?.end();
  });

  const sound = async ({ page, complaints }: Seat) => {
    expect(await seriousFindings(page)).toEqual([]);
    expect(await page.evaluate('document.documentElement.scrollWidth - innerWidth')).toBe(0);
    expect(complaints).toEqual([]);
  };

  test('a blank template can be fetched; a sheet is handed in after a word on what will happen', async () => {
    const { page } = reporter;
    await page.getByRole('link', { name: '报送' }).first().click();
    await page.getByRole('heading', { name: '报送', level: 1 }).waitFor();
    await sound(reporter);
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载个人报送模板' }).click();
    expect((await download).suggestedFilename()).toBe('个人信息报送表.xlsx');

    await page.locator('input[type=file]').setInputFiles({
      name: '一线人员.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(SHEET),
    });
    await page.getByRole('heading', { name: /确认报送/ }).waitFor();
    await sound(reporter);
    await page.getByRole('button', { name: '确认报送' }).click();
    await page.waitForURL(/\/console\/batches\/\d+$/);
    await page.getByRole('heading', { name: '一线人员.csv' }).waitFor();
  });

  test('each wrong row says why and what to do; a column that was not read is named', async () => {
    const { page } = reporter;
    await page.getByText('填写的性别与身份证号码不一致').waitFor();
    await page.locator('.column-named', { hasText: '证件号码' }).first().waitFor();
    const wrong = page.locator('tr', { has: page.getByRole('cell', { name: '4', exact: true }) });
    expect(await wrong.innerText()).toContain('身份证号码第17位单数为男');
    await page.getByText('信息类别不在目录内').waitFor();
    await page.getByText(/未读取的列.*联系电话/).waitFor();
    await sound(reporter);

    await page.getByText('通过 2', { exact: true }).click();
    await page.waitForURL(/verdict=accepted/);
    const cases = page.getByRole('link', { name: /^事项 \d+-\d+$/ });
    await expect.poll(() => cases.count()).toBe(2);
    expect(await cases.first().getAttribute('href')).toMatch(/^\/console\/cases\/\d+-2$/);
    await sound(reporter);
    await page.goBack();
    await page.getByText('填写的性别与身份证号码不一致').waitFor();
  });

  test('the annotated sheet comes back as a workbook', async () => {
    const { page } = reporter;
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载批注表' }).click();
    const file = await download;
    expect(file.suggestedFilename()).toBe('一线人员（核查结果）.xlsx');
    expect(
      readFileSync((await file.path())!)
        .subarray(0, 2)
        .toString(),
    ).toBe('PK');
  });

  test('rows are mended as they were sent, by keyboard from one to the next, and go in as a sheet of their own', async () => {
    const { page } = reporter;
    await page.getByRole('button', { name: '更正第 4 行' }).click();
    let drawer = page.getByRole('dialog', { name: '更正第 4 行' });
    await drawer.getByText(/已填入原来的内容（查看留痕）/).waitFor();
    expect(await drawer.getByLabel('姓名').inputValue()).toBe('施佳禾');
    expect(await drawer.getByLabel('具体事项').inputValue()).toBe(MATTER);
    // the reason stands above and beside both cells it is about, and goes from a cell once it is changed
    const beside = drawer.locator('.ant-form-item-explain', { hasText: '填写的性别与身份证号码不一致' });
    await expect.poll(() => beside.count()).toBe(2);
    expect(await seriousFindings(page)).toEqual([]);
    await drawer.getByLabel('证件号码').fill(residentId('19781120', 52));
    await expect.poll(() => beside.count()).toBe(1);
    await drawer.getByLabel('证件号码').press('Control+Enter');

    drawer = page.getByRole('dialog', { name: '更正第 5 行' });
    await drawer.getByText('原填：9.9').waitFor();
    expect(await drawer.getByLabel('姓名').inputValue()).toBe('尤明远');
    await choose('信息类别', /^1\.2/);
    await drawer.getByRole('button', { name: /^交\s*出$/ }).click();
    await page.getByRole('heading', { name: '一线人员（更正第4、5行）.csv' }).waitFor();
    await page.getByText('2 行通过，已成为事项').waitFor();
    await page.getByRole('link', { name: /^更正批次 \d+ 的行$/ }).waitFor();
    await sound(reporter);

    async function choose(label: string, option: string | RegExp) {
      await drawer.getByLabel(label).click();
      await page.locator('.ant-select-item-option').filter({ hasText: option }).first().click();
    }
  });

  test('rows pasted from a spreadsheet become a batch', async () => {
    const { page } = reporter;
    await page.goto(`${demo.publicUrl}/console/report?way=paste`);
    const lines = [HEADER, row('章国栋', '男', residentId('19791011', 71))].map((line) => line.replaceAll(',', '\t'));
    await page.getByLabel(/粘贴到下面/).fill(lines.join('\n'));
    await page.getByText('读到 1 行，第一行是表头').waitFor();
    await sound(reporter);
    await page.getByRole('button', { name: '下一步' }).click();
    await page.getByRole('button', { name: '确认报送' }).click();
    await page.getByText('1 行通过，已成为事项').waitFor();
  });

  test('a batch nobody has begun to review is taken back, with a reason', async () => {
    const { page } = reporter;
    await page.getByRole('button', { name: '撤回整批' }).click();
    const dialog = page.getByRole('dialog', { name: /撤回批次/ });
    await dialog.getByLabel('撤回原因').fill('报错了批次');
    await dialog.getByRole('button', { name: '确认撤回' }).press('Enter');
    await page.getByText('本批已撤回').waitFor();
    await sound(reporter);
  });

  test('a file that is no report is refused as a whole, in plain words', async () => {
    const { page } = reporter;
    await page.goto(`${demo.publicUrl}/console/report`);
    await page.locator('input[type=file]').setInputFiles({
      name: '通讯录.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from('科室,电话\r\n办公室,0371\r\n'),
    });
    await page.getByRole('button', { name: '确认报送' }).click();
    await page.getByText('整份文件没有接收').waitFor();
    await page.getByRole('link', { name: '重新报送' }).waitFor();
    await sound(reporter);
  });

  test('all of it stands in the list of batches, newest first, also on a phone', async () => {
    const phone = await takeSeat(browser, demo.publicUrl, 'reporter', '/console/batches?mine=true', PHONE);
    await phone.page.getByRole('link', { name: '一线人员.csv' }).waitFor();
    const files = await phone.page.locator('a.file-name').allInnerTexts();
    expect(files).toEqual([
      '通讯录.csv',
      expect.stringMatching(/粘贴1行/),
      '一线人员（更正第4、5行）.csv',
      '一线人员.csv',
    ]);
    await sound(phone);
    await phone.page.getByRole('link', { name: '一线人员.csv' }).click();
    await phone.page.getByText('信息类别不在目录内').waitFor();
    await sound(phone);
    await phone.page.context().close();
  });

  test('the reviewing officer sees a sample, approves the clean batch, and it can no longer be taken back', async () => {
    const reviewer = await takeSeat(browser, demo.publicUrl, 'health-reviewer', '/console/batches');
    const { page } = reviewer;
    await page.getByRole('link', { name: '查看并整批审核' }).last().click();
    await page.getByRole('heading', { name: /抽样 2 件/ }).waitFor();
    await sound(reviewer);
    await page.getByRole('button', { name: /整批审核通过（2 件）/ }).click();
    await page.getByRole('tooltip').getByRole('button', { name: '整批审核通过' }).click();
    await page.getByText('已审核通过 2 件。').waitFor();
    await sound(reviewer);
    await page.context().close();

    await reporter.page.goto(`${demo.publicUrl}/console/batches`);
    await reporter.page.getByRole('link', { name: '一线人员.csv' }).click();
    const withdraw = reporter.page.getByRole('button', { name: '撤回整批' });
    await withdraw.focus();
    await reporter.page.getByRole('tooltip', { name: /已有事项进入审核，不能整批撤回/ }).waitFor();
    await sound(reporter);
  });
});
