/**
 * On a phone: somebody sees everything held about them and who looked, objects to it, reads the answer; takes a report that
 * another person checks; and a representative finds the organisation's own matters.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser, Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OwnData, OwnExport } from '#contracts/own-data.ts';
import type { OwnRequests } from '#contracts/rights.ts';
import { DEMO_CITIZENS, DEMO_OFFICERS, DEMO_ORGANISATIONS } from '../../src/runtime/demo/accounts.ts';
import { appointInDemo } from '../../src/runtime/demo/appoint.ts';
import { type Demo, STORY_BEGINS } from '../../src/runtime/demo/start-demo.ts';
import { Visitor } from '../../src/runtime/demo/visitor.ts';
import { chromiumForJourneys, openBrowser } from '../support/browser.ts';
import { type City, newCity } from '../support/city.ts';
import { isAnnounced, isUsable } from '../support/usable.ts';

const chromium = chromiumForJourneys();

const PHONE = { width: 390, height: 844 };
const OFFICERS = [
  'reporter',
  'health-reviewer',
  'health-determiner',
  'industry-reviewer',
  'industry-determiner',
  'credit-office',
  'credit-office-2',
  'assistant',
];
const citizen = DEMO_CITIZENS[0]!;
const PEOPLE = [
  '姓名,性别,证件类型,证件号码,信息类别,具体事项,发生日期',
  `${citizen.name},女,居民身份证,${citizen.documentNumber},1.2,在发热门诊一线连续值守30天,2020-02-20`,
].join('\r\n');
const { name, uscc } = DEMO_ORGANISATIONS.honoured;
const FIRMS = [
  '单位名称,统一社会信用代码,推荐类别,具体事项,发生日期',
  `${name},${uscc},3.2.2,完成防护服紧急生产任务,2020-03-05`,
].join('\r\n');

let city: City;
let demo: Demo;
let browser: Browser;
const complaints: string[] = [];

describe.skipIf(!chromium)('one’s own data and rights on a phone', () => {
  beforeAll(async () => {
    city = await newCity();
    ({ demo } = city);
    demo.clock.advanceTo(STORY_BEGINS);
    const people = DEMO_OFFICERS.filter(({ id }) => OFFICERS.includes(id));
    await appointInDemo({ as: officer, confirmOnHost: demo.confirmOnHost }, people);
    await determined('individuals', PEOPLE, 'health');
    await determined('organisations', FIRMS, 'industry');
    browser = await openBrowser(chromium!);
  }, 300_000);

  afterAll(async () => {
    await browser?.close();
    await city?.end();
  });

  test('sees what is held and who looked, objects, and reads the answer', async () => {
    const page = await phone('citizen-joined');
    await page.getByRole('link', { name: '我的信息' }).click();
    await page.getByRole('heading', { name: '在抗疫一线工作' }).waitFor();
    await isUsable(page);
    await page.getByRole('link', { name: '查看经过和可以办理的事' }).click();
    await page.getByRole('link', { name: '提出异议' }).click();
    await page.getByLabel('哪里有误？实际情况是什么？').fill('本人曾确诊新冠肺炎');
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByText('依法不得采集', { exact: false }).last().waitFor();
    await page.getByLabel('哪里有误？实际情况是什么？').fill('实际值守了32天，不是30天');
    await isUsable(page);
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByRole('heading', { name: '申请进度' }).waitFor();
    await page.getByText('办理中').waitFor();
    await isUsable(page);
    const picture = { create: { width: 600, height: 400, channels: 3 as const, background: '#dec' } };
    const buffer = await sharp(picture).jpeg().toBuffer();
    await page.getByLabel(/^添加/).setInputFiles({ name: '排班表.jpg', mimeType: 'image/jpeg', buffer });
    await page.getByText('已附上。').waitFor();
    await isUsable(page);
    await page.getByRole('button', { name: /^取回/ }).click();
    await page.getByText('还没有附材料。').waitFor();
    await page.goto(`${demo.publicUrl}/my/data`);
    await page.getByText('有异议，处理中').waitFor();
    await isUsable(page);
    // objection-marked: on the page of the case as well
    await page.getByRole('link', { name: '查看经过和可以办理的事' }).click();
    await page.getByText('有异议，处理中').waitFor();

    await upheld('实际值守了32天，不是30天');
    await page.goto(`${demo.publicUrl}/my/notices`);
    await page.getByRole('heading', { name: '异议申请办理结果：同意' }).waitFor();
    await isUsable(page);
    await page.getByRole('link', { name: '查看申请' }).first().click();
    await page.getByText('核对属实，予以更正').waitFor();
    await page.goto(`${demo.publicUrl}/my/data`);
    await page.getByText('在发热门诊一线连续值守32天').waitFor();
    expect(await page.getByText('有异议，处理中').count()).toBe(0);
    await page.goto(`${demo.publicUrl}/my/looks`);
    const look = page.locator('li.card', { hasText: '查看申请' }).first();
    await look.getByRole('heading', { name: '市信用办' }).waitFor();
    await look
      .getByText(/；为了/)
      .first()
      .waitFor();
    await isUsable(page);
  });

  test('takes a full report; whoever is handed it checks it without signing in', async () => {
    const page = await phone('citizen-joined');
    await page.getByRole('link', { name: '我的信息' }).click();
    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '取一份完整信用报告' }).click(),
    ]);
    const file = join(city.directory, download.suggestedFilename());
    await download.saveAs(file);
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
    const code = /credit-report-(\w+)\.pdf/.exec(file)![1]!;

    // two a year are free; looking and taking away the file are not counted
    await page.getByText('2020 年还可以取 1 份').waitFor();
    const again = page.getByRole('button', { name: '取一份完整信用报告' });
    await Promise.all([page.waitForEvent('download'), again.click()]);
    await page.getByText('本年度的免费份数已经取完').waitFor();
    expect(await again.isDisabled()).toBe(true);
    await isUsable(page);
    const [copy] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载全部信息（JSON）' }).click(),
    ]);
    const everything = join(city.directory, 'own-data.json');
    await copy.saveAs(everything);
    const { data, looks } = JSON.parse(readFileSync(everything, 'utf8')) as OwnExport;
    expect(data.records).toHaveLength(1);
    expect(looks.length).toBeGreaterThan(0);

    const stranger = await screen();
    await stranger.goto(`${demo.publicUrl}/my/verify/${code}`);
    await stranger.getByText('所载记录至今没有变化。').waitFor();
    await stranger.getByText('卫**').waitFor();
    await stranger.getByLabel('有电子文件的', { exact: false }).setInputFiles(file);
    await stranger.getByText('是签发的那一份。').waitFor();
    await isUsable(stranger);
    await stranger.goto(`${demo.publicUrl}/my/verify/AAAAABBBBBCCCCCDDDDD`);
    await stranger.getByText('没有签发过这一编码的报告').waitFor();
  });

  test('a representative acts for the organisation, and the person’s own page stays apart', async () => {
    const page = await phone('representative');
    await page.getByLabel('现在以谁的名义').selectOption({ label: name });
    await page.getByRole('heading', { name }).waitFor();
    await page.getByRole('link', { name: '我的信息' }).click();
    await page.getByText('完成防护服紧急生产任务').waitFor();
    await isUsable(page);
    await page.getByLabel('现在以谁的名义').selectOption({ index: 0 });
    await page.getByText('没有信用记录。').waitFor();
  });

  test('at the counter somebody acts for them; they see that, and who looked', async () => {
    const { name: called, documentType, documentNumber, birthDate } = citizen;
    const identity = { name: called, documentType, documentNumber, birthDate, proof: 'resident-id', window: 3 };
    const own = await new Visitor(demo.publicUrl).signIn('platform/my', 'citizen-joined');
    const { records } = await own.get<OwnData>('/api/platform/my/data');
    const act = {
      ...{ kind: 'objection', caseId: records[0]!.caseId, statement: '发生日期有误，应为2月18日' },
      idempotencyKey: crypto.randomUUID(),
    };
    await (await officer('assistant')).post('/api/platform/assisted/acts', { identity, act });
    const page = await phone('citizen-joined');
    await page.goto(`${demo.publicUrl}/my/counter`);
    const prepared = page.locator('article', { hasText: '提出异议' });
    await prepared.getByText('发生日期有误，应为2月18日').waitFor();
    await isUsable(page);
    await prepared.getByRole('button', { name: '同意，就这样办' }).click();
    await page.getByText('没有等您确认的。').waitFor();
    await page.getByRole('link', { name: '我的信用' }).click();
    await page.getByRole('link', { name: /^权益/ }).click();
    await page.locator('li.card', { hasText: '办理中' }).getByRole('link').click();
    await page.getByText('窗口代办').waitFor();
    await isUsable(page);
    await page.getByText('撤回申请').first().click();
    await page.getByLabel('原因').fill('已经核对，没有错');
    await page.getByRole('button', { name: '撤回申请' }).click();
    await page.getByText('申请已经撤回。').waitFor();
    await isAnnounced(page.getByText('申请已经撤回。'));
    await isUsable(page);
  });

  test('in English', async () => {
    const page = await phone('citizen-joined');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByRole('link', { name: 'My data' }).click();
    await page.getByRole('heading', { name: 'Front-line staff' }).waitFor();
    await isUsable(page);
  });

  test('nothing was complained of', () => {
    expect(complaints).toEqual([]);
  });
});

const officer = (account: string) => new Visitor(demo.publicUrl).signIn('platform', account);

async function screen(): Promise<Page> {
  const context = await browser.newContext({ viewport: PHONE, locale: 'zh-CN', reducedMotion: 'reduce' });
  const page = await context.newPage();
  page.on('console', (message) => {
    const refused = /status of 4\d\d|Content Security Policy/.test(message.text());
    if (message.type() === 'error' && !refused) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return page;
}

async function phone(account: string): Promise<Page> {
  const page = await screen();
  await page.goto(`${demo.publicUrl}/my/`);
  await page.getByRole('button', { name: '用统一身份认证登录' }).click();
  await page.getByRole('button', { name: `（${account}）` }).click();
  await page.waitForURL(`${demo.publicUrl}/my/**`);
  return page;
}

async function determined(kind: string, content: string, prefix: string): Promise<void> {
  const reporter = await officer('reporter');
  const query = new URLSearchParams({ kind, fileName: '报送.csv' });
  const { batchId } = await reporter.upload<{ batchId: string }>(`/api/platform/batches?${query}`, content);
  for (;;) {
    const { state } = await reporter.get<{ state: string }>(`/api/platform/batches/${batchId}`);
    if (state === 'completed') break;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  await (await officer(`${prefix}-reviewer`)).post(`/api/platform/batches/${batchId}/review`);
  await (await officer(`${prefix}-determiner`)).post(`/api/platform/batches/${batchId}/determine`);
}

/** Two officers of the credit office handle the objection. */
async function upheld(statement: string): Promise<void> {
  const concerned = await new Visitor(demo.publicUrl).signIn('platform/my', 'citizen-joined');
  const { items } = await concerned.get<OwnRequests>('/api/platform/my/requests');
  const { requestId } = items.find((item) => item.statement === statement)!;
  const act = async (account: string, action: string, payload: object) =>
    (await officer(account)).post(`/api/platform/requests/${requestId}/actions`, {
      ...{ action, payload, idempotencyKey: crypto.randomUUID() },
    });
  await (await officer('credit-office')).get(`/api/platform/requests/${requestId}`);
  await act('credit-office', 'assess', { opinion: 'support', reasoning: '已核对排班记录' });
  const remedy = { change: 'corrected', corrected: { matter: '在发热门诊一线连续值守32天' } };
  await act('credit-office-2', 'decide', { outcome: 'granted', reasoning: '核对属实，予以更正', remedy });
}
