/**
 * Rights in a browser against the real application: an objection from the question to the department until every system has
 * confirmed; relief that came late, granted and run out; a repair asked for at the counter as soon as it may be, executed everywhere;
 * a good deed told at the counter, sent back and mended there.
 */
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest';
import type { CounterCode, OwnCounterActs } from '#contracts/counter.ts';
import { DEMO_CITIZENS, DEMO_ORGANISATIONS } from '../../src/runtime/demo/accounts.ts';
import { residentId } from '../../src/runtime/demo/invented.ts';
import type { Demo } from '../../src/runtime/demo/start-demo.ts';
import { Visitor } from '../../src/runtime/demo/visitor.ts';
import { chromiumForJourneys, openBrowser, type Seat, seriousFindings, takeSeat } from '../support/browser.ts';
import { type City, toldCity } from '../support/city.ts';
import { photo } from '../support/evidence.ts';

const chromium = chromiumForJourneys();
const [CITIZEN] = DEMO_CITIZENS;

describe.skipIf(!chromium)('objections, repairs and relief in the console', () => {
  let city: City;
  let demo: Demo;
  let browser: Browser;
  const seats: Seat[] = [];

  beforeAll(async () => {
    city = await toldCity();
    ({ demo } = city);
    browser = await openBrowser(chromium!);
  }, 300_000);

  afterEach(() => {
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await city?.end();
  });

  async function sitDown(account: string, path: string, viewport?: { width: number; height: number }): Promise<Page> {
    const seat = await takeSeat(browser, demo.publicUrl, account, path, viewport);
    seats.push(seat);
    return seat.page;
  }

  const visitor = (account: string, system: 'platform' | 'platform/my' | 'points' = 'platform') =>
    new Visitor(demo.publicUrl).signIn(system, account);
  const at = (instant: string) => demo.clock.advanceTo(new Date(`${instant}+08:00`));

  /** Opens the queue of this officer and the one request of this kind in it. */
  async function openRequest(account: string, kind: string, standing = 'waiting'): Promise<Page> {
    const page = await sitDown(account, `/console/rights?kind=${kind}&standing=${standing}`);
    await page.locator('.case-queue tbody tr[data-row-key] a').first().click();
    await page.locator('.case-columns').waitFor();
    return page;
  }

  async function act(page: Page, name: string, fill: (dialog: Locator) => Promise<void>): Promise<void> {
    await page.getByRole('button', { name, exact: true }).click();
    const dialog = page.getByRole('dialog');
    await fill(dialog);
    await dialog.getByRole('button', { name: `确定${name}` }).click();
    await dialog.waitFor({ state: 'hidden' });
  }

  const standsAt = (page: Page, state: string) => page.locator('h1').getByText(state, { exact: true }).waitFor();
  const opinion = (dialog: Locator, words: string) =>
    dialog
      .getByRole('radio', { name: '建议同意', exact: true })
      .check()
      .then(() => dialog.getByLabel('核查情况和理由').fill(words));

  test('an objection: marked, checked by the department, upheld by the office, corrected everywhere and confirmed', async () => {
    const office = await openRequest('credit-office', 'objection');
    await standsAt(office, '待核查');
    await office.getByText('异议处理中').first().waitFor();
    await office.getByText('须先由另一人核查并提出意见，再作出决定。').waitFor();
    expect(await seriousFindings(office)).toEqual([]);
    await act(office, '转认定单位核查', (dialog) =>
      dialog.getByLabel('请认定单位核查什么').fill('请与生产调度记录核对实际完成日期'),
    );
    await standsAt(office, '待认定单位核查');
    await office.getByText('现由市工业和信息化局办理').waitFor();

    // objection-marked: on the page of the case and of the organisation's records, in the console, as in the request
    const watching = await visitor('industry-reviewer');
    const { items: open } = await watching.get<{ items: { caseId: string }[] }>(
      '/api/platform/requests?kind=objection',
    );
    const onCase = await sitDown('industry-reviewer', `/console/cases/${open[0]!.caseId}`);
    await onCase.getByText('异议处理中').first().waitFor();
    await onCase.context().close();

    // who determined it is told why somebody else has to check
    const determiner = await openRequest('industry-determiner', 'objection');
    await determiner.getByText('所异议的认定由您作出，应由其他人核查和决定。').waitFor();
    expect(await determiner.getByRole('button', { name: '提出核查意见' }).count()).toBe(0);

    const reviewer = await openRequest('industry-reviewer', 'objection');
    await act(reviewer, '提出核查意见', async (dialog) => {
      expect(await seriousFindings(reviewer)).toEqual([]);
      await opinion(dialog, '生产调度记录显示3月2日已完成，所述属实');
    });
    await standsAt(reviewer, '已核查，待决定');

    await office.reload();
    await act(office, '作出决定', async (dialog) => {
      await dialog.getByRole('radio', { name: '同意', exact: true }).check();
      await dialog.getByRole('radio', { name: '更正有误的内容' }).check();
      await dialog.getByLabel('具体事项').fill('提前三天完成防护服紧急生产任务');
      await dialog.getByText('决定与更正或者撤销同时生效').waitFor();
      expect(await seriousFindings(office)).toEqual([]);
      await dialog.getByLabel('理由').fill('经核对生产调度记录，所述属实，予以更正');
    });
    await standsAt(office, '已同意');
    await office.getByText('全部签收').waitFor();
    await office.getByText('按期办结').first().waitFor();
    expect(await seriousFindings(office)).toEqual([]);

    const { uscc } = DEMO_ORGANISATIONS.honoured;
    const shown = await (await fetch(`${demo.publicUrl}/organisations/${uscc}`)).text();
    expect(shown).toContain('提前三天完成防护服紧急生产任务');
    expect(shown).not.toContain('class="objection"');
    const told = await (await visitor('representative', 'platform/my')).get<{ items: { title: string }[] }>(
      `/api/platform/my/notices?uscc=${uscc}`,
    );
    expect(told.items[0]?.title).toBe('异议申请办理结果：同意');
  });

  test('relief: overdue is seen and counted; granted it hides the record until its last day', async () => {
    at('2020-05-28T09:00:00');
    const office = await sitDown('credit-office', '/console/rights');
    await office.getByText('1 件已超过法定或者规定的期限').waitFor();
    await office.getByRole('button', { name: '只看超期的' }).click();
    await office.waitForURL('**/rights?standing=overdue');
    expect(await office.locator('.case-queue tbody tr[data-row-key]').count()).toBe(1);
    expect(await seriousFindings(office)).toEqual([]);
    await office.goto(`${demo.publicUrl}/console/supervision`);
    const kept = office.locator('section.office-card', { hasText: '权益申请的期限' });
    await kept.getByRole('row', { name: /^市卫生健康委员会 1 1 0 0$/ }).waitFor();

    const reviewer = await openRequest('health-reviewer', 'relief');
    await act(reviewer, '提出核查意见', (dialog) => opinion(dialog, '停业证明和复工备案属实，系疫情所致'));
    await standsAt(reviewer, '已核查，待决定');
    expect(await reviewer.getByRole('button', { name: '作出决定' }).count()).toBe(0);

    const determiner = await openRequest('health-determiner', 'relief');
    const { uscc } = DEMO_ORGANISATIONS.adverse;
    const records = async () =>
      (await (await visitor('health-determiner')).get<unknown[]>(`/api/platform/organisations/${uscc}/records`)).length;
    expect(await records()).toBe(1);
    await act(determiner, '作出决定', async (dialog) => {
      await dialog.getByRole('radio', { name: '同意', exact: true }).check();
      expect(await dialog.getByLabel('暂不纳入至').inputValue()).toBe('2020-08-31');
      await dialog.getByLabel('理由').fill('系疫情所致的小型企业，同意暂不纳入');
    });
    await standsAt(determiner, '已同意');
    await determiner.getByText('暂不纳入至 2020-08-31').waitFor();
    expect(await records()).toBe(0);

    await determiner.getByRole('link', { name: '返回权益' }).click();
    const running = determiner.locator('section.office-card', { hasText: '正在暂不纳入的' });
    await running.getByText('还有 95 天').waitFor();
    expect(await seriousFindings(determiner)).toEqual([]);
    at('2020-09-01T09:00:00');
    expect(await records()).toBe(1);
  });

  test('repair: asked for at the counter from the first day it may be, executed with the decision, confirmed by the points system', async () => {
    at('2020-09-01T09:00:00');
    const determined = await adverseRecord();
    const counter = await appear();
    const article = counter.locator('article', { hasText: determined });
    await article.getByRole('button', { name: '可以办理什么' }).click();
    await article.getByText('最短公示期未满').waitFor();
    expect(await article.getByRole('button', { name: '代为申请信用修复' }).count()).toBe(0);

    at('2020-12-11T09:00:00');
    const later = await appear();
    const possible = later.locator('article', { hasText: determined });
    await possible.getByRole('button', { name: '可以办理什么' }).click();
    await possible.getByRole('button', { name: '代为申请信用修复' }).click();
    const form = later.getByRole('dialog');
    await form.getByLabel('如何履行了义务、纠正了失信行为').fill('已缴清罚款，并参加了社区志愿服务');
    await form.getByRole('button', { name: '代为申请信用修复' }).click();
    await form.getByText('须由本人作出信用承诺。').waitFor();
    await form.getByLabel('本人承诺').check();
    expect(await seriousFindings(later)).toEqual([]);
    await form.getByRole('button', { name: '代为申请信用修复' }).click();
    await later.getByText('已准备，等本人确认').waitFor();
    // nothing has begun: the person reads what it says on their own page, and reads the code out
    const asker = await visitor(CITIZEN!.id, 'platform/my');
    const { waiting } = await asker.get<OwnCounterActs>('/api/platform/my/counter-acts');
    expect(waiting).toMatchObject([{ kind: 'repair', words: '已缴清罚款，并参加了社区志愿服务' }]);
    expect(await asker.get('/api/platform/my/requests')).toMatchObject({ items: [] });
    const { code } = await asker.post<CounterCode>(`/api/platform/my/counter-acts/${waiting[0]!.actId}/code`, {});
    await later.getByText('本人承诺：所述属实，今后依法诚信').waitFor();
    await later.getByLabel('本人念出的确认码').fill(code);
    expect(await seriousFindings(later)).toEqual([]);
    await later.getByRole('button', { name: '确认并办理' }).click();
    await later.getByText('已办完').waitFor();
    await later.locator('section', { hasText: '已提出的申请' }).getByText('待核查').waitFor();

    await later.getByRole('button', { name: '登记已核对的纸质证明' }).click();
    await later.getByLabel('是什么材料').fill('缴款凭证原件');
    await later.getByRole('dialog').getByRole('button', { name: '登记', exact: true }).click();
    await later.getByText('已登记，请妥善留存原件或者复印件').waitFor();
    const citizen = await visitor(CITIZEN!.id, 'platform/my');
    const { items } = await citizen.get<{ items: { requestId: string }[] }>('/api/platform/my/requests');
    const picture = new Uint8Array(await photo());
    await citizen.upload(`/api/platform/my/requests/${items[0]?.requestId}/evidence?kind=performance`, picture);

    const account = await (await visitor(CITIZEN!.id, 'points')).get<{ total: number }>('/api/points/accounts/me');
    const reviewer = await openRequest('health-reviewer', 'repair');
    await reviewer.getByText('窗口代办').first().waitFor();
    await reviewer.getByText('（缴款凭证原件）').waitFor();
    await reviewer.getByRole('button', { name: '查看', exact: true }).click();
    await reviewer.getByLabel('查看目的').fill('核对履行证明');
    await reviewer.getByRole('button', { name: '说明目的并查看' }).click();
    await reviewer.getByRole('img', { name: '履行义务、纠正行为的证明' }).waitFor();
    expect(await seriousFindings(reviewer)).toEqual([]);
    await reviewer
      .getByRole('dialog')
      .getByRole('button', { name: /关闭|Close/ })
      .click();
    await act(reviewer, '提出核查意见', (dialog) => opinion(dialog, '缴款凭证属实'));
    await standsAt(reviewer, '已核查，待决定');
    const determiner = await openRequest('health-determiner', 'repair');
    await act(determiner, '作出决定', async (dialog) => {
      await dialog.getByRole('radio', { name: '同意', exact: true }).check();
      await dialog.getByText('决定即刻执行').waitFor();
      await dialog.getByLabel('理由').fill('已履行义务并作出承诺，同意修复');
    });
    await standsAt(determiner, '已同意');
    await determiner.getByText('全部签收').waitFor();
    await determiner.getByText('撤下记录').waitFor();
    expect(await seriousFindings(determiner)).toEqual([]);
    const repaired = await (await visitor(CITIZEN!.id, 'points')).get<{ total: number }>('/api/points/accounts/me');
    expect(repaired.total).toBeGreaterThan(account.total);
  });

  /** An adverse record of the citizen with an account, determined after notice and window; answers its case number. */
  async function adverseRecord(): Promise<string> {
    const header =
      '姓名,性别,证件类型,证件号码,信息类别,具体事项,发生日期,决定文书类型,决定书文号,决定机关,决定日期,法律依据';
    const row = `${CITIZEN!.name},女,居民身份证,${CITIZEN!.documentNumber},2,拒不执行集中隔离决定，经生效文书认定,2020-08-20,行政处罚决定书,演示卫罚〔2020〕188号（虚构）,郑州市卫生健康委员会,2020-08-25,《中华人民共和国传染病防治法》第七十七条`;
    const reporter = await visitor('health-reporter');
    const query = new URLSearchParams({ kind: 'individuals', fileName: '补报.csv' });
    const content = `\uFEFF${header}\r\n${row}\r\n`;
    const { batchId } = await reporter.upload<{ batchId: string }>(`/api/platform/batches?${query}`, content);
    const batch = () => reporter.get<object>(`/api/platform/batches/${batchId}`);
    await vi.waitFor(async () => expect(await batch()).toMatchObject({ state: 'completed', accepted: 1 }), 60_000);
    const caseId = `${batchId}-2`;
    const step = async (account: string, action: string, payload: object) =>
      (await visitor(account)).post(`/api/platform/cases/${caseId}/actions`, {
        ...{ action, payload, idempotencyKey: `journey-${action}` },
      });
    await step('health-reviewer', 'review', {});
    await step('health-reviewer', 'serve-notice', { servedOn: '2020-09-01', serviceMethod: 'direct' });
    at('2020-09-10T09:00:00');
    await step('health-determiner', 'determine', {});
    return caseId;
  }

  async function identify(page: Page, { name, documentNumber, birthDate } = CITIZEN!): Promise<void> {
    await page.getByLabel('姓名').fill(name);
    await page.getByLabel('证件号码').fill(documentNumber);
    expect(await page.getByLabel('出生日期').inputValue()).toBe(birthDate);
    await page.getByLabel('核对过的身份证明').click();
    await page.locator('.ant-select-item-option').filter({ hasText: '居民身份证原件' }).first().click();
    await page.getByLabel('窗口号').fill('3');
    await page.getByRole('button', { name: /查看可以办理的事项/ }).click();
  }

  async function appear(): Promise<Page> {
    const page = await sitDown('assistant', '/console/counter');
    await identify(page);
    await page.locator('article').first().waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    return page;
  }

  test('a good deed told at the counter: what is missing is said beside it, handed in, sent back, mended by whoever sits there', async () => {
    const neighbour = { name: '霍到场', documentNumber: residentId('19550307', 21), birthDate: '1955-03-07' };
    const page = await sitDown('assistant', '/console/counter');
    await identify(page, { ...CITIZEN!, ...neighbour });
    const section = page.locator('section', { hasText: '本人做的好事' });
    await section.getByText('没有上报过。').waitFor();
    await section.getByRole('button', { name: '代为上报一件' }).click();
    await section.getByRole('button', { name: '代为上报', exact: true }).click();
    await section.getByText('本人没有作出这项声明，不能上报。').first().waitFor();
    const choose = async (label: string, option: string | RegExp) => {
      await section.getByLabel(label, { exact: true }).click();
      await page.locator('.ant-select-item-option').filter({ hasText: option }).first().click();
    };
    await choose('做了哪一类事', /^1\.3/);
    await choose('发生在哪里', '金水区');
    await section.getByLabel('哪一天').fill('2020-02-10');
    await section.getByLabel('具体做了什么').fill('在金水区社区卡点值守二十天');
    for (const statement of ['我是郑州市常住居民', '我具有完全民事行为能力', '我写的内容'])
      await section.getByLabel(statement).check();
    await section.getByRole('button', { name: '代为上报', exact: true }).click();
    await section.getByText('没有这份材料不能上报').waitFor();
    expect(await seriousFindings(page)).toEqual([]);
    await section.getByLabel('志愿服务记录或者社区证明（必需）').check();
    await section.getByRole('button', { name: '代为上报', exact: true }).click();
    await section.getByText(/已上报，事项 \d+-\d+，由市民政局核对/).waitFor();
    const caseId = await section.locator('h3 .numbers').innerText();
    await page.locator('section', { hasText: '事项和记录' }).getByText(caseId).waitFor();
    expect(await seriousFindings(page)).toEqual([]);

    const reviewer = await sitDown('civil-affairs-reviewer', `/console/cases/${caseId}`);
    await reviewer.getByText('窗口代办：姜协办').first().waitFor();
    await reviewer.getByText('纸质件由单位留存').first().waitFor();
    await act(reviewer, '退回补正', (dialog) => dialog.locator('textarea').fill('请写明起止日期'));

    await page.getByRole('button', { name: '办完了，清除此人的信息' }).click();
    expect(await page.getByText(neighbour.name).count()).toBe(0);
    await identify(page, { ...CITIZEN!, ...neighbour });
    await section.getByText('请写明起止日期').waitFor();
    await section.getByRole('button', { name: '代为补正' }).click();
    const dialog = page.getByRole('dialog');
    expect(await seriousFindings(page)).toEqual([]);
    await dialog.getByLabel('具体做了什么').fill('2020年2月1日至20日在金水区社区卡点值守');
    await dialog.getByRole('button', { name: '重新提交' }).click();
    await section.getByText('更正后待审核').waitFor();
    await reviewer.reload();
    await act(reviewer, '审核通过', async () => {});
  });

  test('on a phone nothing runs off the side', async () => {
    const phone = { width: 390, height: 844 };
    for (const [account, path] of [
      ['credit-office', '/console/rights?standing=ended'],
      ['health-determiner', '/console/rights?kind=relief&standing=ended'],
      ['assistant', '/console/counter'],
    ] as const) {
      const page = await sitDown(account, path, phone);
      await page.locator('tbody tr[data-row-key], form').first().waitFor();
      if (account !== 'assistant') {
        await page.locator('.case-queue tbody tr[data-row-key] a').first().click();
        await page.locator('.case-columns').waitFor();
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
      expect(await seriousFindings(page)).toEqual([]);
    }
  });
});
