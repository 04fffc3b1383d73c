/** Another city and another notice are a new folder of data: nothing of any one city stands in the code. */
import { globSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { parseGoldenCases, runGoldenCase } from '#kernel/policy/golden.ts';
import { loadCalendar } from '#runtime/calendars.ts';
import { loadPolicy } from '#runtime/policy.ts';

const root = join(import.meta.dirname, '..');
const folder = join(import.meta.dirname, 'support', 'mini-pack');
const examples = join(folder, 'notices', 'qinglu-2021-7', 'cases');
const policy = await loadPolicy(folder);
const calendar = await loadCalendar();

describe('a deliberately different pack', () => {
  const cases = readdirSync(examples).flatMap((file) =>
    parseGoldenCases(file, readFileSync(join(examples, file), 'utf8')),
  );
  test.each(cases.map((golden) => [golden.title, golden] as const))('%s', (_title, golden) => {
    expect(runGoldenCase(golden, policy, calendar)).toEqual([]);
  });
});

test('whether people are told the name of who looked is the city’s to say', async () => {
  expect(policy.looks).toEqual({ showOfficerName: true });
  expect((await loadPolicy(join(root, 'cities', 'zhengzhou'))).looks).toBeUndefined();
});

/** Words that only the first city's pack and its law have; the code must not know them. */
const WORDS = /郑州|郑信用|郑港|商鼎|航空港|郑东|i郑州|信用优秀|信用极好|河南|zhengzhou|henan|(?<!\d)4101(?!99)/i;
/** The demonstration may name the bodies it plays, and one file names the pack that runs by default. */
const DEMO = [/^src\/runtime\/demo\//, /^src\/runtime\/default-policy\.ts$/];

describe('nothing of one city in the code', () => {
  const files = globSync('{src,web}/**/*.{ts,tsx,sql,css,html,mjs}', {
    cwd: root,
    exclude: ['**/node_modules/**'],
  }).filter(
    (file) =>
      !/\.(test|prop\.test|pg\.test)\.ts$|\/(fixtures|test-data)/.test(file) &&
      !DEMO.some((allowed) => allowed.test(file)),
  );

  test('there is code to look at', () => expect(files.length).toBeGreaterThan(20));

  test('no word of the pack outside the demonstration', () => {
    const found = files.flatMap((file) =>
      readFileSync(join(root, file), 'utf8')
        .split('\n')
        .flatMap((line, index) => (WORDS.test(withoutCitations(line)) ? [`${file}:${index + 1} ${line.trim()}`] : [])),
    );
    expect(found).toEqual([]);
  });

  test.each(['const city = "郑州";', "if (level === '信用优秀')", "region.startsWith('4101')", 'cities/zhengzhou'])(
    'the search would notice %s',
    (line) => expect(WORDS.test(withoutCitations(line))).toBe(true),
  );
});

/** A citation may name the regulation that the code carries out. */
function withoutCitations(line: string): string {
  return line.replaceAll(/《?河南省社会信用条例》?/g, '');
}
