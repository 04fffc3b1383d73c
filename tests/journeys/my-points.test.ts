/**
 * Points and benefits on a phone against the real application: the explanation, checking the figure oneself, a code that a library
 * checks once, a citizen below the level and one without an account, and leaving without a trace. Every page passes axe and does
 * not scroll sideways, also at twice the text size.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import type { Browser, Page } from 'playwright-core';
import { decodeQR } from 'qr/decode.js';
import sharp from 'sharp';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type Demo, startDemo } from '../../src/runtime/demo/start-demo.ts';
import { tellStory } from '../../src/runtime/demo/story.ts';
import { freePort } from '../../src/runtime/postgres/embedded.ts';
import { SYSTEMS } from '../../src/runtime/postgres/migrate.ts';
import {
  findChromium,
  NO_CHROMIUM,
  openBrowser,
  openSeat,
  type Seat,
  seriousFindings,
  takePhone,
  takeSeat,
} from '../support/browser.ts';
import { createTestDatabase, type TestDatabase } from '../support/database.ts';

const chromium = findChromium();
if (!chromium) console.warn(NO_CHROMIUM);

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

const PHONE = { width: 390, height: 844 };

describe.skipIf(!chromium)('points and benefits on a phone', () => {
  let databases: TestDatabase[];
  let demo: Demo;
  let directory: string;
  let browser: Browser;
  const seats: Seat[] = [];

  beforeAll(async () => {
    directory = mkdtempSync(join(tmpdir(), 'xinheng-points-'));
    databases = await Promise.all(SYSTEMS.map(createTestDatabase));
    const urls = Object.fromEntries(
      SYSTEMS.map((system, index) => [`${system.toUpperCase()}_DATABASE_URL`, databases[index]!.url]),
    );
    demo = await startDemo({ ...urls, PORT: String(await freePort()), DATA_DIR: directory });
    await tellStory(demo, { log: () => {} });
    browser = await openBrowser(chromium!);
  }, 300_000);

  afterEach(() => {
    expect(seats.flatMap(({ complaints }) => complaints)).toEqual([]);
  });

  afterAll(async () => {
    await browser?.close();
    await demo?.stop();
    await Promise.all((databases ?? []).map((database) => database.drop()));
    rmSync(directory, { recursive: true, force: true });
  });

  async function phone(account: string, path?: string): Promise<Page> {
    const seat = await takePhone(browser, demo.publicUrl, account, path);
    seats.push(seat);
    return seat.page;
  }

  async function desk(hash = '', at = browser): Promise<Page> {
    const seat = await openSeat(at, PHONE);
    seats.push(seat);
    await seat.page.goto(`${demo.publicUrl}/provider/${hash}`);
    await seat.page.getByRole('button', { name: '经办账号登录' }).click();
    await seat.page.getByRole('button', { name: '（library-desk）' }).click();
    await seat.page.getByRole('heading', { name: '城东书香图书馆' }).waitFor();
    return seat.page;
  }

  /** For eyes, fingers and screen readers: as it is, and with letters twice the size. */
  async function isUsable(page: Page): Promise<void> {
    expect(await seriousFindings(page)).toEqual([]);
    const overhang = () =>
      page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth);
    expect(await overhang()).toBeLessThanOrEqual(0);
    await page.evaluate(() => document.documentElement.style.setProperty('font-size', '225%'));
    expect(await overhang()).toBeLessThanOrEqual(0);
    await page.evaluate(() => document.documentElement.style.removeProperty('font-size'));
  }

  async function showCode(page: Page): Promise<string> {
    await page.goto(`${demo.publicUrl}/my/benefits`);
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

  test('the account explains itself and is checked on the phone', async () => {
    const page = await phone('citizen-joined');
    await page.getByRole('heading', { name: '卫思源' }).waitFor();
    await isUsable(page);
    await page.getByRole('link', { name: /^积分/ }).click();
    await page.getByText('每一分的来由').waitFor();
    expect(await page.locator('.figure').innerText()).toBe('124');
    await isUsable(page);
    await page.getByRole('button', { name: '在本机重新计算' }).click();
    await page.getByText('本机算得 124，服务器为 124').waitFor();
  });

  test('before consent it says what the provider learns; then one code, one yes, and never again', async () => {
    const page = await phone('citizen-joined', '/my/benefits');
    await page.getByRole('heading', { name: '图书借阅' }).waitFor();
    await isUsable(page);
    await page.getByLabel('我在哪里').selectOption('巩义市');
    expect(await page.getByText('免押金办证').count()).toBe(0);
    await page.getByText('门票八折').first().waitFor();
    await page.getByLabel('我在哪里').selectOption('');
    await page.getByRole('link', { name: /出示核验码.*免押金办证/ }).click();
    await page.getByText('城东书香图书馆只会知道一件事').waitFor();
    await isUsable(page);

    const code = await showCode(page);
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
    await isUsable(page);

    expect(await ask(provider, code)).toBe('未确认');
    await provider.getByText('凭证件照常借阅').waitFor();
    await provider.getByText('不足 5', { exact: true }).waitFor();

    await page.getByRole('link', { name: '哪些单位核验过我' }).click();
    await page.locator('.rows li', { hasText: '城东书香图书馆' }).waitFor();
    expect(await page.locator('.rows li').count()).toBe(1);
    await isUsable(page);
  });

  test('a code taken back, and one whose page was left, are good for nothing', async () => {
    const page = await phone('citizen-joined');
    const provider = await desk();
    const taken = await showCode(page);
    await page.getByRole('button', { name: '作废这个码' }).click();
    await page.getByText('核验码已作废').waitFor();
    expect(await ask(provider, taken)).toBe('未确认');
    const left = await showCode(page);
    const gone = page.waitForResponse((response) => response.request().method() === 'DELETE');
    await page.getByRole('link', { name: '优惠', exact: true }).click();
    await gone;
    expect(await ask(provider, left)).toBe('未确认');
  });

  test('the QR code is what a camera reads; the provider’s page reads it with its own, and no other page may open one', async () => {
    const page = await phone('citizen-joined');
    const code = await showCode(page);
    const picture = await page.locator('.qr').screenshot();
    const { data, info } = await sharp(picture).ensureAlpha().raw().toBuffer({ resolveWithObject: true });
    expect(decodeQR({ width: info.width, height: info.height, data })).toBe(`${demo.publicUrl}/provider/#${code}`);
    const film = join(directory, 'camera.y4m');
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
    const policy = async (path: string) => (await fetch(demo.publicUrl + path)).headers.get('permissions-policy') ?? '';
    expect(await policy('/provider/')).toContain('camera=(self)');
    expect(await policy('/my/')).toContain('camera=()');
    expect(await policy('/console/')).toContain('camera=()');
  });

  test('without an account nothing is lost: the basic services are named, and no code is offered', async () => {
    const page = await phone('citizen-not-joined', '/my/benefits');
    await page.getByText('什么也不会失去').waitFor();
    await page.getByText('凭证件照常借阅').waitFor();
    expect(await page.getByRole('link', { name: /出示核验码/ }).count()).toBe(0);
    await isUsable(page);
  });

  test('opening is a consent of its own; below the level there is the basic service and no code', async () => {
    const page = await phone('representative', '/my/points');
    const agree = page.getByRole('button', { name: '同意并开通' });
    await agree.waitFor();
    expect(await page.getByRole('checkbox').isChecked()).toBe(false);
    expect(await agree.isDisabled()).toBe(true);
    await isUsable(page);
    await page.getByRole('checkbox').check();
    await agree.click();
    await page.getByText('每一分的来由').waitFor();
    expect(await page.locator('.figure').innerText()).toBe('100');
    await page.goto(`${demo.publicUrl}/my/benefits`);
    await page.getByText('凭证件照常借阅').waitFor();
    expect(await page.getByRole('link', { name: /出示核验码/ }).count()).toBe(0);
    expect(await page.getByText('什么也不会失去').count()).toBe(0);
  });

  test('two people of the credit office alter a provider; from then on the new offer stands on every phone', async () => {
    const office = await takeSeat(browser, demo.publicUrl, 'credit-office', '/console/providers');
    const second = await takeSeat(browser, demo.publicUrl, 'credit-office-2', '/console/providers', PHONE);
    seats.push(office, second);
    const card = (page: Page) => page.locator('.ant-card', { hasText: '城东书香图书馆' });
    await card(office.page).waitFor();
    expect(await seriousFindings(office.page)).toEqual([]);
    await card(office.page).getByRole('button', { name: '变更' }).click();
    const form = office.page.getByRole('dialog');
    await form.getByLabel('优惠内容').fill('免押金办证，一次可借三十册');
    expect(await seriousFindings(office.page)).toEqual([]);
    await form.getByRole('button', { name: '提出' }).click();
    await card(office.page).getByText('由您提出').waitFor();
    expect(await card(office.page).getByRole('button', { name: '确认' }).isDisabled()).toBe(true);
    await second.page.reload();
    await card(second.page).getByRole('button', { name: '确认' }).click();
    await second.page.getByText('已确认，积分系统随即得到通知').waitFor();
    expect(await seriousFindings(second.page)).toEqual([]);
    const shown = () => fetch(`${demo.publicUrl}/api/points/benefits`).then((answer) => answer.text());
    await expect.poll(shown, { timeout: 30_000 }).toContain('一次可借三十册');
  });

  test('closing says what goes and what stays, and then nothing is left but the receipt', async () => {
    const page = await phone('citizen-joined', '/my/points');
    const owner = new pg.Client({ connectionString: databases[SYSTEMS.indexOf('points')]!.ownerUrl });
    onTestFinished(() => owner.end());
    await owner.connect();
    const { rows: kept } = await owner.query<{ subject_key: string }>('SELECT subject_key FROM verification LIMIT 1');
    await page.getByRole('button', { name: '注销账户' }).click();
    await isUsable(page);
    await page.getByRole('button', { name: '确认注销' }).click();
    await page.getByText('账户已注销').waitFor();
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
    await page.goto(`${demo.publicUrl}/my/benefits`);
    await page.getByText('什么也不会失去').waitFor();
  });

  test('a provider’s own system asks the same question by access token, and no other system gets in', async () => {
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
    const own = await question(await token(demo.provider.providerMachine));
    expect(await own.json()).toMatchObject({ answer: 'no', benefit: 'library' });
    const other = await question(await token(demo.provider.machine));
    expect(other.status).toBe(403);
    expect(await other.json()).toMatchObject({ code: 'provider.unknown_account' });
  });
});
