/**
 * Points on a phone against the real application: a consent of its own, every point explained down to record, rule and clause, how the
 * total came about, checking the figure oneself; and leaving without a trace but the receipt.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { chromiumForJourneys } from '../support/browser.ts';
import { type Journey, startJourney } from '../support/journey.ts';
import { isAnnounced, isUsable, keepsFocus } from '../support/usable.ts';

const chromium = chromiumForJourneys();

describe.skipIf(!chromium)('points on a phone', () => {
  let journey: Journey;

  beforeAll(async () => {
    journey = await startJourney(chromium!);
  }, 300_000);

  afterEach(() => {
    expect(journey.complaints()).toEqual([]);
  });

  afterAll(() => journey?.end());

  const figure = (page: Page) => page.locator('.figure').innerText();

  test('the account explains itself down to the record, and is checked on the phone', async () => {
    const page = await journey.phone('citizen-joined');
    await page.getByRole('heading', { name: '卫思源' }).waitFor();
    await isUsable(page);
    await page.getByRole('link', { name: /^积分/ }).click();
    await page.getByText('每一分的来由').waitFor();
    expect(await figure(page)).toBe('124');
    await page.getByText('信用良好 → 信用优秀').waitFor();
    await page.getByText('记录生效：在发热门诊一线连续值守30天').waitFor();
    await isUsable(page);
    await page.getByRole('button', { name: '在本机重新计算' }).click();
    await page.getByText('本机算得 124，服务器为 124').waitFor();
    await isAnnounced(page.getByText('本机算得 124，服务器为 124'));
    await isUsable(page);

    const [download] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('link', { name: '下载我的积分账户（JSON）' }).click(),
    ]);
    const file = join(journey.directory, 'points.json');
    await download.saveAs(file);
    expect(JSON.parse(readFileSync(file, 'utf8'))).toMatchObject({ account: { total: 124 } });

    // from a point to the record behind it, where one can object
    await page.getByRole('link', { name: /看这条记录、提出异议.*发热门诊/ }).click();
    const record = page.locator('li.card', { hasText: '在发热门诊一线连续值守30天' });
    await isAnnounced(record.getByRole('heading'));
    await record.getByRole('link', { name: /查看经过和可以办理的事/ }).waitFor();
    await isUsable(page);
  });

  test('opening is a consent of its own that says by whom, what, why, how long and how to stop, in English too', async () => {
    const page = await journey.phone('representative', '/my/points');
    const agree = page.getByRole('button', { name: '同意并开通' });
    await agree.waitFor();
    for (const clause of ['谁来处理', '处理什么信息', '用来做什么', '不会做什么', '保存多久', '怎样停止'])
      await page.locator('.clauses strong', { hasText: clause }).waitFor();
    expect(await page.getByRole('checkbox').isChecked()).toBe(false);
    expect(await agree.isDisabled()).toBe(true);
    await isUsable(page);
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('6. How to stop.').waitFor();
    await page.getByText('The Chinese wording').click();
    await page.getByText('六、怎样停止').waitFor();
    await isUsable(page);
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('checkbox').check();
    await agree.click();
    await page.getByRole('heading', { name: '账户已开通' }).waitFor();
    await isAnnounced(page.getByRole('heading', { name: '账户已开通' }));
    await page.getByText('每一分的来由').waitFor();
    expect(await figure(page)).toBe('100');
    await isUsable(page);
    await page.goto(`${journey.demo.publicUrl}/my/data`);
    await page.getByText('为您开通的积分账户').waitFor();
  });

  test('below the level the basic service is named, and nothing is said about the reader', async () => {
    const page = await journey.phone('representative', '/my/benefits');
    await page.getByText('凭证件照常借阅').waitFor();
    expect(await page.getByRole('link', { name: /出示核验码/ }).count()).toBe(0);
    expect(await page.getByText('什么也不会失去').count()).toBe(0);
    const seen = await page.locator('main').innerText();
    for (const word of ['100', '不符合', '没有达到', '低于', '免押金办证']) expect(seen).not.toContain(word);
    // who offers what from which level is there to be read
    await page.getByText('信用优秀及以上另有 1 项优惠').first().click();
    await page.getByText('免押金办证').waitFor();
    await isUsable(page);
  });

  test('closing says what goes and what stays, and then nothing is left but the receipt', async () => {
    const page = await journey.phone('citizen-joined', '/my/points');
    const owner = new pg.Client({ connectionString: journey.databases.points.ownerUrl });
    onTestFinished(() => owner.end());
    await owner.connect();
    const { rows: kept } = await owner.query<{ subject_key: string }>(
      "SELECT subject_key FROM contribution WHERE matter LIKE '%发热门诊%'",
    );
    await page.getByRole('button', { name: '注销账户' }).click();
    await isAnnounced(page.getByText('立即停止推送'));
    await isUsable(page);
    await page.getByRole('button', { name: '不注销了' }).click();
    expect(await figure(page)).toBe('124');
    await page.getByRole('button', { name: '注销账户' }).click();
    await page.getByRole('button', { name: '确认注销' }).click();
    await page.getByRole('heading', { name: '账户已注销' }).waitFor();
    await isAnnounced(page.getByRole('heading', { name: '账户已注销' }));
    await keepsFocus(page);
    await isUsable(page);
    const { rows: tables } = await owner.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const holding: string[] = [];
    for (const { name } of tables) {
      const { rows } = await owner.query(`SELECT FROM ${name} t WHERE t::text LIKE $1`, [`%${kept[0]!.subject_key}%`]);
      if (rows.length > 0) holding.push(name);
    }
    expect(holding).toEqual(['public.closing_receipt']);
    await page.goto(`${journey.demo.publicUrl}/my/benefits`);
    await page.getByText('什么也不会失去').waitFor();
    await page.goto(`${journey.demo.publicUrl}/my/data`);
    await page.getByText('撤回同意，注销积分').waitFor();
    await page.getByText('没有开通积分，积分系统没有您的任何信息。').waitFor();
  });
});
