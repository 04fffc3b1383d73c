/**
 * The credit office's day with a red list, in a browser against the real application: a department nominates, a round is
 * opened, an objection decided, everybody signs, the edition is published; whatever comes too early is refused with words.
 */

import type { Browser, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import { appointInDemo } from '../../src/runtime/demo/appoint.ts';
import { creditCode } from '../../src/runtime/demo/invented.ts';
import { type Demo, STORY_BEGINS } from '../../src/runtime/demo/start-demo.ts';
import { Refused, Visitor } from '../../src/runtime/demo/visitor.ts';
import { chromiumForJourneys, openBrowser, type Seat, seriousFindings, takeSeat } from '../support/browser.ts';
import { type City, newCity } from '../support/city.ts';
import { ref } from '../support/refs.ts';

const chromium = chromiumForJourneys();

const ORGANISATIONS = ['河洛守望医疗器械有限公司', '商都同心防护用品有限公司', '嵩岳远行物流有限公司'] as const;
const [SINGLE, DOUBTED, OTHER] = ORGANISATIONS;
const DOCUMENT = '演示指挥部〔2020〕9号（虚构）';

describe.skipIf(!chromium)('red and black lists in the console', () => {
  let city: City;
  let demo: Demo;
  let browser: Browser;
  let batch: string;
  const seats: Seat[] = [];

  beforeAll(async () => {
    city = await newCity();
    ({ demo } = city);
    demo.clock.advanceTo(STORY_BEGINS);
    await appointInDemo({ as: visit, confirmOnHost: demo.confirmOnHost });
    batch = await determined();
    browser = await openBrowser(chromium!);
  }, 300_000);

  afterEach(() => {
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await city?.end();
  });

  const visit = (account: string) => new Visitor(demo.publicUrl).signIn('platform', account);

  /** Three organisations, reported, reviewed and determined: what a list starts from. */
  async function determined(): Promise<string> {
    const header = '单位名称,统一社会信用代码,信息类别,具体事项,发生日期';
    const rows = ORGANISATIONS.map(
      (name, index) => `${name},${creditCode(`MA9LT00${index + 1}`)},3.2.1,承担定点医院设备抢修任务,2020-02-2${index}`,
    );
    const reporter = await visit('reporter');
    const { batchId } = await reporter.upload<{ batchId: string }>(
      `/api/platform/batches?${new URLSearchParams({ kind: 'organisations', fileName: '推荐企业.csv' })}`,
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
    await (await visit('health-reviewer')).post(`/api/platform/batches/${batchId}/review`);
    await (await visit('health-determiner')).post(`/api/platform/batches/${batchId}/determine`);
    return batchId;
  }

  async function sit(account: string, path: string, viewport?: { width: number; height: number }): Promise<Page> {
    const seat = await takeSeat(browser, demo.publicUrl, account, path, viewport);
    seats.push(seat);
    return seat.page;
  }

  /** buttons of two characters are set with a space between them */
  const spaced = (words: string) => new RegExp(`^${[...words].join('\\s*')}`);
  const press = (page: Page, words: string) => page.getByRole('button', { name: spaced(words) }).click();
  /** a dialog on its way in moves: it is pressed by keyboard, as it stands when it has the focus */
  const confirm = (page: Page, words: string) =>
    page
      .getByRole('dialog')
      .getByRole('button', { name: spaced(words) })
      .press('Enter');
  const see = (page: Page, words: string | RegExp) => page.getByText(words).first().waitFor();
  const pass = (to: string) => new Visitor(demo.publicUrl).post('/api/demo/clock', { to });

  test('the reviewer nominates, who will not sign: one that is ticked, then the rest of the batch', async () => {
    const page = await sit('health-reviewer', '/console/lists?view=nominate');
    await page.getByRole('checkbox', { name: `选择 ${SINGLE}` }).check();
    await press(page, '推荐所选 1 条');
    await see(page, /已推荐 1 条/);
    await page.getByRole('checkbox', { name: `选择 ${SINGLE}` }).waitFor({ state: 'detached' });
    await page.goto(`${demo.publicUrl}/console/lists?view=nominate&batch=${batch}`);
    await press(page, '整批推荐（2 条）');
    await confirm(page, '整批推荐');
    await see(page, /没有可推荐的记录/);
    expect(await seriousFindings(page)).toEqual([]);

    await page.goto(`${demo.publicUrl}/console/lists`);
    await see(page, '由信用主管部门开始公示。');
    expect(await page.getByRole('button', { name: '开始公示' }).isDisabled()).toBe(true);
  });

  test('the office sees who nominated what, and is told what opening a round fixes before it opens one', async () => {
    const page = await sit('credit-office', '/console/lists?view=nominations');
    await page.getByRole('button', { name: /市卫生健康委员会.*3$/ }).click();
    await page.waitForURL(/department=health-commission/);
    await see(page, OTHER);
    expect(await seriousFindings(page)).toEqual([]);

    await page.goto(`${demo.publicUrl}/console/lists`);
    await see(page, /固定 3 条推荐/);
    await see(page, /还没有登记宣布文件/);
    await press(page, '开始公示');
    await see(page, /由本轮取代/);
    await confirm(page, '开始公示');
    await page.waitForURL(/\/console\/rounds\/1/);
  });

  test('too early: publishing and signing are shut, the page says why and by which clause, and so does the server', async () => {
    const page = await sit('credit-office-2', '/console/rounds/1');
    const publish = page.getByRole('button', { name: spaced('发布') });
    await publish.waitFor();
    expect(await publish.isDisabled()).toBe(true);
    const described = await publish.getAttribute('aria-describedby');
    expect(await page.locator(`[id="${described}"]`).innerText()).toMatch(/尚未登记.*依据 三、1/s);
    await see(page, /公示期至 2020-05-13，期满后方可办理/);
    expect(await page.getByRole('button', { name: /代表.*会签/ }).isDisabled()).toBe(true);
    expect(await seriousFindings(page)).toEqual([]);
    const refused = await (await visit('credit-office-2'))
      .post('/api/platform/rounds/1/publish')
      .catch((error) => error);
    expect(refused).toBeInstanceOf(Refused);
    expect((refused as Refused).problem).toMatchObject({ code: 'list.event_not_declared', clause: ref('3.1') });
  });

  test('an objection is recorded by whom it comes to; whoever opened the round is told that somebody else publishes', async () => {
    const other = await sit('industry-determiner', '/console/rounds/1');
    await see(other, /该条目不是本单位推荐的/);
    expect(await other.getByRole('button', { name: `登记异议 ${DOUBTED}` }).isDisabled()).toBe(true);
    const opener = await sit('credit-office', '/console/rounds/1');
    await see(opener, /本轮公示由您开始，须由信用主管部门另一位经办人发布/);
    await opener.getByText('EN', { exact: true }).click();
    await see(opener, /You opened this round; another officer of the credit office publishes it/);

    const nominating = await sit('health-determiner', '/console/rounds/1');
    await nominating.getByRole('button', { name: `登记异议 ${DOUBTED}` }).click();
    await nominating.getByLabel('谁提出了什么异议').fill('某医院来函：该企业没有参加抢修');
    await confirm(nominating, '登记异议');
    await see(nominating, '某医院来函：该企业没有参加抢修');
    expect(await nominating.getByRole('button', { name: `决定列入 ${DOUBTED}` }).count()).toBe(0);
  });

  test('the office decides the objection with a reason', async () => {
    const page = await sit('credit-office', '/console/rounds/1?status=open');
    await see(page, /还有 1 条冲突或异议未处理/);
    await page.getByRole('button', { name: `决定不列入 ${DOUBTED}` }).click();
    await confirm(page, '决定不列入');
    await see(page, '请填写 2 至 500 字');
    await page.getByRole('dialog').getByLabel('理由').fill('经核实，异议属实');
    expect(await seriousFindings(page)).toEqual([]);
    await confirm(page, '决定不列入');
    await see(page, '没有符合条件的条目。');
  });

  test('the event is declared with its document; the notice period passes; department and office sign', async () => {
    const page = await sit('credit-office', '/console/lists');
    await page.getByLabel('宣布文件的文号').fill(DOCUMENT);
    await page.getByLabel('自哪一天起生效').fill('2020-05-08');
    await press(page, '登记宣布文件');
    await see(page, /请与文件原文核对无误再登记/);
    await confirm(page, '登记');
    await see(page, new RegExp(`已登记：${DOCUMENT}`));
    await pass('2020-05-14T09:30:00+08:00');

    for (const [account, body] of [
      ['health-determiner', '市卫生健康委员会'],
      ['credit-office', '市信用办'],
    ] as const) {
      const signing = await sit(account, '/console/rounds/1');
      await press(signing, `代表${body}会签`);
      await confirm(signing, '会签');
      await see(signing, '本单位已会签。');
    }
  });

  test('the edition is previewed and published, and stands on the public site', async () => {
    const page = await sit('credit-office-2', '/console/rounds/1?view=edition');
    await see(page, '若今天发布，为第 1 期');
    await see(page, '决定不列入：经核实，异议属实');
    await press(page, '发布');
    await see(page, /不能修改/);
    await confirm(page, '发布');
    const link = page.getByRole('link', { name: '在信用公示网站查看第 1 期' });
    await link.waitFor();
    const address = await link.getAttribute('href');
    await vi.waitFor(
      async () => {
        const { status, text } = await new Visitor(demo.publicUrl).page(address!);
        expect(status).toBe(200);
        expect(text).toContain(SINGLE);
        expect(text).toContain(OTHER);
        expect(text).not.toContain(DOUBTED);
      },
      { timeout: 30_000, interval: 300 },
    );
  });

  test('deliveries have arrived, both sides agree, supervision counts it; on a phone no page scrolls sideways', async () => {
    const page = await sit('credit-office', '/console/deliveries?recipient=site');
    await see(page, '一期名单');
    await press(page, '与信用公示网站对账');
    await see(page, /应有 ([1-9]\d*) 条，对方存有 \1 条/);
    expect(await seriousFindings(page)).toEqual([]);
    await page.goto(`${demo.publicUrl}/console/supervision`);
    await page.getByRole('link', { name: '红榜第 1 期' }).waitFor();
    expect(await seriousFindings(page)).toEqual([]);

    const phone = await sit('auditor', '/console/lists', { width: 390, height: 844 });
    for (const path of [
      'lists',
      'lists?view=conflicts',
      'rounds/1',
      'rounds/1?view=edition',
      'deliveries',
      'supervision',
    ]) {
      await phone.goto(`${demo.publicUrl}/console/${path}`);
      await phone.getByRole('heading', { level: 1 }).waitFor();
      await phone.waitForLoadState('networkidle');
      expect([path, await phone.evaluate('document.documentElement.scrollWidth')]).toEqual([path, 390]);
      expect(await seriousFindings(phone)).toEqual([]);
    }
  });
});
