/** `xinheng report verify`: checks the signature of a report's PDF without a network. */
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { readPublicKey } from '#site/publication/key.ts';
import { verifyPdf } from '#site/reports/signed-pdf.ts';
import type { CommandIo } from './command-io.ts';

/** Exit code: 0 signed and unchanged, 1 not, 2 a file cannot be read. */
export function reportVerify(path: string, options: { key?: string }, io: CommandIo): 0 | 1 | 2 {
  let file: Buffer;
  let key: ReturnType<typeof readPublicKey>;
  try {
    file = readFileSync(path);
    key = options.key === undefined ? undefined : readPublicKey(readFileSync(options.key, 'utf8'));
  } catch (error) {
    io.err(`文件读不到：${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  if (options.key !== undefined && !key) {
    io.err(`${options.key} 不是 Ed25519 公钥（PEM）。`);
    return 2;
  }
  const result = verifyPdf(file, key);
  if (!result.fits) {
    io.out(`不符：${result.why}。`);
    return 1;
  }
  io.out('相符：签发后没有改动。所载内容至今有无变化，请在网站“核验报告”页输入编码查看。');
  io.out(
    result.keyGiven
      ? `公钥指纹 ${result.fingerprint}`
      : `公钥指纹 ${result.fingerprint}。公钥取自文件本身，请与网站“开放数据”页公布的指纹核对，或者用 --key 给出公钥。`,
  );
  return 0;
}

export function registerReport(program: Command, io: CommandIo): void {
  program
    .command('report')
    .description('企业和社会组织的报告')
    .command('verify')
    .description('核验报告文件（PDF）的签名，不需要联网')
    .argument('<文件>', '从网站取得的 PDF')
    .option('--key <文件>', '另行取得的公钥（PEM），不用文件里的那一个')
    .action((path: string, options: { key?: string }) => io.exit(reportVerify(path, options, io)));
}
