/** Which policy this process runs: the one that is enacted, not what lies in the folder (060). What differs is said at the start. */
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { type Below, withFloor } from '#kernel/floor/fold.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { noteRolesApart } from '#platform/access/index.ts';
import { noteLists } from '#platform/lists/index.ts';
import {
  type CompiledPack,
  type Enactment,
  enactFirst,
  findEnactment,
  noteEnactedKinds,
  noteEnactedRules,
} from '#platform/policy/index.ts';
import type { Config } from './config.ts';
import { loadLaw } from './law.ts';
import { inspectPolicyFolder, loadForStart } from './policy.ts';
import type { Databases } from './postgres/databases.ts';
import type { Noting } from './postgres/migrate.ts';
import { openPool } from './postgres/pool.ts';

/** The folder's pack, compiled. @throws PolicyInvalid */
export async function compiledPack(folder: string): Promise<CompiledPack> {
  const [policy] = await loadForStart(folder);
  const { digest: sourceDigest } = await inspectPolicyFolder(folder);
  return { policy, digest: canonicalDigest(policy), sourceDigest, law: await loadLaw() };
}

/** What the owner of the platform's tables notes at a start: the first enactment, and the kinds of what runs. */
export function notingOf(pack: CompiledPack, asWritten = false): Noting {
  return async (owner) => {
    const { policy } = await enactFirst(owner, pack);
    await notePolicy(owner, withFloor(policy, pack.law).policy);
    if (asWritten) await notePolicy(owner, withFloor(pack.policy, pack.law).policy);
  };
}

const notePolicy = async (owner: Parameters<Noting>[0], policy: Policy): Promise<void> => {
  await noteEnactedKinds(owner, policy);
  await noteLists(owner, policy);
  await noteEnactedRules(owner, policy);
  await noteRolesApart(owner, policy);
};

export interface InForce {
  readonly policy: Policy;
  /** null where the enactments are not here: a process without the platform runs its folder */
  readonly enactment: Enactment | null;
}

/** @throws Error where the platform's database has no enactment yet and this process may not make one */
export async function policyInForce(
  config: Config,
  databases: Databases,
  folder: CompiledPack,
  surroundings: { readonly clock: () => Date; readonly log: (message: string) => void },
): Promise<InForce> {
  const { policy: rules, enactment } = await rulesInForce(config, databases, folder, surroundings);
  const { policy, raised } = withFloor(rules, folder.law);
  if (raised.length > 0) surroundings.log(raisedWords(policy, raised));
  return { policy, enactment };
}

/** One line: what was enacted before the law asked for more runs with the law under it. */
function raisedWords({ id }: Policy, raised: readonly Below[]): string {
  const titles = [...new Set(raised.map(({ rule }) => rule.title))].join('、');
  return `${id} 有 ${raised.length} 处低于现行的法定底线，运行时按底线执行：${titles}。请施行新的版本；逐处说明见 xinheng policy check。`;
}

async function rulesInForce(
  { systems, policyAsWritten, dataDirectory, demo }: Config,
  databases: Databases,
  folder: CompiledPack,
  { clock, log }: { readonly clock: () => Date; readonly log: (message: string) => void },
): Promise<InForce> {
  if (!systems.includes('platform')) return { policy: folder.policy, enactment: null };
  const pool = openPool(databases.url('platform'), 1);
  try {
    const enactment = await findEnactment(pool, localDateAt(clock()));
    if (!enactment)
      throw new Error('数据库中还没有施行的政策：首次施行由表的所有者登记，请在能以所有者登录的进程中启动一次。');
    if (enactment.digest === folder.digest) return { policy: folder.policy, enactment };
    log(differenceWords(enactment, folder, { policyAsWritten, demo, dataDirectory }));
    return { policy: policyAsWritten ? folder.policy : enactment.policy, enactment };
  } finally {
    await pool.end();
  }
}

/** One message: what differs, what runs, what to do. */
function differenceWords(
  { notice, version, digest }: Enactment,
  folder: CompiledPack,
  { policyAsWritten, demo, dataDirectory }: Pick<Config, 'policyAsWritten' | 'demo' | 'dataDirectory'>,
): string {
  const enacted = `${notice} 第 ${version} 版（摘要 ${digest.slice(0, 12)}）`;
  const written = `${folder.policy.id}（摘要 ${folder.digest.slice(0, 12)}）`;
  if (policyAsWritten)
    return `政策包文件夹 ${written} 与已施行的 ${enacted} 不同。POLICY_AS_WRITTEN=true：演示按文件夹运行，施行记录不变。`;
  const todo = demo
    ? `演示要按文件夹的内容从头开始，请停止后删除 ${dataDirectory}，或者用 DATA_DIR 另指目录；边改边看用 npm run dev。`
    : '改动文件夹不改变规则：修改规则须经两人施行新的版本。要消除本提示，请把文件夹恢复为已施行的内容。';
  return `政策包文件夹 ${written} 与已施行的 ${enacted} 不同，本次启动按已施行的版本运行。${todo}`;
}
