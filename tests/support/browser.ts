/** A real browser for journeys: finds Chromium, signs in as a demo account, keeps what the console complains of, asks axe. */
import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { type Browser, chromium, type Page } from 'playwright-core';

/** Undefined where there is none. CHROMIUM_PATH names another. */
export function findChromium(): string | undefined {
  const candidates = [
    process.env['CHROMIUM_PATH'],
    // the same engine without the browser around it: a third less work for the same pages
    '/usr/bin/chromium-headless-shell',
    '/usr/bin/chromium',
    '/usr/bin/chromium-browser',
    '/usr/bin/google-chrome',
    '/usr/bin/google-chrome-stable',
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    playwrightsOwn(),
  ];
  return candidates.find((path) => path !== undefined && path !== '' && existsSync(path));
}

export const NO_CHROMIUM =
  'no Chromium found (looked in CHROMIUM_PATH and the usual places). Install one, with a Chinese font: ' +
  '`apt-get install chromium-headless-shell fonts-noto-cjk`, or `npx playwright-core install chromium`';

/**
 * For the journeys, which are not left out in silence: where there is no browser they fail and say what to do. Undefined only for who
 * asked to go without; the last line of `npm test` then counts them as skipped.
 * @throws Error where there is no Chromium
 */
export function chromiumForJourneys(): string | undefined {
  if (process.env['WITHOUT_BROWSER']) return undefined;
  const found = findChromium();
  if (!found) throw new Error(`${NO_CHROMIUM}. To go without the journeys: WITHOUT_BROWSER=1 npm test`);
  return found;
}

function playwrightsOwn(): string | undefined {
  try {
    return chromium.executablePath();
  } catch {
    return undefined;
  }
}

/** For what is to appear on a page: how long a slow and busy machine may take, in milliseconds. */
const PATIENCE = 120_000;

/** `extra`: more of Chromium's own options, such as a film in place of a camera. */
export async function openBrowser(executablePath: string, extra: readonly string[] = []): Promise<Browser> {
  const quiet = ['--disable-background-networking', '--disable-component-update', '--disable-sync'];
  // nothing is drawn for anybody: a process of its own for it costs a quarter of the work
  const undrawn = ['--disable-gpu', '--in-process-gpu'];
  // without a UTF-8 locale the browser cannot write Chinese file names
  const env = { ...process.env, LANG: 'C.UTF-8', LC_ALL: 'C.UTF-8' } as Record<string, string>;
  const args = ['--no-sandbox', ...undrawn, ...quiet, ...extra];
  const browser = await chromium.launch({ executablePath, headless: true, env, args, timeout: PATIENCE });
  const newContext = browser.newContext.bind(browser);
  browser.newContext = async (options) => {
    const context = await newContext(options);
    context.setDefaultTimeout(PATIENCE);
    return context;
  };
  return browser;
}

export interface Seat {
  readonly page: Page;
  /** errors of the page and its console since it was opened */
  readonly complaints: string[];
}

/** A person at a screen of their own, signed in through the demo's provider, at an address of the console. */
export async function takeSeat(
  browser: Browser,
  origin: string,
  account: string,
  path: string,
  viewport = { width: 1440, height: 900 },
): Promise<Seat> {
  const seat = await openSeat(browser, viewport);
  await seat.page.goto(`${origin}/api/platform/auth/sign-in?returnTo=${encodeURIComponent(path)}`);
  await seat.page.getByRole('button', { name: `（${account}）` }).click();
  await seat.page.waitForURL(`${origin}/console/**`);
  return seat;
}

/** A citizen or a representative with a phone, signed in at an address below /my/: one choice opens both systems. */
export async function takePhone(
  browser: Browser,
  origin: string,
  account: string,
  path = '/my/',
  viewport = { width: 390, height: 844 },
): Promise<Seat> {
  const seat = await openSeat(browser, viewport);
  await seat.page.goto(origin + path);
  await seat.page.getByRole('button', { name: '用统一身份认证登录' }).click();
  await seat.page.getByRole('button', { name: `（${account}）` }).click();
  await seat.page.waitForURL(origin + path);
  return seat;
}

/** Nobody yet: a browser of its own, whose complaints are kept. */
export async function openSeat(browser: Browser, viewport: { width: number; height: number }): Promise<Seat> {
  const context = await browser.newContext({ viewport, locale: 'zh-CN', reducedMotion: 'reduce' });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    // a refusal is an answer: the browser notes every 4xx, the page shows it
    if (message.type() === 'error' && !/status of 4\d\d/.test(message.text())) complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  return { page, complaints };
}

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');

/** A colour on its way to another is nobody's colour. */
const AT_REST = `Promise.all(document.getAnimations()
  .filter((animation) => animation.effect?.getComputedTiming().iterations !== Infinity)
  .map((animation) => animation.finished.catch(() => undefined))).then(() => undefined)`;

/** Findings a person with a disability would trip over, as `rule: where`. */
export async function seriousFindings(page: Page): Promise<string[]> {
  await page.evaluate(AT_REST);
  // half a megabyte to send and to read: once for a document
  if (await page.evaluate(`typeof axe === 'undefined'`)) await page.evaluate(AXE);
  return page.evaluate(async () => {
    interface Found {
      readonly violations: readonly {
        readonly id: string;
        readonly impact: string | null;
        readonly nodes: readonly { readonly html: string }[];
      }[];
    }
    interface Axe {
      readonly _audit: { readonly rules: readonly { readonly id: string; readonly impact: string | null }[] };
      run(where: Document, options: object): Promise<Found>;
    }
    const { axe } = globalThis as unknown as { axe: Axe };
    const isSerious = ({ impact }: { impact: string | null }) => impact === 'serious' || impact === 'critical';
    // a rule that says how grave it is gives that to all it finds: what would be left out below is not looked for
    const light = axe._audit.rules.filter((rule) => rule.impact !== null && !isSerious(rule));
    const rules = Object.fromEntries(light.map(({ id }) => [id, { enabled: false }]));
    // of what passed nothing is kept: finding names for it is most of the work
    const { violations } = await axe.run(document, { resultTypes: ['violations'], rules });
    return violations
      .filter(isSerious)
      .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html.slice(0, 200)}`));
  });
}
