import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterEach, describe, expect, test } from 'vitest';
import { loadPolicy, PolicyInvalid } from '../policy.ts';
import { main } from './main.ts';
import { policyCheck } from './policy-check.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const miniPack = join(root, 'tests', 'support', 'mini-pack');
const NOTICE = 'notices/qinglu-2021-7/notice.yaml';
const MISTAKE_LINE =
  readFileSync(join(miniPack, NOTICE), 'utf8')
    .split('\n')
    .findIndex((line) => line.includes('gateEvent:')) + 1;
const folders: string[] = [];

afterEach(async () => {
  for (const folder of folders.splice(0)) await rm(folder, { recursive: true });
});

/** A copy of the small pack with one mistake in it. */
async function brokenPack(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'pack-'));
  folders.push(folder);
  await cp(miniPack, folder, { recursive: true });
  const file = join(folder, NOTICE);
  await writeFile(file, (await readFile(file, 'utf8')).replace('gateEvent: flood-season-over', 'gateEvent: never'));
  return folder;
}

function recorder() {
  const lines = { out: [] as string[], err: [] as string[], code: undefined as number | undefined };
  return {
    lines,
    out: (line: string) => void lines.out.push(line),
    err: (line: string) => void lines.err.push(line),
    exit: (code: number) => {
      lines.code = code;
    },
  };
}

describe('policy check', () => {
  test('a golden case that the rules answer otherwise: 1, with file, case and both answers', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'pack-'));
    folders.push(folder);
    await cp(miniPack, folder, { recursive: true });
    const file = join(folder, 'notices/qinglu-2021-7/cases/all.yaml');
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace(/total: (\d+)/, 'total: 9$1'));
    const io = recorder();
    expect(await policyCheck(folder, io)).toBe(1);
    expect(io.lines.out.join('\n')).toMatch(/all\.yaml “.*” total：示例写 9\d+，规则得 \d+/);
  });

  test('a pack that is right: 0 and a line that says what it is', async () => {
    const io = recorder();
    expect(await policyCheck(miniPack, io)).toBe(0);
    expect(io.lines.out).toEqual(['通过：《抗洪抢险信用激励办法》，6 条条款，2 类信息，3 个部门']);
  });

  test('a mistake: 1 and file, line, column, severity, what is wrong', async () => {
    const io = recorder();
    const folder = await brokenPack();
    expect(await policyCheck(folder, io)).toBe(1);
    expect(io.lines.out).toEqual([
      `${join(folder, NOTICE)}:${MISTAKE_LINE}:16 错误 events 中没有事件“never” [event.unknown]`,
      '未通过：1 处错误',
    ]);
  });

  test('one notice is checked with its city, and its findings are named from the city’s folder', async () => {
    const io = recorder();
    const folder = await brokenPack();
    expect(await policyCheck(join(folder, 'notices', 'qinglu-2021-7'), io)).toBe(1);
    expect(io.lines.out[0]).toBe(
      `${join(folder, NOTICE)}:${MISTAKE_LINE}:16 错误 events 中没有事件“never” [event.unknown]`,
    );
  });

  test('as JSON', async () => {
    const io = recorder();
    expect(await policyCheck(await brokenPack(), io, { json: true })).toBe(1);
    expect(JSON.parse(io.lines.out.join('\n'))).toMatchObject({
      ok: false,
      findings: [{ file: NOTICE, line: MISTAKE_LINE, column: 16, path: 'lists[0].gateEvent', code: 'event.unknown' }],
    });
  });

  test('a folder that is not there: 2 and nothing on standard output', async () => {
    const io = recorder();
    expect(await policyCheck(join(miniPack, 'nowhere'), io)).toBe(2);
    expect(io.lines).toMatchObject({ out: [], err: [expect.stringContaining('无法读取')] });
  });

  test('through the program, with its exit code', async () => {
    const io = recorder();
    await main(['node', 'xinheng', 'policy', 'check', await brokenPack()], io);
    expect(io.lines.code).toBe(1);
  });

  test('the executable works from any folder', async () => {
    const { stdout } = await promisify(execFile)(
      process.execPath,
      [join(root, 'bin', 'xinheng.mjs'), 'policy', 'check', miniPack, '--json'],
      { cwd: tmpdir() },
    );
    expect(JSON.parse(stdout)).toEqual({ ok: true, findings: [] });
  });
});

test('a pack with errors is not loaded, and the error names each', async () => {
  const folder = await brokenPack();
  await expect(loadPolicy(folder)).rejects.toThrow(PolicyInvalid);
  await expect(loadPolicy(folder)).rejects.toThrow(`${NOTICE}:${MISTAKE_LINE}:16 错误 events 中没有事件“never”`);
});
