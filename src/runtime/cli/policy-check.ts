/** `xinheng policy check DIR`: says what is wrong with a city and its notices, or with one notice, where, and what to do. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Command } from 'commander';
import { parseGoldenCases, runGoldenCase } from '#kernel/policy/golden.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { exampleFor } from '../authoring/examples.ts';
import { loadCalendar } from '../calendars.ts';
import { cityFolder, compilePolicyFolder, findingLine } from '../policy.ts';
import type { CommandIo } from './command-io.ts';

/** Exit code: 0 nothing wrong (reminders allowed), 1 errors found, 2 the folder cannot be read. */
export async function policyCheck(
  folder: string,
  io: CommandIo,
  options: { json?: boolean; examples?: boolean } = {},
): Promise<0 | 1 | 2> {
  let result: Awaited<ReturnType<typeof compilePolicyFolder>>;
  try {
    result = await compilePolicyFolder(folder);
  } catch (error) {
    io.err(`无法读取 ${folder}：${error instanceof Error ? error.message : String(error)}`);
    return 2;
  }
  if (options.json) {
    io.out(JSON.stringify({ ok: result.ok, findings: result.findings }, null, 2));
    return result.ok ? 0 : 1;
  }
  for (const finding of result.findings) {
    io.out(findingLine({ ...finding, file: join(cityFolder(folder), finding.file) }));
    const example = options.examples ? exampleFor(finding) : undefined;
    if (example) io.out(`    写法：${example}`);
  }
  const errors = result.findings.filter((finding) => finding.severity === 'error').length;
  const reminders = result.findings.length - errors;
  const remark = reminders > 0 ? `，${reminders} 处提醒` : '';
  const unlike = result.ok ? await casesUnlike(folder, result.policies) : [];
  for (const line of unlike) io.out(line);
  if (unlike.length > 0) {
    io.out(`未通过：${unlike.length} 个示例与规则不符`);
    return 1;
  }
  if (result.ok) {
    for (const { title, clauses, catalogue, departments } of result.policies)
      io.out(
        `通过：《${title}》，${clauses.length} 条条款，${catalogue.length} 类信息，${departments.length} 个部门${remark}`,
      );
    return 0;
  }
  io.out(`未通过：${errors} 处错误${remark}`);
  return 1;
}

/** Golden cases (`cases/`) that the rules answer otherwise than their author wrote, a line each. */
async function casesUnlike(folder: string, policies: readonly Policy[]): Promise<string[]> {
  const calendar = loadCalendar();
  const lines: string[] = [];
  for (const policy of policies) {
    const place = join(cityFolder(folder), 'notices', policy.id, 'cases');
    for (const name of await casesIn(place)) {
      const path = join(place, name);
      try {
        for (const golden of parseGoldenCases(path, await readFile(path, 'utf8')))
          for (const { what, expected, actual } of runGoldenCase(golden, policy, calendar))
            lines.push(
              `${path} “${golden.title}” ${what}：示例写 ${JSON.stringify(expected)}，规则得 ${JSON.stringify(actual)}`,
            );
      } catch (error) {
        lines.push(error instanceof Error ? error.message : String(error));
      }
    }
  }
  return lines;
}

async function casesIn(folder: string): Promise<string[]> {
  const names = await readdir(folder).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return [];
    throw error;
  });
  return names.filter((name) => /\.ya?ml$/.test(name)).sort();
}

export function registerPolicy(program: Command, io: CommandIo): void {
  program
    .command('policy')
    .description('城市和通知的规则')
    .command('check')
    .description('检查一座城市和它的各份通知，或者其中一份通知，逐处指出文件、行、列和改法')
    .argument('<目录>', 'cities/ 下一座城市的目录，或者其中一份通知的目录')
    .option('--json', '以 JSON 输出')
    .action(async (folder: string, options: { json?: boolean }) => io.exit(await policyCheck(folder, io, options)));
}
