/** What is ours is closed, what is somebody else's is not used. */
import {
  chmodSync,
  chownSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { closeDataDirectory, closedToOthers, ownFile, ownFolder } from './private-folder.ts';

const asRoot = process.getuid?.() === 0;
const SOMEBODY = 54_321;

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'xinheng-private-'));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const at = (name: string) => join(folder, name);
const mode = (name: string) => (statSync(at(name)).mode & 0o7777).toString(8);
const file = (name: string, bits: number) => {
  writeFileSync(at(name), 'x');
  chmodSync(at(name), bits);
  return at(name);
};
const directory = (name: string, bits: number) => {
  mkdirSync(at(name));
  chmodSync(at(name), bits);
  return at(name);
};

describe('a folder', () => {
  test('is made with the mode asked for', () => {
    ownFolder(at('new'), 0o700);
    expect(mode('new')).toBe('700');
  });

  test.each([0o755, 0o777, 0o1777, 0o2755, 0o750, 0o701])('of ours with mode %o is closed', (bits) => {
    ownFolder(directory('ours', bits), 0o700);
    expect(mode('ours')).toBe('700');
  });

  test('may be passed through, not listed, where asked; what is tighter stays', () => {
    ownFolder(directory('ours', 0o755), 0o711);
    expect(mode('ours')).toBe('711');
    ownFolder(directory('tighter', 0o700), 0o711);
    expect(mode('tighter')).toBe('700');
  });

  test('behind a link is refused, and so is a file, even a link that leads nowhere', () => {
    directory('true', 0o700);
    symlinkSync(at('true'), at('link'));
    symlinkSync(at('nowhere'), at('dangling'));
    file('file', 0o600);
    for (const name of ['link', 'dangling']) expect(() => ownFolder(at(name), 0o700)).toThrow('符号链接');
    expect(() => ownFolder(at('file'), 0o700)).toThrow('应是一个目录');
  });

  test.runIf(asRoot)(
    "of somebody else is refused, and its mode is left alone; as the server's account it is taken",
    () => {
      chownSync(directory('theirs', 0o755), SOMEBODY, SOMEBODY);
      expect(() => ownFolder(at('theirs'), 0o700)).toThrow(/属于系统账号 54321[\s\S]*没有使用/);
      expect(mode('theirs')).toBe('755');
      ownFolder(at('theirs'), 0o700, SOMEBODY);
      expect(mode('theirs')).toBe('700');
    },
  );
});

describe('a file', () => {
  test('that is not there is not there', () => expect(ownFile(at('none'))).toBe(false));

  test.each([0o644, 0o666, 0o640, 0o777])('of ours with mode %o is closed', (bits) => {
    expect(ownFile(file('ours', bits))).toBe(true);
    expect(mode('ours')).toBe('600');
  });

  test('behind a link, with a second name, or that is no file is refused', () => {
    file('true', 0o600);
    symlinkSync(at('true'), at('link'));
    expect(() => ownFile(at('link'))).toThrow('符号链接');
    expect(() => ownFile(directory('folder', 0o700))).toThrow('应是一个文件');
    linkSync(at('true'), at('second'));
    expect(() => ownFile(at('true'))).toThrow('硬链接');
  });

  test.runIf(asRoot)('of somebody else is refused', () => {
    chownSync(file('theirs', 0o600), SOMEBODY, SOMEBODY);
    expect(() => ownFile(at('theirs'))).toThrow('属于系统账号 54321');
  });
});

describe('a file with keys', () => {
  test('of ours is closed, through a link too', () => {
    file('secrets.json', 0o644);
    symlinkSync(at('secrets.json'), at('mounted'));
    closedToOthers(at('mounted'));
    expect(mode('secrets.json')).toBe('600');
  });

  test.runIf(asRoot)("of somebody else: refused where everybody reads it, taken where its owner's group does", () => {
    chownSync(file('open', 0o644), SOMEBODY, SOMEBODY);
    expect(() => closedToOthers(at('open'))).toThrow(/任何账号都能读取（权限 0644）/);
    chownSync(file('grouped', 0o440), SOMEBODY, SOMEBODY);
    closedToOthers(at('grouped'));
    expect(mode('grouped')).toBe('440');
  });
});

test("an installation copied by hand, open to all, is closed: stored files, evidence, keys and the demo's own", () => {
  for (const name of ['files', 'evidence']) directory(name, 0o755);
  for (const name of ['keyring.json', 'secrets.json', 'demo-identity-provider.json', 'demo-story.json'])
    file(name, 0o644);
  directory('points', 0o755);
  file('points/keyring.json', 0o644);
  closeDataDirectory(folder);
  expect(['files', 'evidence', 'points', 'points/keyring.json'].map(mode)).toEqual(['700', '700', '700', '600']);
  expect(['keyring.json', 'secrets.json', 'demo-identity-provider.json', 'demo-story.json'].map(mode)).toEqual(
    Array(4).fill('600'),
  );
});
