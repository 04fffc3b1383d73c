/**
 * `npm run dev`, as somebody who changes the product has it: one address for everything, sign-in, pages under the product's own content
 * security policy, what is saved replaced in the open page, and the server started again under the open session.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { freePort } from '../../src/runtime/postgres/embedded.ts';
import { SYSTEMS } from '../../src/runtime/postgres/migrate.ts';
import { chromiumForJourneys, openBrowser, takePhone, takeSeat } from '../support/browser.ts';
import { type City, toldCity } from '../support/city.ts';

const chromium = chromiumForJourneys();
const root = join(import.meta.dirname, '..', '..');

describe.skipIf(!chromium)('the developer’s server', () => {
  let city: City;
  let browser: Browser;
  let server: ChildProcess;
  let origin: string;
  let said = '';
  const saved = new Map<string, { readonly atime: Date; readonly mtime: Date }>();

  beforeAll(async () => {
    city = await toldCity('two notices');
    await city.demo.stop(); // its databases and keys are the developer's now
    const port = String(await freePort());
    origin = `http://localhost:${port}`;
    const urls = SYSTEMS.map((system) => [`${system.toUpperCase()}_DATABASE_URL`, city.databases[system].url]);
    server = spawn(process.execPath, [join(root, 'scripts', 'dev.ts')], {
      env: { ...process.env, ...Object.fromEntries(urls), PORT: port, DATA_DIR: city.directory },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    for (const stream of [server.stdout!, server.stderr!])
      stream.on('data', (text: Buffer) => {
        said += text.toString();
      });
    await vi.waitFor(() => expect(said).toContain('按 Ctrl-C 停止'), { timeout: 200_000, interval: 100 });
    browser = await openBrowser(chromium!);
  });

  afterAll(async () => {
    await browser?.close();
    if (server && server.exitCode === null) server.kill('SIGKILL');
    for (const [file, { atime, mtime }] of saved) utimesSync(file, atime, mtime); // what was built of it is as new as before
    await city?.end();
  });

  /** As saving does, without changing a word. */
  function save(...path: string[]): void {
    const file = join(root, ...path);
    saved.set(file, statSync(file));
    utimesSync(file, new Date(), new Date());
  }

  test('a saved page is replaced in place, a saved server file starts the server again, and nobody is signed out', async () => {
    const officer = await takeSeat(browser, origin, 'health-reviewer', '/console/');
    await officer.page.getByText('钱审核，您好').waitFor();
    const citizen = await takePhone(browser, origin, 'citizen-joined');
    await citizen.page.getByRole('heading', { name: '卫思源' }).waitFor();
    const scripts = await citizen.page
      .locator('script[src]')
      .evaluateAll((all) => all.map((one) => one.getAttribute('src')));
    expect(scripts).toContain('/my/src/main.tsx');

    const replaced: string[] = [];
    citizen.page.on('console', (message) => replaced.push(message.text()));
    await citizen.page.evaluate(() => Object.assign(globalThis, { stillHere: true }));
    save('web', 'my', 'src', 'pages', 'start.tsx');
    await expect.poll(() => replaced.join()).toContain('hot updated: /src/pages/start.tsx');
    expect(await citizen.page.evaluate(() => 'stillHere' in globalThis)).toBe(true);

    const starts = () => said.split('信衡演示正在启动').length - 1;
    const before = starts();
    save('src', 'runtime', 'demo', 'banner.ts');
    await expect.poll(starts, { timeout: 120_000 }).toBe(before + 1);
    await officer.page.reload(); // waits until the server is there again
    await officer.page.getByText('钱审核，您好').waitFor();
    expect((await fetch(`${origin}/lists/red`)).status).toBe(200);
    const own = [...officer.complaints, ...citizen.complaints];
    expect(own.filter((text) => !/net::ERR_|status of 50\d/.test(text))).toEqual([]);
  });

  test('ends with the demo when it is told to', async () => {
    const ended = new Promise((resolve) => server.once('exit', (code) => resolve(code)));
    server.kill('SIGINT');
    expect(await ended).toBe(0);
    expect(said).toContain('已停止');
    await expect(fetch(`${origin}/health`)).rejects.toThrow();
  });
});
