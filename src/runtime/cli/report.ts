/** `xinheng report verify`: checks the signature of a report's PDF without a network. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { verifyPdf } from '#site/reports/signed-pdf.ts';
import type { CommandIo } from './command-io.ts';
import { SIGNER_UNKNOWN, signerUnknown, trustedKey, UNREADABLE, type Verdict } from './trusted-key.ts';

/** Exit code: 0 signed with the given key and unchanged, 1 not, 2 a file cannot be read, 3 unchanged, yet who signed it is not known. */
export function reportVerify(path: string, options: { key?: string }, io: CommandIo): Verdict {
  const key = trustedKey(options.key, io);
  if (key === UNREADABLE) return UNREADABLE;
  let file: Buffer;
  try {
    file = readFileSync(path);
  } catch (error) {
    io.err(`文件读不到：${error instanceof Error ? error.message : String(error)}`);
    return UNREADABLE;
  }
  const result = verifyPdf(file, key);
  if (!result.fits) {
    io.out(`不符：${result.why}。`);
    return 1;
  }
  if (!result.keyGiven) {
    for (const line of signerUnknown('文件', result.fingerprint)) io.out(line);
    return SIGNER_UNKNOWN;
  }
  io.out('相符：签发后没有改动。所载内容至今有无变化，请在网站“核验报告”页输入编码查看。');
  io.out(`公钥指纹 ${result.fingerprint}`);
  return 0;
}

export function registerReport(program: Command, io: CommandIo): void {
  program
    .command('report')
    .description('企业和社会组织的报告')
    .command('verify')
    .description('核验报告文件（PDF）的签名，不需要联网。退出码：0 相符，1 不符，2 无法核验，3 签名人未经确认')
    .argument('<文件>', '从网站取得的 PDF')
    .option('--key <文件>', '从网站“开放数据”页取得的公钥（PEM）；不给出就不能确认是谁签的')
    .action((path: string, options: { key?: string }) => io.exit(reportVerify(path, options, io)));
}
