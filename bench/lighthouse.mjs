/**
 * What Lighthouse says of the public site: starts the demo, opens home, search, an organisation and a list in Chromium, prints the four
 * scores of each. Lighthouse is fetched from the npm registry by this measurement only; the product does not depend on it.
 *
 *   npm run bench:lighthouse [-- --url http://localhost:8080]     CHROME_PATH names the browser, /usr/bin/chromium without it
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';

const { values } = parseArgs({ options: { url: { type: 'string' } } });
const folder = mkdtempSync(join(tmpdir(), 'xinheng-lighthouse-'));
chmodSync(folder, 0o755); // as root, the database server runs under another account that must get in
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'];
const CHROME_FLAGS = '--headless --no-sandbox --disable-gpu';

const demo = values.url ? undefined : await startDemo();
const origin = values.url ?? demo.origin;
let below = 0;
try {
  const { manifest } = await (await fetch(`${origin}/api/site/v1/editions/red/1`)).json();
  const { uscc, name } = manifest.entries[0];
  const pages = {
    home: '/',
    search: `/search?q=${encodeURIComponent(name.slice(0, 2))}`,
    organisation: `/organisations/${uscc}`,
    list: '/lists/red',
    'home (English)': '/en/',
  };
  console.log(['page'.padEnd(16), ...CATEGORIES.map((category) => category.padStart(15))].join(''));
  for (const [title, path] of Object.entries(pages)) {
    const scores = audit(origin + path, title);
    below += scores.filter((score) => score < 100).length;
    console.log([title.padEnd(16), ...scores.map((score) => String(score).padStart(15))].join(''));
  }
} finally {
  await demo?.stop();
  rmSync(folder, { recursive: true, force: true });
}
process.exitCode = below > 0 ? 1 : 0;

/** The four scores, and on the standard error output what cost points. */
function audit(url, title) {
  const report = join(folder, `${title.replaceAll(/\W/g, '')}.json`);
  const lighthouse = () =>
    spawnSync(
      'npx',
      [
        '--yes',
        'lighthouse@13',
        url,
        '--quiet',
        '--output=json',
        `--output-path=${report}`,
        `--chrome-flags=${CHROME_FLAGS}`,
      ],
      { encoding: 'utf8', env: { ...process.env, CHROME_PATH: process.env.CHROME_PATH ?? '/usr/bin/chromium' } },
    );
  // on a busy machine the browser now and then loses a trace: that is no finding about the page
  let run = lighthouse();
  for (let again = 0; run.status !== 0 && again < 2; again++) run = lighthouse();
  if (run.status !== 0) throw new Error(run.stderr);
  const { categories, audits } = JSON.parse(readFileSync(report, 'utf8'));
  for (const category of CATEGORIES) {
    for (const { id, weight } of categories[category].auditRefs) {
      const { score, title: what, displayValue = '' } = audits[id];
      if (weight > 0 && score !== null && score < 0.995)
        console.error(`  ${title}: ${what} ${displayValue} (${score})`);
    }
  }
  return CATEGORIES.map((category) => Math.round(categories[category].score * 100));
}

async function startDemo() {
  const port = await freePort();
  const child = spawn(process.execPath, ['src/runtime/demo/main.ts'], {
    cwd: join(import.meta.dirname, '..'),
    env: { ...process.env, PORT: String(port), DATA_DIR: join(folder, 'data') },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  await new Promise((ready, failed) => {
    let said = '';
    child.stdout.on('data', (piece) => {
      said += piece;
      if (said.includes('Ctrl-C')) ready();
    });
    child.once('exit', (code) => failed(new Error(`the demo ended with ${code}`)));
  });
  return { origin: `http://localhost:${port}`, stop: () => ended(child) };
}

function ended(child) {
  return new Promise((resolve) => {
    child.removeAllListeners('exit').once('exit', resolve);
    child.kill('SIGTERM');
  });
}

function freePort() {
  return new Promise((found, failed) => {
    const probe = createServer();
    probe.once('error', failed);
    probe.listen(0, () => {
      const { port } = probe.address();
      probe.close(() => found(port));
    });
  });
}
