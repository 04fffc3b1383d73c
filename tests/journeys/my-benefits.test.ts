/**
 * Benefits on a phone, the citizen's and the provider's: what is offered where, a code that a library checks once and then never again,
 * who asked; and that neither the points system nor any provider ever learns of somebody who did not join.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import pg from 'pg';
import type { Page } from 'playwright-core';
import { decodeQR } from 'qr/decode.js';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { DEMO_CITIZENS } from '../../src/runtime/demo/accounts.ts';
import type { Demo } from '../../src/runtime/demo/start-demo.ts';
import { chromiumForJourneys, openBrowser, takeSeat } from '../support/browser.ts';
import { type Journey, PHONE, startJourney } from '../support/journey.ts';
import { atTwiceTheSize, isAnnounced, isUsable } from '../support/usable.ts';

const chromium = chromiumForJourneys();

/** What a camera sees that is held before this picture: one frame in the plain format Chromium takes for a camera. */
async function filmOf(picture: Buffer): Promise<Buffer> {
  const size = { width: 640, height: 480 };
  const light = await sharp(picture)
    .resize({ ...size, fit: 'contain', background: '#fff' })
    .flatten({ background: '#fff' })
    .greyscale()
    .toColourspace('b-w')
    .raw()
    .toBuffer();
  const colourless = Buffer.alloc((size.width * size.height) / 2, 128);
  const frame = Buffer.concat([Buffer.from('FRAME\n'), light, colourless]);
  return Buffer.concat([Buffer.from(`YUV4MPEG2 W${size.width} H${size.height} F10:1 Ip A1:1 C420\n`), frame, frame]);
}

