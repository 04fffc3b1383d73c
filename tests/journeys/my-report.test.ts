/**
 * On a phone: somebody reports what they did, with a photo over a line that breaks; the competent department sends it back; it is mended,
 * approved by two officers, and the person sees the record. Nobody else's draft, and one known fact, on the way.
 */
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { DEMO_OFFICERS } from '../../src/runtime/demo/accounts.ts';
import { appointInDemo } from '../../src/runtime/demo/appoint.ts';
import { type Demo, STORY_BEGINS } from '../../src/runtime/demo/start-demo.ts';
import { Visitor } from '../../src/runtime/demo/visitor.ts';
import {
  chromiumForJourneys,
  openBrowser,
  type Seat,
  seriousFindings,
  takePhone,
  takeSeat,
} from '../support/browser.ts';
import { type City, newCity } from '../support/city.ts';
import { isUsable } from '../support/usable.ts';

const chromium = chromiumForJourneys();

const MATTER = '随市医疗队支援武汉方舱医院，负责夜班护理';
const CITIZEN = 'citizen-not-joined';

describe.skipIf(!chromium)('reporting one’s own good deed', () => {
  let city: City;
  let demo: Demo;
  let browser: Browser;
  let caseId = '';
  const seats: Seat[] = [];

  beforeAll(async () => {
    city = await newCity();
    ({ demo } = city);
    demo.clock.advanceTo(STORY_BEGINS);
    const as = (account: string) => new Visitor(demo.publicUrl).signIn('platform', account);
    const people = DEMO_OFFICERS.filter(({ id }) => id.startsWith('health-'));
    await appointInDemo({ as, confirmOnHost: demo.confirmOnHost }, people);
    browser = await openBrowser(chromium!);
  }, 300_000);

  afterEach(() => {
    // a line that was cut on purpose is complained of by the browser itself
    const own = seats.flatMap(({ complaints }) => complaints).filter((text) => !text.includes('net::ERR_'));
    expect(own).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await city?.end();
  });

  async function phone(path: string, account = CITIZEN): Promise<Page> {
    const seat = await takePhone(browser, demo.publicUrl, account, path);
    seats.push(seat);
    return seat.page;
  }

  async function office(account: string): Promise<Page> {
    const seat = await takeSeat(browser, demo.publicUrl, account, `/console/cases/${caseId}`);
    seats.push(seat);
    return seat.page;
  }

  async function act(page: Page, name: string, reason?: string): Promise<void> {
    await page.getByRole('button', { name, exact: true }).click();
    const dialog = page.getByRole('dialog');
    if (reason !== undefined) await dialog.getByLabel('理由').fill(reason);
    await dialog.getByRole('button', { name: `确定${name}` }).click();
  }

  const heading = (page: Page, name: string) => page.getByRole('heading', { name, exact: true }).waitFor();
  const onward = (page: Page) => page.getByRole('button', { name: '下一步' }).click();

  async function photo(page: Page, shade: number): Promise<void> {
    const background = { r: shade, g: 200, b: 160 };
    const picture = { create: { width: 1200, height: 900, channels: 3 as const, background } };
    const buffer = await sharp(picture).jpeg().toBuffer();
    const chosen = page.waitForEvent('filechooser');
    await page.getByText('选择照片或者 PDF', { exact: false }).last().click();
    await (await chosen).setFiles([{ name: '派出证明.jpg', mimeType: 'image/jpeg', buffer }]);
  }

  test('one question per page, saved as one goes, a broken line, and exactly what is sent before it is sent', async () => {
    const page = await phone('/my/report');
    await page.getByRole('button', { name: '开始上报' }).waitFor();
    await isUsable(page);
    await page.getByRole('button', { name: '开始上报' }).click();
    await heading(page, '您做了哪一类事？');
    await isUsable(page);
    await page.getByRole('radio', { name: /外出支援抗疫/ }).check();
    await onward(page);
    await heading(page, '事情发生在哪里？');
    await page.getByLabel('县（市、区）或者功能区').selectOption({ label: '金水区' });
    await isUsable(page);
    await onward(page);
    await heading(page, '是哪一天？');
    await page.getByLabel('日期').fill('2020-02-20');
    await onward(page);
    await heading(page, '具体做了什么？');

    // what must not be kept is said at once, and is not kept
    const matter = page.getByLabel('在哪里、为哪个单位、做了什么');
    await matter.fill('我患有糖尿病仍去支援');
    await onward(page);
    await page.getByText('依法不得采集').waitFor();
    await isUsable(page);

    // the line breaks while one writes: it is said, stays on the page, and is saved when the line is back
    await page.context().setOffline(true);
    await matter.fill(MATTER);
    await page.getByText('网络断开，还没有保存').waitFor();
    await page.context().setOffline(false);
    await page.getByText('已保存', { exact: true }).waitFor();
    await page.reload();
    await heading(page, '具体做了什么？');
    expect(await page.getByLabel('在哪里、为哪个单位、做了什么').inputValue()).toBe(MATTER);
    await onward(page);

    await heading(page, '上传证明');
    await page.getByText('每份不超过 20 MB').waitFor();
    let broken = 0;
    await page.route('**/evidence?*', (route) => (broken++ === 0 ? route.abort() : route.continue()));
    await photo(page, 120);
    await page.getByText('没有传上去').waitFor();
    await isUsable(page);
    await page.getByRole('button', { name: '再传一次' }).click();
    await page.getByRole('img', { name: /派出单位证明/ }).waitFor();
    await isUsable(page);
    await onward(page);

    await heading(page, '核对并提交');
    for (const text of [MATTER, '金水区', '蒋明远', '市卫生健康委员会', '2020-02-20', '5个工作日'])
      await page.getByText(text).first().waitFor();
    for (const box of await page.getByRole('checkbox').all()) expect(await box.isChecked()).toBe(false);
    const send = page.getByRole('button', { name: '提交给市卫生健康委员会' });
    expect(await send.isDisabled()).toBe(true);
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await isUsable(page);
    await send.click();
    await page.getByText('已经提交').waitFor();
    caseId = new URL(page.url()).pathname.split('/').at(-1)!;
    await page.getByText('市卫生健康委员会正在核对').waitFor();
    await isUsable(page);
  });

  test('two devices: the later one is told and chooses', async () => {
    const first = await phone('/my/report');
    await first.getByRole('button', { name: '开始上报' }).click();
    await heading(first, '您做了哪一类事？');
    const second = await phone(new URL(first.url()).pathname);
    await heading(second, '您做了哪一类事？');
    await first.getByRole('radio', { name: /参加抗疫志愿服务/ }).check();
    await onward(first);
    await heading(first, '事情发生在哪里？');
    await second.getByRole('radio', { name: /为抗疫捐款捐物/ }).check();
    await second.getByText('您在别的设备上改过这份草稿').waitFor();
    await isUsable(second);
    await second.getByRole('button', { name: '用别处保存的' }).click();
    await second.getByRole('radio', { name: /参加抗疫志愿服务/, checked: true }).waitFor();

    // nobody else opens it, and it is deleted at will
    const stranger = await phone(new URL(first.url()).pathname, 'citizen-joined');
    await stranger.getByText('没有这份草稿').waitFor();
    await first.goto(`${demo.publicUrl}/my/report`);
    await first.getByRole('button', { name: /^删除/ }).click();
    await first.getByRole('button', { name: '确定删除草稿和已上传的材料' }).click();
    await first.getByText('没有提交的草稿').waitFor({ state: 'detached' });
  });

  test('the competent department sees where it came from and sends it back', async () => {
    const reviewer = await office('health-reviewer');
    await reviewer.getByText('本人上传证明材料（通知五、2）').waitFor();
    await reviewer.getByText('我是郑州市常住居民。').waitFor();
    await reviewer.getByText('金水区').waitFor();
    expect(await seriousFindings(reviewer)).toEqual([]);
    await act(reviewer, '退回补正', '证明照片看不清单位公章，请重新拍照');
    await reviewer.locator('h1').getByText('待补正', { exact: true }).waitFor();
  });

  test('told, mended and sent again', async () => {
    const page = await phone('/my/notices');
    await page.getByRole('heading', { name: '您的上报需要补正' }).waitFor();
    await page.goto(`${demo.publicUrl}/my/report/${caseId}`);
    await page.getByText('证明照片看不清单位公章，请重新拍照').waitFor();
    expect(await page.locator('main').innerText()).not.toContain('钱审核');
    await isUsable(page);
    await page.getByRole('link', { name: '现在补正' }).click();
    await heading(page, '补正');
    await page.getByRole('button', { name: /^撤下/ }).click();
    await page.getByText('必须上传').waitFor();
    const again = page.getByRole('button', { name: '重新提交给市卫生健康委员会' });
    expect(await again.isDisabled()).toBe(true);
    await photo(page, 90);
    await page.getByRole('img', { name: /派出单位证明/ }).waitFor();
    await page.getByLabel('具体做了什么').fill(`${MATTER}二十八天`);
    await isUsable(page);
    await again.click();
    await page.getByText('已补正，正在核对').waitFor();
  });

  test('two officers approve; the person sees the record, in English too', async () => {
    const reviewer = await office('health-reviewer');
    await reviewer.getByText(`${MATTER}二十八天`).first().waitFor();
    await act(reviewer, '审核通过');
    await reviewer.locator('h1').getByText('已审核', { exact: true }).waitFor();
    expect(await reviewer.getByRole('button', { name: '认定', exact: true }).count()).toBe(0);
    const determiner = await office('health-determiner');
    await act(determiner, '认定');
    await determiner.locator('h1').getByText('已认定', { exact: true }).waitFor();

    const page = await phone(`/my/report/${caseId}`);
    await page.getByText('已认定', { exact: true }).first().waitFor();
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('Accepted and recorded as good information').waitFor();
    await isUsable(page);
    await page.getByRole('link', { name: 'See the record' }).click();
    await page.getByText(`${MATTER}二十八天`).first().waitFor();
  });

  test('the same once more is known; by keyboard alone as far as the first answer', async () => {
    const page = await phone('/my/report');
    const begin = page.getByRole('button', { name: '开始上报' });
    await begin.focus();
    await page.keyboard.press('Enter');
    await heading(page, '您做了哪一类事？');
    await page.getByRole('radio').first().focus();
    await page.keyboard.press('Space');
    await page.keyboard.press('Enter');
    await heading(page, '事情发生在哪里？');
    await page.getByLabel('县（市、区）或者功能区').selectOption({ label: '金水区' });
    await onward(page);
    await heading(page, '是哪一天？');
    await page.getByLabel('日期').fill('2020-02-20');
    await onward(page);
    await page.getByLabel('在哪里、为哪个单位、做了什么').fill(MATTER);
    await onward(page);
    await heading(page, '上传证明');
    await onward(page);
    await heading(page, '核对并提交');
    await page.getByText('还没有上传“派出单位证明或者调派通知”').first().waitFor();
    await page.getByRole('button', { name: /^去补/ }).click();
    await heading(page, '上传证明');
    await photo(page, 60);
    await page.getByRole('img', { name: /派出单位证明/ }).waitFor();
    await onward(page);
    await heading(page, '核对并提交');
    for (const box of await page.getByRole('checkbox').all()) await box.check();
    await page.getByRole('button', { name: '提交给市卫生健康委员会' }).click();
    await page.getByText('这件事已经报过了', { exact: true }).waitFor();
    await isUsable(page);
  });
});
