/** Which policy this process runs: the one that is enacted, not what lies in the folder (060). What differs is said at the start. */
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { type Below, withFloor } from '#kernel/floor/fold.ts';
import { onlyPolicy, type Policies, policiesOf } from '#kernel/policy/in-force.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { together } from '#kernel/policy/together.ts';
import { type LocalDate, localDateAt } from '#kernel/time/local-date.ts';
import { noteRolesApart } from '#platform/access/index.ts';
import { type CompiledPack, type Enactment, enactedOn, enactFirst, findEnactments } from '#platform/policy/index.ts';
import type { Config } from './config.ts';
import { loadLaw } from './law.ts';
import { noteOfPlatform } from './noted-policy.ts';
import { loadForStart, readPolicyFiles, sourceDigestOf } from './policy.ts';
import type { Databases } from './postgres/databases.ts';
import type { Noting } from './postgres/migrate.ts';
import { openPool } from './postgres/pool.ts';

/** The folder's notices, compiled, with those that stand elsewhere. @throws PolicyInvalid */
export async function compiledPacks(
  folder: string,
  elsewhere: readonly string[] = [],
): Promise<readonly [CompiledPack, ...CompiledPack[]]> {
  const files = await readPolicyFiles(folder, elsewhere);
  const law = await loadLaw();
  const [first, ...more] = loadForStart(folder, files, law);
  const sourceDigest = sourceDigestOf(files);
  const pack = (policy: Policy): CompiledPack => ({ policy, digest: canonicalDigest(policy), sourceDigest, law });
  return [pack(first), ...more.map(pack)];
}

/** What the owner of the platform's tables notes at a start: the first enactment, and the kinds of what runs. */
export function notingOf(packs: readonly [CompiledPack, ...CompiledPack[]], asWritten = false): Noting {
  const { law } = packs[0];
  return async (owner) => {
    const enacted = (await enactFirst(owner, packs)).map(({ policy }) => policy);
    const all = asWritten ? [...enacted, ...packs.map(({ policy }) => policy)] : enacted;
    const noted = all.map((policy) => withFloor(policy, law).policy);
    for (const policy of noted) await noteOfPlatform(owner, policy);
    const newest = noted.at(-1);
    if (newest) await noteRolesApart(owner, newest); // the city's, so the newest says it
  };
}

export interface InForce {
  /** of what is new: all notices in force, together */
  readonly policy: Policy;
  /** of what is there: every version that was enacted */
  readonly policies: Policies;
  /** what is in force; none where the enactments are not here: a process without the platform runs its folder */
  readonly enactments: readonly Enactment[];
  /** every version with its first day, in the order they came into force */
  readonly versions: readonly { readonly policy: Policy; readonly from: LocalDate }[];
}

/** @throws Error where the platform's database has no enactment yet and this process may not make one */
export async function policyInForce(
  config: Config,
  databases: Databases,
  packs: readonly [CompiledPack, ...CompiledPack[]],
  { clock, log }: { readonly clock: () => Date; readonly log: (message: string) => void },
): Promise<InForce> {
  const { policyAsWritten, systems } = config;
  const law = packs[0].law;
  const ran = packs.map(({ policy }) => policy);
  const withLaw = (rules: readonly Policy[]): readonly [Policy, ...Policy[]] => {
    const [first, ...more] = rules.map((one) => withFloor(one, law));
    if (!first) throw new RangeError('nothing is in force');
    for (const { policy, raised } of [first, ...more]) if (raised.length > 0) log(raisedWords(policy, raised));
    return [first.policy, ...more.map(({ policy }) => policy)];
  };
  if (!systems.includes('platform')) {
    const policy = together(withLaw(ran));
    return { policy, policies: onlyPolicy(policy), enactments: [], versions: policy.notices().map(fromItsDay) };
  }
  const { all, enactments } = await enactedIn(databases, localDateAt(clock()));
  for (const pack of packs) {
    const latest = all.findLast(({ notice }) => notice === pack.policy.id);
    if (latest?.digest !== pack.digest) log(differenceWords(latest, pack, config));
  }
  const policy = together(withLaw(policyAsWritten ? ran : enactments.map((one) => one.policy)));
  const versions = all.map((one) => ({ policy: withFloor(one.policy, law).policy, from: one.fromDay }));
  const policies = policiesOf([...versions.map((one) => one.policy), ...policy.notices()]);
  return { policy, policies, enactments, versions };
}

const fromItsDay = (policy: Policy) => ({ policy, from: policy.effectiveFrom });

/** @throws Error where nothing is enacted, or what is stored is not what was enacted */
async function enactedIn(databases: Databases, today: LocalDate) {
  const pool = openPool(databases.url('platform'), 1);
  try {
    const all = await findEnactments(pool);
    if (!all)
      throw new Error('数据库中还没有施行的政策：首次施行由表的所有者登记，请在能以所有者登录的进程中启动一次。');
    return { all, enactments: enactedOn(all, today) };
  } finally {
    await pool.end();
  }
}

/** One line: what was enacted before the law asked for more runs with the law under it. */
function raisedWords({ id }: Policy, raised: readonly Below[]): string {
  const titles = [...new Set(raised.map(({ rule }) => rule.title))].join('、');
  return `${id} 有 ${raised.length} 处低于现行的法定底线，运行时按底线执行：${titles}。请施行新的版本；逐处说明见 xinheng policy check。`;
}

/** One message a notice: what differs, what runs, what to do. */
function differenceWords(
  enacted: Enactment | undefined,
  folder: CompiledPack,
  { policyAsWritten, demo, dataDirectory }: Pick<Config, 'policyAsWritten' | 'demo' | 'dataDirectory'>,
): string {
  const here = `${folder.policy.id}（摘要 ${folder.digest.slice(0, 12)}）`;
  const differs = enacted
    ? `文件夹中的通知 ${here} 与已施行的 ${enacted.notice} 第 ${enacted.version} 版（摘要 ${enacted.digest.slice(0, 12)}）不同`
    : `文件夹中的通知 ${here} 尚未施行`;
  if (policyAsWritten) return `${differs}。POLICY_AS_WRITTEN=true：演示按文件夹运行，施行记录不变。`;
  const todo = demo
    ? `演示要按文件夹的内容从头开始，请停止后删除 ${dataDirectory}，或者用 DATA_DIR 另指目录；边改边看用 npm run dev。`
    : '改动文件夹不改变规则：修改规则、增加通知须经两人施行。要消除本提示，请把文件夹恢复为已施行的内容。';
  return `${differs}，本次启动按已施行的版本运行。${todo}`;
}