describe.skipIf(!chromium)('benefits on a phone', () => {
  let journey: Journey;
  /** every answer a provider's page or system was given, as it left the server */
  const answers: string[] = [];

  beforeAll(async () => {
    journey = await startJourney(chromium!);
  }, 300_000);

  afterEach(() => {
    expect(journey.complaints()).toEqual([]);
  });

  afterAll(() => journey?.end());

  async function desk(hash = '', at = journey.browser): Promise<Page> {
    const page = await journey.desk(hash, at);
    page.on('response', async (response) => {
      if (response.url().includes('/api/points/')) answers.push(await response.text().catch(() => ''));
    });
    return page;
  }

  async function showCode(page: Page): Promise<string> {
    await page.goto(`${journey.demo.publicUrl}/my/benefits`);
    await page.getByRole('link', { name: /出示核验码.*免押金办证/ }).click();
    await page.getByRole('button', { name: '同意核验一次' }).click();
    await page.getByText('请工作人员扫码').waitFor();
    return (await page.locator('.spoken-code [aria-hidden]').innerText()).replaceAll(/\s/g, '');
  }

  async function ask(provider: Page, code: string): Promise<string> {
    await provider.getByLabel('或者输入八位核验码').fill(code);
    expect(await provider.locator('.told').count()).toBe(0); // the last answer is gone before the next question
    await provider.getByRole('button', { name: '核验', exact: true }).click();
    return provider.locator('.told strong').innerText();
  }

  test('what is offered near me; before consent what the provider learns; then one code, one yes, and never again', async () => {
    const page = await journey.phone('citizen-joined', '/my/benefits');
    await page.getByRole('heading', { name: '图书借阅' }).waitFor();
    await isUsable(page);
    await page.getByLabel('我在哪里').selectOption('巩义市');
    await isAnnounced(page.getByText('这里有 4 项优惠。'));
    expect(await page.getByText('免押金办证').count()).toBe(0);
    await page.getByText('门票八折').first().waitFor();
    await page.getByLabel('我在哪里').selectOption('');
    await page.getByRole('link', { name: /出示核验码.*免押金办证/ }).click();
    await page.getByText('城东书香图书馆只会知道一件事').waitFor();
    await isUsable(page);

    const code = await showCode(page);
    await isAnnounced(page.getByRole('heading', { name: '城东书香图书馆' }));
    await isUsable(page);
    const provider = await desk(`#${code}`);
    expect(await provider.getByLabel('或者输入八位核验码').inputValue()).toBe(code);
    expect(new URL(provider.url()).hash).toBe(''); // not kept in the browser's history
    await isUsable(provider);
    await provider.getByRole('button', { name: '核验', exact: true }).click();
    await provider.locator('.told').getByText('符合', { exact: true }).waitFor();
    await isUsable(provider);
    const seen = await provider.locator('body').innerText();
    for (const secret of ['卫思源', '410199', '124', '优秀', '一线']) expect(seen).not.toContain(secret);
    await page.getByText('已核验：符合').waitFor();
    await isAnnounced(page.getByText('已核验：符合'));
    await isUsable(page);

    expect(await ask(provider, code)).toBe('未确认');
    await provider.getByText('凭证件照常借阅').waitFor();
    await provider.getByText('不足 5 次', { exact: true }).waitFor();

    await page.getByRole('link', { name: '哪些单位核验过我' }).click();
    await page.locator('.rows li', { hasText: '城东书香图书馆' }).waitFor();
    expect(await page.locator('.rows li').count()).toBe(1);
    await isUsable(page);
  });

  test('the answer is on the screen and read out, however large the letters', async () => {
    const provider = await desk();
    await atTwiceTheSize(provider, async () => {
      await ask(provider, 'AAAA2222');
      await isAnnounced(provider.locator('.told strong'));
      const inView = () =>
        provider.locator('.told strong').evaluate((element) => {
          const { top, bottom } = element.getBoundingClientRect();
          return top >= 0 && bottom <= innerHeight;
        });
      await expect.poll(inView).toBe(true);
    });
  });

  test('a code taken back, and one whose page was left, are good for nothing', async () => {
    const page = await journey.phone('citizen-joined');
    const provider = await desk();
    const taken = await showCode(page);
    await page.getByRole('button', { name: '作废这个码' }).click();
    await page.getByText('核验码已作废').waitFor();
    await isAnnounced(page.getByText('核验码已作废'));
    expect(await ask(provider, taken)).toBe('未确认');
    const left = await showCode(page);
    const gone = page.waitForResponse((response) => response.request().method() === 'DELETE');
    await page.getByRole('link', { name: '优惠', exact: true }).click();
    await gone;
    expect(await ask(provider, left)).toBe('未确认');
  });

  test('the QR code is what a camera reads; the provider’s page reads it with its own, and no other page may open one', async () => {
    const page = await journey.phone('citizen-joined');
    const code = await showCode(page);
    const picture = await page.locator('.qr').screenshot();
    const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    const { publicUrl } = journey.demo;
    expect(decodeQR({ width: info.width, height: info.height, data })).toBe(`${publicUrl}/provider/#${code}`);
    const film = join(journey.directory, 'camera.y4m');
    writeFileSync(film, await filmOf(picture));
    const withCamera = await openBrowser(chromium!, [
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      `--use-file-for-fake-video-capture=${film}`,
    ]);
    onTestFinished(() => withCamera.close());
    const provider = await desk('', withCamera);
    await provider.getByRole('button', { name: '用摄像头扫码' }).click();
    await provider.locator('.told').getByText('符合', { exact: true }).waitFor();
    expect(await provider.locator('video').count()).toBe(0); // read once, and the camera is off
    const policy = async (path: string) => (await fetch(publicUrl + path)).headers.get('permissions-policy') ?? '';
    expect(await policy('/provider/')).toContain('camera=(self)');
    expect(await policy('/my/')).toContain('camera=()');
    expect(await policy('/console/')).toContain('camera=()');
  });

  test('in English too, with what the provider gave in English', async () => {
    const page = await journey.phone('citizen-joined', '/my/benefits');
    await page.getByRole('button', { name: 'English' }).click();
    await page.getByText('A library card without deposit').first().waitFor();
    await page.getByText('borrowing with a card, as everybody does').waitFor();
    await isUsable(page);
    const provider = await desk();
    await provider.getByRole('button', { name: 'English' }).click();
    await provider.getByLabel('Or type the eight characters').fill('AAAA3333');
    await provider.getByRole('button', { name: 'Check', exact: true }).click();
    await provider.getByText('borrowing with a card, as everybody does').waitFor();
    await isUsable(provider);
  });

  test('two people of the credit office alter a provider; from then on the new offer stands on every phone', async () => {
    const { browser, demo } = journey;
    const office = await takeSeat(browser, demo.publicUrl, 'credit-office', '/console/providers');
    const second = await takeSeat(browser, demo.publicUrl, 'credit-office-2', '/console/providers', PHONE);
    const card = (page: Page) => page.locator('.ant-card', { hasText: '城东书香图书馆' });
    await card(office.page).getByRole('button', { name: '变更' }).click();
    const form = office.page.getByRole('dialog');
    await form.getByLabel('优惠内容', { exact: true }).fill('免押金办证，一次可借三十册');
    await form.getByLabel('优惠内容（英文，可以不填）').fill('Up to thirty books');
    await form.getByRole('button', { name: '提出' }).click();
    await card(office.page).getByText('由您提出').waitFor();
    expect(await card(office.page).getByRole('button', { name: '确认' }).isDisabled()).toBe(true);
    await second.page.reload();
    await card(second.page).getByRole('button', { name: '确认' }).click();
    // asked first: a confirmation is final
    await second.page
      .getByRole('dialog')
      .getByRole('button', { name: /^确\s*认$/ })
      .press('Enter');
    await second.page.getByText('已确认，积分系统随即得到通知').waitFor();
    const shown = () => fetch(`${demo.publicUrl}/api/points/benefits`).then((answer) => answer.text());
    await expect.poll(shown, { timeout: 30_000 }).toContain('一次可借三十册');
    expect(await shown()).toContain('Up to thirty books');
    expect([...office.complaints, ...second.complaints]).toEqual([]);
  });

  test('a provider’s own system asks the same question by access token, and no other system gets in', async () => {
    const { demo } = journey;
    const token = async ({ clientId, clientSecret, tokenUrl }: Demo['provider']['machine']) => {
      const body = new URLSearchParams({
        grant_type: 'client_credentials',
        client_id: clientId,
        client_secret: clientSecret,
        resource: `${demo.publicUrl}/api/points`,
      });
      const answer = (await (await fetch(tokenUrl, { method: 'POST', body })).json()) as { access_token: string };
      return answer.access_token;
    };
    const question = async (bearer: string) =>
      fetch(`${demo.publicUrl}/api/points/provider/verifications`, {
        method: 'POST',
        headers: { authorization: `Bearer ${bearer}`, 'content-type': 'application/json' },
        body: JSON.stringify({ benefit: 'library', code: 'AAAA2222' }),
      });
    const own = await (await question(await token(demo.provider.providerMachine))).text();
    answers.push(own);
    expect(JSON.parse(own)).toMatchObject({ answer: 'no', benefit: 'library' });
    const other = await question(await token(demo.provider.machine));
    expect(other.status).toBe(403);
    expect(await other.json()).toMatchObject({ code: 'provider.unknown_account' });
  });

  test('without an account nothing is lost and nothing is known: not in the points system, not in any answer to a provider', async () => {
    const page = await journey.phone('citizen-not-joined', '/my/benefits');
    await page.getByText('什么也不会失去').waitFor();
    await page.getByText('凭证件照常借阅').waitFor();
    expect(await page.getByRole('link', { name: /出示核验码/ }).count()).toBe(0);
    await isUsable(page);
    for (const path of ['/my/benefits/verifications', '/my/benefits/code', '/my/points']) {
      await page.goto(journey.demo.publicUrl + path);
      await page.locator('main h1').waitFor();
      await page.locator('.waiting').waitFor({ state: 'detached' });
      expect(await page.locator('.problem').count()).toBe(0); // not having joined is no mistake
      await isUsable(page);
    }
    const everything = await contentsOf(journey.databases.points.ownerUrl);
    expect(everything).toContain('在发热门诊一线连续值守30天'); // of who joined: the search reads what there is
    expect(answers.length).toBeGreaterThan(5);
    for (const trace of await tracesOf(journey, 'citizen-not-joined')) {
      expect(everything).not.toContain(trace);
      expect(answers.join('\n')).not.toContain(trace);
    }
  });
});

