/** `xinheng notice …`: what authors of notices do before anybody enacts anything: begin one, check it, compare two, try a report on it. */
import { type Command, Option } from 'commander';
import { FILE_KINDS, type FileKind } from '#contracts/vocabulary.ts';
import type { CommandIo } from './command-io.ts';
import { noticeDiff } from './notice-diff.ts';
import { type NewOptions, noticeNew, noticeOptions } from './notice-new.ts';
import { noticeTry } from './notice-try.ts';
import { policyCheck } from './policy-check.ts';

export function registerNotice(program: Command, io: CommandIo, defaultPolicy: string): void {
  const notice = program.command('notice').description('编写通知：起草、检查、对比、试用');
  const begin = notice
    .command('new')
    .description('起草一份新通知：在城市的目录中写好一套能通过检查的文件；目录中还没有城市的，连同城市一起写好')
    .argument('<城市目录>', '如 cities/yunchuan');
  noticeOptions(begin).action(async (folder: string, options: NewOptions) =>
    io.exit(await noticeNew(folder, options, io)),
  );
  notice
    .command('check')
    .description('检查一座城市和它的各份通知，或者其中一份通知：哪里不对、要怎样写，并举例')
    .argument('<目录>', '城市的目录，或者其中一份通知的目录')
    .option('--json', '以 JSON 输出')
    .action(async (folder: string, options: { json?: boolean }) =>
      io.exit(await policyCheck(folder, io, { ...options, examples: true })),
    );
  notice
    .command('diff')
    .description('对比两份规则，用法务人员能读懂的话逐条说明有什么不同')
    .argument('<原来的目录>', '城市的目录，或者其中一份通知的目录')
    .argument('<改后的目录>', '同上')
    .option('--json', '以 JSON 输出')
    .option('--en', '用英文说明')
    .action(async (before: string, after: string, options: { json?: boolean; en?: boolean }) =>
      io.exit(await noticeDiff(before, after, options, io)),
    );
  notice
    .command('try')
    .description('用一份报送表试一试通知草稿：哪些行受理、哪些退回、加多少分、能进哪些名单；不需要数据库')
    .argument('<文件>', 'csv（UTF-8 或 GB18030）、xlsx 或 xls')
    .option('--policy <目录>', '城市的目录，或者其中一份通知的目录', defaultPolicy)
    .option('--notice <编号>', '按哪一份通知；只有一份时不必写')
    .addOption(
      new Option('--kind <种类>', 'individuals 个人，organisations 单位；不写时按表头判断').choices(FILE_KINDS),
    )
    .option('--department <名称>', '报送单位；给出后核对其能否报送该类别')
    .option('--category <类别>', '表中没有“信息类别”列时，各行所属的类别')
    .option('--today <日期>', '按这一天试算，缺省为今天')
    .action(async (file: string, options: TryOptions) => io.exit(await noticeTry(file, options, io, new Date())));
}

interface TryOptions {
  readonly policy: string;
  readonly notice?: string;
  readonly kind?: FileKind;
  readonly department?: string;
  readonly category?: string;
  readonly today?: string;
}
