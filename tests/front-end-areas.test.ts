/** The rooms of both front ends: an area knows no other; what several show stands in parts, and parts know no area. */
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';
import { ACTION_TITLES } from '#platform/oversight/action-titles.ts';
import type { Dictionary } from '../web/shared/language.tsx';
import { chineseTextsBelow } from './support/chinese-texts.ts';
import { importsOf, type SyntaxNode, sourcesBelow, treeOf, visit } from './support/syntax.ts';

const web = join(import.meta.dirname, '..', 'web');
/** Who opens the areas: the addresses, and the dictionary put together from theirs. */
const OPENS_AREAS = ['router.tsx', 'english.ts'];

interface Import {
  /** both as paths below `src`, with `/` */
  readonly from: string;
  readonly to: string;
}

function importsBelow(source: string): Import[] {
  const name = (path: string) => relative(source, path).split(sep).join('/');
  return sourcesBelow(source).flatMap((file) =>
    importsOf(file)
      .filter((specifier) => specifier.startsWith('.'))
      .map((specifier) => ({ from: name(file), to: name(resolve(dirname(file), specifier)) })),
  );
}

const areaOf = (path: string): string | undefined => /^areas\/([^/]+)\//.exec(path)?.[1];

/** Imports of an area by whom it is not meant for. */
function throughTheWall(imports: readonly Import[]): string[] {
  return imports
    .filter(({ from, to }) => {
      const area = areaOf(to);
      return area !== undefined && area !== areaOf(from) && !OPENS_AREAS.includes(from);
    })
    .map(({ from, to }) => `${from} → ${to}`);
}

/** Parts that one area shows alone, through other parts or itself: they belong into it. */
function partsOfOneArea(imports: readonly Import[]): string[] {
  const parts = [...new Set(imports.map(({ to }) => to).filter((path) => path.startsWith('parts/')))];
  return parts.filter((part) => {
    const showing = new Set<string>();
    const reached = new Set<string>();
    const follow = (path: string) => {
      if (reached.has(path)) return;
      reached.add(path);
      for (const { from } of imports.filter(({ to }) => to === path))
        if (from.startsWith('parts/')) follow(from);
        else showing.add(areaOf(from) ?? 'frame');
    };
    follow(part);
    return showing.size === 1 && !showing.has('frame');
  });
}

test('the wall is seen through every kind of import', () => {
  const source = mkdtempSync(join(tmpdir(), 'xinheng-areas-'));
  const write = (path: string, text: string) => {
    mkdirSync(dirname(join(source, path)), { recursive: true });
    writeFileSync(join(source, path), text);
  };
  try {
    write('router.tsx', "const load = () => import('./areas/a/page.tsx');");
    write(
      'areas/a/page.tsx',
      "import type { B } from '../b/words.ts';\nimport '../b/b.css';\nexport const p = <p>{}</p>;",
    );
    write('areas/b/words.ts', "export * from '../a/page.tsx';\nconst later = () => import('../../parts/one.ts');");
    write('parts/one.ts', "export { x } from '../areas/a/x.ts'; // import '../areas/b/no.ts'");
    const imports = importsBelow(source);
    expect(throughTheWall(imports).toSorted()).toEqual([
      'areas/a/page.tsx → areas/b/b.css',
      'areas/a/page.tsx → areas/b/words.ts',
      'areas/b/words.ts → areas/a/page.tsx',
      'parts/one.ts → areas/a/x.ts',
    ]);
    expect(partsOfOneArea(imports)).toEqual(['parts/one.ts']);
  } finally {
    rmSync(source, { recursive: true });
  }
});

describe.each(['console', 'my'])('%s', (frontEnd) => {
  const imports = importsBelow(join(web, frontEnd, 'src'));

  test('an area imports no other, and nobody reaches into one but the router', () => {
    expect(imports.length).toBeGreaterThan(100);
    expect(throughTheWall(imports)).toEqual([]);
  });

  test('what one area shows alone stands in it', () => {
    expect(partsOfOneArea(imports)).toEqual([]);
  });
});

test('an area of the console translates what it says, or the platform says to it, and no other area the same', async () => {
  const console = join(web, 'console', 'src');
  const said = chineseTextsBelow(console);
  const byPlatform = new Set([
    ...chineseTextsBelow(join(web, '..', 'src', 'platform')).map(({ text }) => text),
    ...Object.values(ACTION_TITLES),
  ]);
  const translatedBy = new Map<string, string>();
  const astray: string[] = [];
  for (const area of readdirSync(join(console, 'areas'))) {
    const own = new Set(said.filter(({ file }) => areaOf(file) === area).map(({ text }) => text));
    const dictionaries: Record<string, Dictionary> = await import(`../web/console/src/areas/${area}/english.ts`);
    for (const text of Object.values(dictionaries).flatMap((dictionary) => Object.keys(dictionary))) {
      if (!own.has(text) && !byPlatform.has(text)) astray.push(`${area} does not say: ${text}`);
      if (translatedBy.has(text)) astray.push(`${area} and ${translatedBy.get(text)} both translate: ${text}`);
      translatedBy.set(text, area);
    }
  }
  expect(translatedBy.size).toBeGreaterThan(700);
  expect(astray).toEqual([]);
});

/** Lengths of fields written as numbers: `maxLength={500}`, `{ min: 2, max: 500, message: … }`. */
function lengthsByHand(path: string, text?: string): string[] {
  const found: string[] = [];
  const numeric = (node: SyntaxNode) => {
    let number = false;
    visit(node, ({ type, value }) => {
      if (type === 'Literal' && typeof value === 'number') number = true;
    });
    return number;
  };
  const nameOf = ({ name, value }: SyntaxNode) => name ?? value;
  visit(treeOf(path, text), (node) => {
    if (node.type === 'JSXAttribute') {
      const name = nameOf(node['name'] as SyntaxNode);
      const value = node['value'] as SyntaxNode | null;
      if ((name === 'maxLength' || name === 'minLength') && value && (value.type === 'Literal' || numeric(value)))
        found.push(String(name));
    }
    if (node.type !== 'ObjectExpression') return;
    const properties = (node['properties'] as SyntaxNode[]).filter(({ type }) => type === 'Property');
    const keys = properties.map((property) => nameOf(property['key'] as SyntaxNode));
    if (!keys.includes('message') && !keys.includes('required')) return; // a rule of a field, not a chart's scale
    for (const property of properties) {
      const key = nameOf(property['key'] as SyntaxNode);
      if ((key === 'max' || key === 'min') && numeric(property['value'] as SyntaxNode)) found.push(String(key));
    }
  });
  return found;
}

test('how long a text may be says its contract, no form by itself', () => {
  const byHand = (text: string) => lengthsByHand('x.tsx', text);
  expect(byHand('<Input maxLength={500} />')).toEqual(['maxLength']);
  expect(byHand('<input maxLength="20" minLength={short ? 2 : 5} />')).toEqual(['maxLength', 'minLength']);
  expect(byHand("<Item rules={[{ required: true, min: 2, max: 500, message: '…' }]} />")).toEqual(['min', 'max']);
  expect(
    byHand('<Input maxLength={lengthOf(Reason).most} />; <p max={100} />; const scale = { min: 0, max: most };'),
  ).toEqual([]);
  const sources = sourcesBelow(web).filter((file) => file.endsWith('.tsx'));
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.flatMap((file) => lengthsByHand(file).map((what) => `${relative(web, file)}: ${what}`))).toEqual([]);
});
