/** docs/notices.md, followed to the letter: every command is run, every file written, and what the page says comes out comes out. */
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { main } from '../src/runtime/cli/main.ts';

const guide = readFileSync(join(import.meta.dirname, '..', 'docs', 'notices.md'), 'utf8');
const desk = mkdtempSync(join(tmpdir(), 'guide-'));
afterAll(() => rmSync(desk, { recursive: true }));

interface Step {
  readonly does: string;
  /** what stands behind it on its line */
  readonly rest: string;
  readonly text: string;
}
const steps: readonly Step[] = [...guide.matchAll(/^```(\w+) ?(.*)\n([\s\S]*?)^```$/gm)].map(
  ([, does, rest, text]) => ({
    ...{ does: does!, rest: rest!, text: text! },
  }),
);

/** Paths of the page stand on a desk of their own. */
const at = (path: string): string => join(desk, path);
const isPath = (word: string) => /^(cities\/|原稿)|\.csv$/.test(word);
const wordsIn = (line: string): string[] => (line.match(/"[^"]*"|\S+/g) ?? []).map((word) => word.replaceAll('"', ''));

/** What the command before said. */
let said: readonly string[] = [];

async function command(line: string): Promise<void> {
  const [program, ...words] = wordsIn(line).map((word) => (isPath(word) ? at(word) : word));
  if (program === 'cp') return cpSync(words[0]!, words[1]!, { recursive: true });
  if (!line.startsWith('npx xinheng ')) return expect(line, 'the page starts nothing else').toMatch(/ npm start$/);
  const out: string[] = [];
  const io = {
    out: (text: string) => void out.push(...text.split('\n')),
    err: (text: string) => void out.push(text),
    exit: () => undefined,
  };
  await main(['node', ...words], io);
  said = out.map((text) => text.replaceAll(`${desk}/`, ''));
}

const saidAs = (wanted: string) => expect(said.join('\n')).toContain(wanted);

/** A change in a file: what stands before →, and after it. */
function edit(file: string, from: string, to: string): void {
  const before = readFileSync(at(file), 'utf8');
  expect(before, `${file} says ${from}`).toContain(from);
  writeFileSync(at(file), before.replaceAll(from, to));
}

const DO: Readonly<Record<string, (step: Step) => Promise<void> | void>> = {
  async sh({ text }) {
    for (const line of text.trim().split('\n')) await command(line);
  },
  write({ rest, text }) {
    mkdirSync(dirname(at(rest)), { recursive: true });
    writeFileSync(at(rest), text);
  },
  append: ({ rest, text }) => appendFileSync(at(rest), `\n${text}`),
  replace({ rest, text }) {
    const [file, ...from] = rest.split(' ');
    edit(file!, from.join(' '), text);
  },
  expect({ text }) {
    for (const line of text.trimEnd().split('\n')) saidAs(line);
  },
  /** Made, seen, and made good again; one that nothing is said of stays. */
  async mistake({ rest, text }) {
    const [, file, from, to] = /^(\S+) (.*) → (.*)$/.exec(rest) ?? [];
    edit(file!, from!, to!);
    if (text === '') return;
    await command('npx xinheng notice check cities/haidun');
    for (const line of text.trimEnd().split('\n')) saidAs(line);
    edit(file!, to!, from!);
  },
};

test('the page has every kind of step', () => {
  expect(new Set(steps.map(({ does }) => does))).toEqual(new Set(Object.keys(DO)));
});

test.each(steps.map((step, index) => [index + 1, step.does, step.rest || step.text.split('\n')[0]!, step] as const))(
  '%i %s %s',
  async (_index, does, _what, step) => DO[does]!(step),
);
