/** `xinheng administrator confirm`: on the host, lists the administrators that wait for it and confirms one, while there are fewer than two. */
import type { Command } from 'commander';
import { isProblem } from '#kernel/refusal/problem.ts';
import type { Host, HostProposal } from '#platform/access/index.ts';
import { type Config, readConfig } from '../config.ts';
import { ConfigError } from '../config-error.ts';
import { compiledPack } from '../enacted-policy.ts';
import { asHost, beginWithAdministrator, confirmOnHost, waitingOnHost } from '../host.ts';
import { joinDatabases } from '../postgres/databases.ts';
import { problemLines } from './check.ts';
import type { CommandIo } from './command-io.ts';

/** Exit code: 0 confirmed, or nothing waits; 1 something waits and was not named; 2 not possible. */
export async function administratorConfirm(id: string | undefined, io: CommandIo): Promise<0 | 1 | 2> {
  try {
    const config = readConfig(process.env, { demo: true });
    const databases = await joinDatabases(config);
    try {
      const url = databases.ownerUrl('platform');
      if (!url)
        throw new ConfigError('确认管理员需要平台数据库的属主账号，请用 PLATFORM_OWNER_DATABASE_URL 给出后重试。');
      return await asHost(
        url,
        () => new Date(),
        async (host) => {
          if (config.firstAdministrator && (await begun(host, config, config.firstAdministrator)))
            io.out(
              `已登记第一位管理员：${config.firstAdministrator.name}（账号 ${config.firstAdministrator.subject}）`,
            );
          if (id !== undefined) {
            const confirmed = await confirmOnHost(host, id);
            io.out(`已确认${confirmed.receiver}为信用主管部门管理员，账号 ${confirmed.external_id ?? '（已在岗）'}。`);
            return 0;
          }
          return listed(await waitingOnHost(host), io);
        },
      );
    } finally {
      await databases.stop();
    }
  } catch (error) {
    if (isProblem(error)) io.err(problemLines(error));
    else if (error instanceof ConfigError) io.err(error.message);
    else throw error;
    return 2;
  }
}

async function begun(host: Host, { policyDirectory }: Config, first: NonNullable<Config['firstAdministrator']>) {
  const { policy } = await compiledPack(policyDirectory);
  return beginWithAdministrator(host, policy, firstPerson(first));
}

/** As the sign-in will name them; the same as a start reads. */
function firstPerson({ subject, name }: { readonly subject: string; readonly name: string }) {
  const issuer = readConfig(process.env, { demo: false, systems: ['platform'] }).signIn.platform?.issuer;
  if (!issuer) throw new ConfigError('登记第一位管理员需要 OIDC_ISSUER。');
  return { issuer, subject, name };
}

function listed(
  { proposals, administrators }: { readonly proposals: readonly HostProposal[]; readonly administrators: number },
  io: CommandIo,
): 0 | 1 {
  io.out(`现任信用主管部门管理员 ${administrators} 人。`);
  if (proposals.length === 0) {
    io.out(
      administrators < 2
        ? '没有等待确认的管理员。请由现任管理员在控制台“经办人”中提出登记信用主管部门的管理员，再运行本命令。'
        : '登记由管理员在控制台确认，这里没有要办的。',
    );
    return 0;
  }
  io.out('等待在主机上确认（请先核实确有其人、账号属实）：');
  for (const { proposal_id, receiver, external_id, proposer, proposed_at } of proposals)
    io.out(
      `  ${proposal_id}  ${receiver}  账号 ${external_id ?? '（已在岗）'}  ${proposer}提出于 ${proposed_at.toISOString().slice(0, 10)}`,
    );
  io.out('确认：npx xinheng administrator confirm <编号>');
  return 1;
}

export function registerAdministrator(program: Command, io: CommandIo): void {
  program
    .command('administrator')
    .description('管理员')
    .command('confirm')
    .description('在主机上确认一位管理员（只在现任不足两人时）；不给编号则列出等待确认的')
    .argument('[编号]', '提出登记的编号')
    .action(async (id: string | undefined) => io.exit(await administratorConfirm(id, io)));
}