/** What would give somebody away: name, number, the key both systems compute from it, and what the platform holds about them. */
async function tracesOf({ databases }: Journey, account: string): Promise<string[]> {
  const { name, documentNumber } = DEMO_CITIZENS.find(({ id }) => id === account)!;
  const platform = new pg.Client({ connectionString: databases.platform.ownerUrl });
  await platform.connect();
  try {
    const { rows } = await platform.query<{ subject_key: string; record_id: string }>(
      `SELECT subject_key, record_id FROM record WHERE subject_type = 'person'
       AND subject_key NOT IN (SELECT subject_key FROM points_subscription)`,
    );
    expect(rows.length).toBeGreaterThan(0);
    return [name, documentNumber, ...rows.flatMap(({ subject_key, record_id }) => [subject_key, record_id])];
  } finally {
    await platform.end();
  }
}

/** Every row of every table as text. */
async function contentsOf(connectionString: string): Promise<string> {
  const owner = new pg.Client({ connectionString });
  await owner.connect();
  try {
    const { rows: tables } = await owner.query<{ name: string }>(
      `SELECT format('%I.%I', schemaname, tablename) AS name FROM pg_tables WHERE schemaname NOT IN ('pg_catalog', 'information_schema')`,
    );
    const rows: string[] = [];
    for (const { name } of tables)
      for (const { row } of (await owner.query<{ row: string }>(`SELECT t::text AS row FROM ${name} t`)).rows)
        rows.push(row);
    return rows.join('\n');
  } finally {
    await owner.end();
  }
}
