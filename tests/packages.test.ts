/** What the product is made of comes from the lock file, byte for byte: nothing is fetched beside it, and nothing is listed that nobody uses. */
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

interface LockedPackage {
  readonly version?: string;
  readonly integrity?: string;
  readonly resolved?: string;
  readonly hasInstallScript?: boolean;
}

const root = join(import.meta.dirname, '..');
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
const { packages } = JSON.parse(readFileSync(join(root, 'package-lock.json'), 'utf8')) as {
  packages: Record<string, LockedPackage>;
};
const locked = Object.entries(packages)
  .filter(([path]) => path !== '')
  .map(([path, entry]) => ({ name: path.slice(path.lastIndexOf('node_modules/') + 'node_modules/'.length), ...entry }));

/** Imported by no file: types, programs started by name, and what another package reads for itself. */
const USED_WITHOUT_IMPORT: Readonly<Record<string, string>> = {
  '@biomejs/biome': 'started by npm run lint',
  typescript: 'started by npm run typecheck',
  '@types/node': 'types',
  '@types/pdfkit': 'types',
  '@types/pg': 'types',
  '@types/react': 'types',
  '@types/react-dom': 'types',
};

/** How the name of a package stands in an import, a `require.resolve` or a path below node_modules. */
const OPENINGS = ['"', "'", '`', 'node_modules/'];

test('every package is pinned by its integrity, from whichever registry it comes', () => {
  expect(locked.filter(({ integrity }) => !integrity?.startsWith('sha512-')).map(({ name }) => name)).toEqual([]);
  expect(locked.filter(({ resolved }) => resolved !== undefined).map(({ name }) => name)).toEqual([]);
});

test('no package runs a script of its own at installation but those named in allowScripts', () => {
  const allowed = new Set(Object.keys(manifest.allowScripts));
  const scripted = locked.filter(({ hasInstallScript }) => hasInstallScript).map(({ name }) => name);
  expect(scripted.filter((name) => !allowed.has(name))).toEqual([]);
  expect(
    [...allowed].filter((name) => !scripted.includes(name)),
    'allowed for nothing',
  ).toEqual([]);
});

test('the pinned Node is an exact version, and the one these tests run under', async () => {
  const pinned = Object.entries(manifest.optionalDependencies as Record<string, string>);
  for (const [name, version] of pinned) {
    expect(version, name).toMatch(/^24\.\d+\.\d+$/);
    expect(locked.find((one) => one.name === name)?.version, name).toBe(version);
  }
  const { usableNode } = (await import(join(root, 'scripts', 'pinned-node.mjs'))) as {
    usableNode(): string | undefined;
  };
  const node = usableNode();
  expect(node).toBeDefined();
  expect(execFileSync(node ?? '', ['--version'], { encoding: 'utf8' }).trim()).toBe(process.version);
});

test('every package listed is used', () => {
  const sources = ['src', 'web', 'scripts', 'bin', 'tests', 'bench', 'cities']
    .flatMap((folder) => readdirSync(join(root, folder), { withFileTypes: true, recursive: true }))
    .filter((entry) => entry.isFile() && /\.(ts|tsx|mjs|css|html)$/.test(entry.name))
    .filter(({ parentPath }) => !/node_modules|[\\/]dist\b/.test(parentPath))
    .map(({ parentPath, name }) => readFileSync(join(parentPath, name), 'utf8'))
    .concat(readFileSync(join(root, 'vitest.config.ts'), 'utf8'))
    .join('\n');
  const listed = Object.keys({ ...manifest.dependencies, ...manifest.devDependencies });
  const unused = listed.filter(
    (name) =>
      !USED_WITHOUT_IMPORT[name] &&
      !['"', "'", '`', '/'].some((end) => OPENINGS.some((start) => sources.includes(start + name + end))),
  );
  expect(unused).toEqual([]);
});
