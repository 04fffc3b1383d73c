/** The layers of the architecture hold: who may import whom, and that a domain is entered through its index only. */
import { readdirSync, readFileSync } from 'node:fs';
import { stripTypeScriptTypes } from 'node:module';
import { dirname, join, relative, resolve, sep } from 'node:path';
import { describe, expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');
const source = join(root, 'src');

type Layer = 'kernel' | 'contracts' | 'documents' | 'http' | 'log' | 'platform' | 'points' | 'site' | 'runtime';

/** What a layer may import besides itself. */
const MAY_IMPORT: Readonly<Record<Layer, readonly Layer[]>> = {
  kernel: [],
  contracts: ['kernel'],
  documents: ['kernel'],
  http: ['kernel', 'contracts'],
  log: ['kernel', 'contracts'],
  platform: ['kernel', 'contracts', 'documents', 'http', 'log'],
  points: ['kernel', 'contracts', 'documents', 'http', 'log'],
  site: ['kernel', 'contracts', 'documents', 'http', 'log'],
  runtime: ['kernel', 'contracts', 'documents', 'http', 'log', 'platform', 'points', 'site'],
};

/** The kernel does no I/O and reads no clock: of Node it may use what only computes. */
const KERNEL_NODE_MODULES = ['node:crypto', 'node:buffer', 'node:util'];
const KERNEL_PACKAGES = ['zod', 'yaml'];
/** Global clocks and dice; `new Date(value)` is arithmetic and allowed. */
const KERNEL_FORBIDDEN = [
  /\bDate\.now\(/,
  /\bnew Date\(\s*\)/,
  /\bMath\.random\(/,
  /\bprocess\.env\b/,
  /\bfetch\(/,
  /\brandom(Bytes|UUID|Int)\(/,
];

interface Import {
  readonly file: string;
  readonly specifier: string;
  /** path below src, or null for a package */
  readonly target: string | null;
}

function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.endsWith('.d.ts') && !name.endsWith('.test.ts'))
    .map((name) => join(folder, name));
}

/** Of code as it runs: imports that are only types are gone, and with them comments cannot mislead either. */
function runtimeCode(file: string): string {
  return stripTypeScriptTypes(readFileSync(file, 'utf8'), { mode: 'strip' });
}

const STATIC = /^\s*(?:import|export)\b[^'"`;]*?\bfrom\s*(['"])([^'"]+)\1|^\s*import\s*(['"])([^'"]+)\3/gm;
const DYNAMIC = /\bimport\(\s*(['"])([^'"]+)\1/g;

/** Types count as well: a domain that knows another's types is bound to it. */
function importsOf(file: string): Import[] {
  const text = readFileSync(file, 'utf8');
  const specifiers = [...text.matchAll(STATIC)].map((match) => match[2] ?? match[4] ?? '');
  specifiers.push(...[...text.matchAll(DYNAMIC)].map((match) => match[2] ?? ''));
  return specifiers.map((specifier) => ({
    file: relative(source, file),
    specifier,
    target: targetOf(file, specifier),
  }));
}

function targetOf(file: string, specifier: string): string | null {
  if (specifier.startsWith('#')) return specifier.slice(1);
  if (specifier.startsWith('.'))
    return relative(source, resolve(dirname(file), specifier))
      .split(sep)
      .join('/');
  return null;
}

const layerOf = (path: string) => path.split(/[/\\]/, 1)[0] as Layer;

const files = sourceFiles(source);
const imports = files.flatMap(importsOf);

describe('layers', () => {
  test('the source was found and its imports were read', () => {
    expect(files.length).toBeGreaterThan(50);
    expect(imports.length).toBeGreaterThan(files.length);
  });

  test('every file lies in a layer', () => {
    const layers = new Set(files.map((file) => layerOf(relative(source, file))));
    expect([...layers].filter((layer) => !(layer in MAY_IMPORT))).toEqual([]);
  });

  test.each(Object.keys(MAY_IMPORT) as Layer[])('%s imports only what it may', (layer) => {
    const wrong = imports.filter(({ file, target }) => {
      if (target === null || layerOf(file) !== layer) return false;
      const other = layerOf(target);
      return other !== layer && !MAY_IMPORT[layer].includes(other);
    });
    expect(wrong.map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
  });

  test('nothing below src reaches out of src', () => {
    expect(
      imports.filter(({ target }) => target?.startsWith('..')).map(({ file, specifier }) => `${file} → ${specifier}`),
    ).toEqual([]);
  });
});

describe('kernel', () => {
  const kernel = files.filter((file) => layerOf(relative(source, file)) === 'kernel');

  test('uses no package but those that only compute', () => {
    const wrong = imports.filter(
      ({ file, specifier, target }) =>
        layerOf(file) === 'kernel' &&
        target === null &&
        !KERNEL_PACKAGES.includes(specifier) &&
        !KERNEL_NODE_MODULES.includes(specifier),
    );
    expect(wrong.map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
  });

  test('reads no clock, no dice, no environment, no network', () => {
    const wrong = kernel.flatMap((file) => {
      const code = withoutComments(runtimeCode(file));
      return KERNEL_FORBIDDEN.filter((pattern) => pattern.test(code)).map(
        (pattern) => `${relative(source, file)}: ${pattern.source}`,
      );
    });
    expect(wrong).toEqual([]);
  });
});

/** The citizen's browser computes the account with the server's own engine: nothing on that path may need Node. */
test('the points engine and history run in a browser', () => {
  const reached = new Set<string>();
  const visit = (file: string) => {
    if (reached.has(file)) return;
    reached.add(file);
    for (const { target, specifier } of imports.filter((one) => one.file === file)) {
      expect(specifier, file).not.toMatch(/^node:/);
      if (target !== null && !isTypeOnly(file, specifier)) visit(target);
    }
  };
  visit(join('kernel', 'policy', 'points-engine.ts'));
  visit(join('kernel', 'policy', 'points-history.ts'));
  expect(reached.size).toBeGreaterThan(2);
});

/** Gone from the code as it runs. */
function isTypeOnly(file: string, specifier: string): boolean {
  return !runtimeCode(join(source, file)).includes(`'${specifier}'`);
}

/** A domain folder of a system that has an index is entered by it alone. */
test('domains are entered through their index', () => {
  const systems: Layer[] = ['platform', 'points', 'site'];
  const withIndex = new Set(
    files
      .map((file) => relative(source, file).split(sep))
      .filter(([layer, , name]) => systems.includes(layer as Layer) && name === 'index.ts')
      .map(([layer, domain]) => `${layer}/${domain}`),
  );
  const domainOf = (path: string) => path.split(/[/\\]/).slice(0, 2).join('/');
  const wrong = imports.filter(({ file, target }) => {
    if (target === null) return false;
    const domain = domainOf(target);
    if (!withIndex.has(domain) || domainOf(file) === domain || target === `${domain}/index.ts`) return false;
    return !SHARED.includes(target);
  });
  expect(wrong.map(({ file, specifier }) => `${file} → ${specifier}`)).toEqual([]);
});

/** Small foundations that every domain of the platform stands on. */
const SHARED = [
  'platform/access/actor.ts',
  'platform/access/applicant.ts',
  'platform/access/jurisdiction.ts',
  'platform/access/one-person.ts',
  'platform/access/transaction.ts',
  'platform/exchange/outbox.ts',
];

function withoutComments(code: string): string {
  return code.replaceAll(/\/\*[\s\S]*?\*\//g, '').replaceAll(/(^|[^:])\/\/.*$/gm, '$1');
}
