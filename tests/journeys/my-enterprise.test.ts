/**
 * A representative with a phone: the organisation's records, lists and measures; an answer to a prior notice; relief asked for and, once
 * refused, a review; repair when its time has come, with proof; and a report that others can check.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { BatchPage } from '#contracts/intake.ts';
import type { OwnRequests } from '#contracts/rights.ts';
import { DEMO_ORGANISATIONS } from '../../src/runtime/demo/accounts.ts';
import { ADVERSE_FILE, DETERMINED_ROW } from '../../src/runtime/demo/files.ts';
import { Visitor } from '../../src/runtime/demo/visitor.ts';
import { chromiumForJourneys } from '../support/browser.ts';
import { type Journey, startJourney } from '../support/journey.ts';
import { isAnnounced, isUsable, keepsFocus } from '../support/usable.ts';

const chromium = chromiumForJourneys();

const { honoured, adverse } = DEMO_ORGANISATIONS;

describe.skipIf(!chromium)('an enterprise’s own side on a phone', () => {
  let journey: Journey;
  /** an adverse case nobody has decided yet, and one that is determined */
  let [waiting, determined] = ['', ''];

  beforeAll(async () => {
    journey = await startJourney(chromium!);
    const { items } = await (await visitor('health-reporter')).get<BatchPage>('/api/platform/batches');
    const { id } = items.find(({ fileName }) => fileName === ADVERSE_FILE)!;
    [waiting, determined] = [`${id}-2`, `${id}-${DETERMINED_ROW}`];
  }, 300_000);

  afterEach(() => {
    expect(journey.complaints()).toEqual([]);
  });

  afterAll(() => journey?.end());

  async function actingFor(name: string, path = '/my/'): Promise<Page> {
    const page = await journey.phone('representative', '/my/');
    await page.getByLabel('现在以谁的名义').selectOption({ label: name });
    await page.getByRole('heading', { name }).waitFor();
    if (path !== '/my/') await page.goto(journey.demo.publicUrl + path);
    return page;
  }

  const visitor = (account: string, system: 'platform' | 'platform/my' = 'platform') =>
    new Visitor(journey.demo.publicUrl).signIn(system, account);

  /** The newest request of a kind, as its two officers act on it. */
  async function officerDoes(kind: string, account: string, action: string, payload: object): Promise<void> {
    const own = await visitor('representative', 'platform/my');
    const { items } = await own.get<OwnRequests>(`/api/platform/my/requests?uscc=${adverse.uscc}`);
    const { requestId } = items.find((item) => item.kind === kind)!;
    await (await visitor(account)).post(`/api/platform/requests/${requestId}/actions`, {
      ...{ action, payload, idempotencyKey: crypto.randomUUID() },
    });
  }

  test('its records, where it is listed, which measures apply, what was passed on; a report that others check', async () => {
    const page = await actingFor(honoured.name);
    for (const own of ['积分', '优惠', '上报']) expect(await page.getByRole('link', { name: own }).count()).toBe(0);
    await isUsable(page);
    await page.getByRole('link', { name: /^我的信息/ }).click();
    await page.getByText('完成防护服紧急生产任务', { exact: true }).waitFor();
    const listed = page.locator('li.card', { hasText: '第 1 期' });
    await listed.getByText('在列', { exact: true }).waitFor();
    await listed.getByText(/红榜主体在政策扶持、评优评先方面享受优惠/).waitFor();
    await page.getByText('公示网站：郑州市疫情防控工作社会信用红榜第 1 期').waitFor();
    await isUsable(page);
    const shown = await page.getByRole('link', { name: /看公示的样子/ }).getAttribute('href');
    expect(await (await fetch(journey.demo.publicUrl + shown)).text()).toContain(honoured.name);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('button', { name: '取一份完整信用报告' }).click(),
    ]);
    const file = join(journey.directory, download.suggestedFilename());
    await download.saveAs(file);
    expect(readFileSync(file).subarray(0, 5).toString()).toBe('%PDF-');
    await isAnnounced(page.getByText('已下载。编码：'));
    await page.goto(`${journey.demo.publicUrl}/my/verify/${/credit-report-(\w+)\.pdf/.exec(file)![1]}`);
    await page.getByText('所载记录至今没有变化。').waitFor();
    await page.getByText(honoured.name).last().waitFor();
    await isUsable(page);
  });

  test('told beforehand of an adverse item, it answers in time', async () => {
    const reviewer = await visitor('health-reviewer');
    const act = (action: string, payload: object) =>
      reviewer.post(`/api/platform/cases/${waiting}/actions`, {
        action,
        payload,
        idempotencyKey: `enterprise-${action}`,
      });
    await act('review', {});
    await act('serve-notice', { servedOn: '2020-05-19', serviceMethod: 'direct' });

    const page = await actingFor(adverse.name);
    await page.getByRole('link', { name: /^通知.*未读/ }).click();
    const told = page.locator('li.card', { hasText: `事项 ${waiting}` });
    await told.getByRole('heading', { name: '不良信息认定事先告知' }).waitFor();
    await isUsable(page);
    await told.getByRole('button', { name: /知道了/ }).click();
    await told.getByText('未读').waitFor({ state: 'detached' });
    await isAnnounced(told.getByRole('heading')); // the button is gone, the place is not
    await told.getByRole('link', { name: '查看事项' }).click();
    await page.getByText('可以陈述申辩，至 2020-05-26 为止。').waitFor();
    await isUsable(page);
    await page.getByRole('link', { name: '陈述申辩' }).click();
    const send = page.getByRole('button', { name: '提交' });
    expect(await send.isDisabled()).toBe(true);
    await page.getByLabel('您的意见、事实和理由').fill('当日已经关门停业，有物业的巡查登记可以证明');
    await isUsable(page);
    await send.click();
    await page.getByText('已收到陈述申辩').waitFor();
    await keepsFocus(page);
    await isUsable(page);
  });

  test('asks for relief step by step; refused with reasons, it asks a higher body to look again', async () => {
    const page = await actingFor(adverse.name, `/my/cases/${waiting}`);
    await page.getByRole('link', { name: '申请暂不纳入' }).click();
    await page.getByLabel('通知规定的情形怎样造成了失信？').fill('因封控停工两个月，资金断裂，未能按期整改');
    await page.getByLabel('企业规模').selectOption({ label: '微型' });
    await page.getByLabel('暂不纳入至').fill('2020-10-31');
    await isUsable(page);
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByRole('heading', { name: '申请进度' }).waitFor();
    await page.getByText('市卫生健康委员会', { exact: true }).waitFor();
    await isUsable(page);

    await officerDoes('relief', 'health-reviewer', 'assess', { opinion: 'oppose', reasoning: '与疫情没有因果关系' });
    await officerDoes('relief', 'health-determiner', 'decide', { outcome: 'refused', reasoning: '停工发生在决定之后' });
    await page.reload();
    await page.getByText('停工发生在决定之后').waitFor();
    await page.getByText('对结果不服，申请复核').first().click();
    await page.getByLabel('说明').fill('停工自二月一日起，早于处罚决定，附物业证明');
    await isUsable(page);
    await page.getByRole('button', { name: '对结果不服，申请复核' }).click();
    await page.getByText('复核申请已经提交').waitFor();
    await isAnnounced(page.getByText('复核申请已经提交'));
    await page.getByText('复核中', { exact: true }).waitFor();
    await isUsable(page);
  });

  test('repair: told from when it can be asked for; then with a commitment and proof; granted, the record is repaired', async () => {
    const early = await actingFor(adverse.name, `/my/cases/${determined}`);
    await early.getByText('自 2020-06-12 起可以申请修复', { exact: false }).waitFor();
    expect(await early.getByRole('link', { name: '申请信用修复' }).count()).toBe(0);

    await journey.itIs('2020-08-19T09:00:00+08:00');
    const page = await actingFor(adverse.name, `/my/cases/${determined}`);
    await page.getByRole('link', { name: '申请信用修复' }).click();
    await page.getByLabel('您怎样履行了义务、纠正了行为？').fill('已经建立健康监测台账，罚款已于三月缴清');
    expect(await page.getByRole('button', { name: '提交' }).isDisabled()).toBe(true);
    await page.getByRole('checkbox').check();
    await isUsable(page);
    await page.getByRole('button', { name: '提交' }).click();
    await page.getByRole('heading', { name: '申请进度' }).waitFor();
    const picture = { create: { width: 600, height: 400, channels: 3 as const, background: '#cde' } };
    await page.getByLabel(/^添加/).setInputFiles({
      ...{ name: '缴款凭证.png', mimeType: 'image/png', buffer: await sharp(picture).png().toBuffer() },
    });
    await page.getByText('已附上。').waitFor();
    await isAnnounced(page.getByText('已附上。'));
    await isUsable(page);

    await officerDoes('repair', 'health-reviewer', 'assess', { opinion: 'support', reasoning: '已核对缴款凭证' });
    await officerDoes('repair', 'health-determiner', 'decide', { outcome: 'granted', reasoning: '已经履行，同意修复' });
    await page.goto(`${journey.demo.publicUrl}/my/data`);
    await page.getByText('已修复', { exact: true }).waitFor();
    await isUsable(page);
    await page.goto(`${journey.demo.publicUrl}/my/notices`);
    await page.getByRole('heading', { name: '信用修复申请办理结果：同意' }).waitFor();
  });

  test('what belongs to the person is not mixed up with the organisation, whichever address is opened', async () => {
    const page = await actingFor(adverse.name, '/my/points');
    await page.getByText('这里是您本人的，与单位无关').waitFor();
    await isUsable(page);
    await page.getByRole('button', { name: '改为本人办理' }).click();
    await page.getByText('这里是您本人的，与单位无关').waitFor({ state: 'detached' });
    expect(await page.getByLabel('现在以谁的名义').inputValue()).toBe('');
    await keepsFocus(page);
  });
});
