/**
 * What Lighthouse says of the public site over a million organisations: opens home, search, an organisation and a list in Chromium, prints
 * the four scores of each and how much each page weighs. Lighthouse is fetched from the npm registry by this measurement only; the product
 * does not depend on it.
 *
 *   npm run bench:lighthouse [-- --organisations 100000] [--url http://localhost:8080]     CHROME_PATH names the browser, /usr/bin/chromium without it
 */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { openFilledSite } from './filled-site.ts';

const { values } = parseArgs({
  options: {
    organisations: { type: 'string', default: '1000000' },
    /** of a site that runs already, instead of a filled one */
    url: { type: 'string' },
  },
});
const CATEGORIES = ['performance', 'accessibility', 'best-practices', 'seo'] as const;
const CHROME_FLAGS = '--headless --no-sandbox --disable-gpu';

interface Report {
  readonly categories: Readonly<
    Record<string, { readonly score: number; readonly auditRefs: readonly { id: string; weight: number }[] }>
  >;
  readonly audits: Readonly<
    Record<string, { readonly score: number | null; readonly title: string; readonly displayValue?: string }>
  >;
}

const folder = mkdtempSync(join(tmpdir(), 'xinheng-lighthouse-'));
const site = values.url ? undefined : await openFilledSite(Number(values.organisations));
try {
  const origin = values.url ?? `http://localhost:${await site?.serve('site')}`;
  const { manifest } = (await (await fetch(`${origin}/api/site/v1/editions/red/1`)).json()) as {
    manifest: { entries: { uscc: string; name: string }[] };
  };
  const [first] = manifest.entries;
  if (!first) throw new Error('the red list is empty');
  const pages = {
    home: '/',
    search: `/search?q=${encodeURIComponent(first.name.slice(0, 2))}`,
    organisation: `/organisations/${first.uscc}`,
    list: '/lists/red',
    'home (English)': '/en/',
  };
  let below = 0;
  console.log(
    ['page'.padEnd(16), ...CATEGORIES.map((category) => category.padStart(15)), 'compressed'.padStart(15)].join(''),
  );
  for (const [title, path] of Object.entries(pages)) {
    const scores = audit(origin + path, title);
    below += scores.filter((score) => score < 100).length;
    const weight = `${(brotliCompressSync(await (await fetch(origin + path)).text()).length / 1000).toFixed(1)} kB`;
    console.log([title.padEnd(16), ...[...scores, weight].map((value) => String(value).padStart(15))].join(''));
  }
  process.exitCode = below > 0 ? 1 : 0;
} finally {
  await site?.close();
  rmSync(folder, { recursive: true, force: true });
}

/** The four scores, and on the standard error output what cost points. */
function audit(url: string, title: string): number[] {
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
  const { categories, audits } = JSON.parse(readFileSync(report, 'utf8')) as Report;
  for (const category of CATEGORIES) {
    for (const { id, weight } of categories[category]?.auditRefs ?? []) {
      const { score = null, title: what = '', displayValue = '' } = audits[id] ?? {};
      if (weight > 0 && score !== null && score < 0.995)
        console.error(`  ${title}: ${what} ${displayValue} (${score})`);
    }
  }
  return CATEGORIES.map((category) => Math.round((categories[category]?.score ?? 0) * 100));
}
