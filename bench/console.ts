/**
 * Whether every screen of the officers' console is there within a second when a million cases stand behind it: the demo is started, each
 * screen opened in Chromium by the officer it is for and timed; then a million invented rows come in through the real interface, one part
 * of them reviewed and determined, and the same screens are timed again. What counts is the time from opening the address to the last
 * change of the page, and how many questions to the interface it took.
 *
 *   npm run bench:console [-- --rows 100000]      CHROMIUM_PATH names the browser
 */
import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { buffer } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { DEMO_DEPARTMENTS } from '#runtime/demo/accounts.ts';
import { startDemo } from '#runtime/demo/start-demo.ts';
import { tellStory } from '#runtime/demo/story.ts';
import { Refused, Visitor } from '#runtime/demo/visitor.ts';
import { freePort } from '#runtime/postgres/embedded.ts';
import { findChromium, NO_CHROMIUM, openBrowser, type Seat, takeSeat } from '../tests/support/browser.ts';
import { HEADER, inventedRow } from './invented-rows.ts';
import { writeCsv } from './write-tables.ts';

const { values } = parseArgs({
  options: {
    rows: { type: 'string', default: '1000000' },
    /** of one file; offices hand in many files, not one */
    each: { type: 'string', default: '200000' },
  },
});
const rows = Number(values.rows);
const each = Math.min(rows, Number(values.each));
const ROUNDS = 3;
const say = (line: string) => process.stdout.write(`${line}\n`);
const seconds = (milliseconds: number) => `${(milliseconds / 1000).toFixed(2)} s`;

interface Screen {
  readonly account: string;
  readonly path: string;
}

interface Seen {
  readonly milliseconds: number;
  readonly questions: readonly string[];
}

interface Named {
  readonly batchId: string;
  readonly caseId: string;
  readonly roundId: string;
  readonly requestId: string;
}

/** Each page of the console, by somebody whose work it is. */
const screens = ({ batchId, caseId, roundId, requestId }: Named): Screen[] =>
  Object.entries({
    reporter: ['/', '/report', '/batches', `/batches/${batchId}`, `/batches/${batchId}?verdict=rejected`, '/absence'],
    'health-reviewer': [
      '/',
      '/queue',
      '/queue?kind=1.2',
      '/queue?state=determined',
      `/cases/${caseId}`,
      `/batches/${batchId}`,
    ],
    'health-determiner': ['/queue', '/lists', `/cases/${caseId}`],
    'credit-office': [
      '/',
      '/queue',
      '/lists',
      `/rounds/${roundId}`,
      '/rights',
      `/requests/${requestId}`,
      '/supervision',
      '/deliveries',
    ],
    'credit-office-2': ['/providers', '/policy'],
    assistant: ['/counter'],
    auditor: ['/', '/audit'],
    administrator: ['/', '/officers'],
  }).flatMap(([account, paths]) => paths.map((path) => ({ account, path })));

