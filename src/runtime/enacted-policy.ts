/** Which policy this process runs: the one that is enacted, not what lies in the folder (060). What differs is said at the start. */
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { type Below, withFloor } from '#kernel/floor/fold.ts';
import type { Law } from '#kernel/floor/law.ts';
import { onlyPolicy, type Policies, policiesOf } from '#kernel/policy/in-force.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { together } from '#kernel/policy/together.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import { noteRolesApart } from '#platform/access/index.ts';
import type { PolicyFolder } from '#platform/enacting/index.ts';
import {
  type CompiledPack,
  countEnactments,
  type Enactment,
  enactFirst,
  findEnactments,
} from '#platform/policy/index.ts';
import type { Config } from './config.ts';
import { loadLaw } from './law.ts';
import { noteOfPlatform } from './noted-policy.ts';
import { inspectPolicyFolder, loadForStart, readPolicyFiles, sourceDigestOf } from './policy.ts';
import type { Databases } from './postgres/databases.ts';
import type { Noting } from './postgres/migrate.ts';
import { openPool } from './postgres/pool.ts';
import { RulesInForce } from './rules-in-force.ts';

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

/** What a start finds in the folder: its notices, or why they cannot be read. Nobody's city stands still because somebody saved a file. */
export interface Folder {
  readonly packs: readonly CompiledPack[];
  readonly law: Law;
  readonly wrong?: Error;
}

export async function readFolder(folder: string, elsewhere: readonly string[] = []): Promise<Folder> {
  const law = await loadLaw();
  try {
    return { packs: await compiledPacks(folder, elsewhere), law };
  } catch (error) {
    return { packs: [], law, wrong: error instanceof Error ? error : new Error(String(error)) };
  }
}

/** The folder as it is now, for whoever wants to enact what it says. */
export async function policyFolder(folder: string, elsewhere: readonly string[] = []): Promise<PolicyFolder> {
  const { findings } = await inspectPolicyFolder(folder, elsewhere);
  const sound = findings.every(({ severity }) => severity !== 'error');
  return { packs: sound ? await compiledPacks(folder, elsewhere) : [], findings };
}

/** What the owner of the platform's tables notes at a start: the first enactment, and the kinds of what runs. @throws what is wrong with the folder, where nothing is enacted yet */
export function notingOf(
  { packs, law, wrong }: Folder,
  asWritten = false,
  today?: LocalDate,
  tell: (noted: readonly Policy[]) => void = () => {},
): Noting {
  return async (owner) => {
    const already = wrong ? await findEnactments(owner) : undefined;
    if (wrong && !already) throw wrong;
    const all = already ?? (await enactFirst(owner, packs));
    // what begins later was noted with its confirmation, and puts titles only from its day on
    const begun = all.filter(({ fromDay }) => today === undefined || fromDay <= today || fromDay === all[0].fromDay);
    const enacted = begun.map(({ policy }) => policy);
    const rules = asWritten ? [...enacted, ...packs.map(({ policy }) => policy)] : enacted;
    const noted = rules.map((policy) => withFloor(policy, law).policy);
    for (const policy of noted) await noteOfPlatform(owner, policy);
    tell(noted);
    const newest = noted.at(-1);
    if (newest) await noteRolesApart(owner, newest); // the city's, so the newest says it
  };
}

export interface InForce {
  /** of what is new: all notices in force, together */
  readonly policy: Policy;
  /** of what is there: every version that was enacted */
  readonly policies: Policies;
  /** what is enacted; none where the enactments are not here, or where the folder runs as it is written */
  readonly rules?: RulesInForce;
}

/** @throws Error where the platform's database has no enactment yet and this process may not make one */
export async function policyInForce(
  config: Config,
  databases: Databases,
  folder: Folder,
  { clock, log }: { readonly clock: () => Date; readonly log: (message: string) => void },
): Promise<InForce> {
  const { policyAsWritten, systems } = config;
  const { packs, law, wrong } = folder;
  const ran = packs.map(({ policy }) => policy);
  const tellRaised = (rules: readonly Policy[]): void => {
    for (const one of rules) {
      const { raised } = withFloor(one, law);
      if (raised.length > 0) log(raisedWords(one, raised));
    }
  };
  const asWritten = (): Policy => {
    tellRaised(ran);
    const [first, ...more] = ran.map((one) => withFloor(one, law).policy);
    if (!first) throw wrong ?? new RangeError('nothing is in force');
    return together([first, ...more]);
  };
  if (!systems.includes('platform')) {
    const policy = asWritten();
    return { policy, policies: onlyPolicy(policy) };
  }
  const { all, rows } = await enactedIn(databases);
  const rules = new RulesInForce(all, rows, law, clock);
  if (wrong) log(unreadableWords(wrong, config));
  for (const pack of packs) {
    const latest = all.findLast(({ notice }) => notice === pack.policy.id);
    if (latest?.digest !== pack.digest) log(differenceWords(latest, pack, config));
  }
  for (const { notice } of wrong ? [] : rules.today().enactments)
    if (!packs.some(({ policy }) => policy.id === notice)) log(absentWords(notice));
  if (policyAsWritten && ran.length > 0) {
    const policy = asWritten();
    return { policy, policies: policiesOf([...all.map((one) => rules.floored(one)), ...policy.notices()]) };
  }
  tellRaised(rules.today().enactments.map((one) => one.policy));
  return { policy: rules.policy, policies: rules.policies, rules };
}

/** @throws Error where nothing is enacted, or what is stored is not what was enacted */
async function enactedIn(databases: Databases) {
  const pool = openPool(databases.url('platform'), 1);
  try {
    const rows = await countEnactments(pool);
    const all = await findEnactments(pool);
    if (!all)
      throw new Error('数据库中还没有施行的政策：首次施行由表的所有者登记，请在能以所有者登录的进程中启动一次。');
    return { all, rows };
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
    : '改动文件夹不改变规则：修改规则、增加通知须经两人施行，请在控制台“启用”中提出，由另一人确认；不打算施行的，请把文件夹恢复为已施行的内容。';
  return `${differs}，本次启动按已施行的版本运行。${todo}`;
}

const unreadableWords = (wrong: Error, { policyDirectory }: Pick<Config, 'policyDirectory'>): string =>
  `政策文件夹 ${policyDirectory} 读不出来，本次启动按已施行的版本运行，规则不变。请修复文件夹后再提出新的版本：\n${wrong.message}`;

const absentWords = (notice: string): string =>
  `文件夹中没有已施行的通知 ${notice}，仍按已施行的版本运行。要停止施行，请在控制台“启用”中提出废止，由另一人确认。`;
