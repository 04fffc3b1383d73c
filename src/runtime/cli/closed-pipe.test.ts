/** `… | head`: a reader who has had enough ends the output in silence, whatever the command. */
import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { inventedResidentId } from '../../../tests/support/people.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const folder = mkdtempSync(join(tmpdir(), 'xinheng-pipe-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const report = join(folder, 'report.csv');
writeFileSync(
  report,
  [
    '姓名,性别,证件类型,证件号码,信息类别,具体事项,发生日期',
    // more than a pipe holds, so that the command meets the closed end while it writes
    ...Array.from(
      { length: 3_000 },
      (_, at) => `王芳,女,居民身份证,${inventedResidentId('1985-03-07', at % 400)},9.9,值守${at},`,
    ),
  ].join('\r\n'),
);

/** Runs a command whose standard output is closed at once (or after the first piece). */
const withClosedOutput = (words: readonly string[], afterFirst: boolean) =>
  new Promise<{ code: number | null; err: string }>((resolve) => {
    const child = spawn(process.execPath, [join(root, 'bin', 'xinheng.mjs'), ...words], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let err = '';
    child.stderr.on('data', (text: Buffer) => {
      err += text;
    });
    if (afterFirst) child.stdout.once('data', () => child.stdout.destroy());
    else child.stdout.destroy();
    child.once('close', (code) => resolve({ code, err }));
  });

test.each([
  ['check', ['check', report, '--kind', 'individuals'], 0],
  ['check --json', ['check', report, '--kind', 'individuals', '--json'], 0],
  ['policy check', ['policy', 'check', join(root, 'cities', 'zhengzhou')], 0],
  ['--help', ['--help'], 0],
  ['a command that is refused', ['report', 'verify', join(folder, 'none.pdf')], undefined],
] as const)('%s', async (_what, words, expected) => {
  for (const afterFirst of words[0] === 'check' ? [false, true] : [false]) {
    const { code, err } = await withClosedOutput(words, afterFirst);
    expect(err).not.toMatch(/EPIPE|Error:|at .*\.ts:/u);
    if (expected !== undefined) expect({ code, err }).toEqual({ code: expected, err: '' });
  }
});