async function main(): Promise<void> {
  const chromium = findChromium();
  if (!chromium) throw new Error(NO_CHROMIUM);
  say(`${rows.toLocaleString('en-US')} rows · ${cpus().length} processors · Node ${process.version}`);
  const folder = mkdtempSync(join(tmpdir(), 'xinheng-bench-console-'));
  const environment = { PORT: String(await freePort()), DATA_DIR: folder, RATE_LIMIT_PER_MINUTE: '1000000' };
  const demo = await startDemo(environment);
  const browser = await openBrowser(chromium);
  const seats = new Map<string, Seat>();
  try {
    await tellStory(demo, { log: () => {} });
    const as = async (account: string) => new Visitor(demo.publicUrl).signIn('platform', account);
    const lookAt = async (named: Named): Promise<Map<string, Seen>> => {
      const seen = new Map<string, Seen>();
      for (const { account, path } of screens(named)) {
        const seat = seats.get(account) ?? (await takeSeat(browser, demo.publicUrl, account, '/console/'));
        seats.set(account, seat);
        const looks: Seen[] = [];
        for (let round = 0; round < ROUNDS; round++) looks.push(await look(seat, `${demo.publicUrl}/console${path}`));
        looks.sort((one, other) => one.milliseconds - other.milliseconds);
        seen.set(`${account} ${path.replace(/[\w-]*\d[\w-]*/, '…')}`, looks[Math.floor(ROUNDS / 2)] as Seen);
      }
      return seen;
    };
    const before = await lookAt(await names(as));
    const batches = await handIn(await as('reporter'), folder);
    say(await approve(as, batches[0] ?? ''));
    const after = await lookAt({ ...(await names(as)), batchId: batches[1] ?? batches[0] ?? '' });
    report(before, after);
  } finally {
    await browser.close();
    await demo.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** One of each that has a page of its own. */
async function names(as: (account: string) => Promise<Visitor>): Promise<Named> {
  const office = await as('credit-office');
  const batches = await (await as('reporter')).get<{ items: { id: string }[] }>('/api/platform/batches');
  const cases = await (await as('health-reviewer')).get<{ items: { caseId: string }[] }>('/api/platform/cases');
  const rounds = await office.get<{ items: { roundId: string }[] }>('/api/platform/lists/red/rounds');
  const requests = await office.get<{ items: { requestId: string }[] }>('/api/platform/requests');
  return {
    batchId: batches.items[0]?.id ?? '',
    caseId: cases.items[0]?.caseId ?? '',
    roundId: rounds.items[0]?.roundId ?? '',
    requestId: requests.items[0]?.requestId ?? '',
  };
}

async function handIn(reporter: Visitor, folder: string): Promise<string[]> {
  const batches: string[] = [];
  for (let from = 0; from < rows; from += each) {
    const file = join(folder, 'rows.csv');
    await writeCsv(file, HEADER, Math.min(each, rows - from), (index) => inventedRow(from + index));
    const query = new URLSearchParams({
      notice: '2020-2',
      kind: 'individuals',
      fileName: `第 ${from / each + 1} 批.csv`,
    });
    const content = new Uint8Array(await buffer(createReadStream(file)));
    const { batchId } = await reporter.upload<{ batchId: string }>(`/api/platform/batches?${query}`, content);
    for (let state = ''; state !== 'completed'; await sleep(500)) {
      ({ state } = await reporter.get<{ state: string }>(`/api/platform/batches/${batchId}`));
      if (state === 'refused') throw new Error('the file was refused');
    }
    batches.push(batchId);
  }
  return batches;
}

/** The departments of the demo review and determine their part of one batch, as a whole. */
async function approve(as: (account: string) => Promise<Visitor>, batch: string): Promise<string> {
  const started = performance.now();
  let determined = 0;
  for (const [step, role] of [
    ['review', 'reviewer'],
    ['determine', 'determiner'],
  ] as const) {
    for (const { prefix } of DEMO_DEPARTMENTS) {
      const officer = await as(`${prefix}-${role}`);
      try {
        const { done } = await officer.post<{ done: number }>(`/api/platform/batches/${batch}/${step}`);
        if (step === 'determine') determined += done;
      } catch (error) {
        if (!(error instanceof Refused && error.problem.code === 'batch.not_found')) throw error;
      }
    }
  }
  return `${determined.toLocaleString('en-US')} cases reviewed and determined in ${seconds(performance.now() - started)}`;
}

const QUIET_MILLISECONDS = 300;
const MOST_MILLISECONDS = 60_000;

/** Notes the instant of the page's last change. */
const WATCH = `
  globalThis.lastChange = 0;
  new MutationObserver(() => { globalThis.lastChange = performance.now(); })
    .observe(document, { subtree: true, childList: true, characterData: true });`;

/** Opens an address and waits until nothing is under way: no question unanswered, nothing that turns, no change of the page. */
async function look({ page }: Seat, address: string): Promise<Seen> {
  const questions: string[] = [];
  let open = 0;
  const asked = (request: { url(): string }) => request.url().includes('/api/');
  const onRequest = (request: { url(): string }) => {
    if (!asked(request)) return;
    open++;
    questions.push(new URL(request.url()).pathname);
  };
  const onEnd = (request: { url(): string }) => {
    if (asked(request)) open--;
  };
  page.on('request', onRequest).on('requestfinished', onEnd).on('requestfailed', onEnd);
  await page.addInitScript(WATCH);
  await page.goto(address);
  const deadline = Date.now() + MOST_MILLISECONDS;
  for (let milliseconds = -1; ; await sleep(50)) {
    const state = await page.evaluate(
      '({ now: performance.now(), last: globalThis.lastChange, turning: document.querySelectorAll(".ant-spin-spinning, .ant-skeleton").length, shown: document.querySelector("h1") !== null })',
    );
    const { now, last, turning, shown } = state as { now: number; last: number; turning: number; shown: boolean };
    if (shown && open === 0 && turning === 0 && last > 0 && now - last > QUIET_MILLISECONDS) milliseconds = last;
    if (Date.now() > deadline) throw new Error(`${address} never came to rest: ${questions.join(' ')}`);
    if (milliseconds < 0) continue;
    page.off('request', onRequest).off('requestfinished', onEnd).off('requestfailed', onEnd);
    return { milliseconds, questions };
  }
}

function report(before: ReadonlyMap<string, Seen>, after: ReadonlyMap<string, Seen>): void {
  say('');
  say(`${'screen'.padEnd(48)}${'few'.padStart(9)}${'many'.padStart(9)}${'ratio'.padStart(8)}   questions`);
  let late = 0;
  for (const [name, { milliseconds, questions }] of after) {
    const few = before.get(name)?.milliseconds ?? Number.NaN;
    if (milliseconds > 1_000) late++;
    const own = questions.filter((path) => !path.endsWith('/platform/me'));
    say(
      `${name.padEnd(48)}${seconds(few).padStart(9)}${seconds(milliseconds).padStart(9)}${(milliseconds / few).toFixed(2).padStart(8)}   ${own.length} ${own.map((path) => path.replace('/api/platform/', '').replace(/[\w-]*\d[\w-]*/, '…')).join(' ')}`,
    );
  }
  say('');
  say(`${after.size - late} of ${after.size} screens within a second`);
}

await main();
