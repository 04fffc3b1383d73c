/** `xinheng policy check DIR`: says what is wrong with a policy pack, where, and what to do. */
import { join } from 'node:path';
import type { Command } from 'commander';
import { compilePolicyFolder, findingLine } from '../policy.ts';
import type { CommandIo } from './command-io.ts';

/** Exit code: 0 nothing wrong (reminders allowed), 1 errors found, 2 the folder cannot be read. */
export async function policyCheck(folder: string, io: CommandIo, options: { json?: boolean } = {}): Promise<0 | 1 | 2> {
  let result: Awaited<ReturnType<typeof compilePolicyFolder>>;
  try {
    result = await compilePolicyFolder(folder);
  } catch (error) {
    io.err(`无法读取政策包 ${folder}：${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  if (options.json) {
    io.out(JSON.stringify({ ok: result.ok, findings: result.findings }, null, 2));
    return result.ok ? 0 : 1;
  }
  for (const finding of result.findings) io.out(findingLine({ ...finding, file: join(folder, finding.file) }));
  const errors = result.findings.filter((finding) => finding.severity === 'error').length;
  const reminders = result.findings.length - errors;
  const remark = reminders > 0 ? `，${reminders} 处提醒` : '';
  if (result.ok) {
    const { title, clauses, catalogue, departments } = result.policy;
    io.out(
      `通过：《${title}》，${clauses.length} 条条款，${catalogue.length} 类信息，${departments.length} 个部门${remark}`,
    );
    return 0;
  }
  io.out(`未通过：${errors} 处错误${remark}`);
  return 1;
}

export function registerPolicy(program: Command, io: CommandIo): void {
  program
    .command('policy')
    .description('政策包')
    .command('check')
    .description('检查政策包，逐处指出文件、行、列和改法')
    .argument('<目录>', '政策包所在的目录，例如 policies/ 下的一个目录')
    .option('--json', '以 JSON 输出')
    .action(async (folder: string, options: { json?: boolean }) => io.exit(await policyCheck(folder, io, options)));
}
