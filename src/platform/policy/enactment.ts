/**
 * What runs is what is enacted (060): the compiled pack an installation started with is stored, with its digest, and runs from then on,
 * whatever becomes of the folder. The installation enacts the first version, as the owner of the tables; no login of the application can.
 */
import { canonicalDigest, canonicalJson } from '#kernel/exchange/canonical-json.ts';
import { belowFloor } from '#kernel/floor/fold.ts';
import type { Law } from '#kernel/floor/law.ts';
import { floorWords } from '#kernel/floor/words.ts';
import type { Policy, PolicyData } from '#kernel/policy/policy.ts';
import { whereLeftOut } from '#kernel/policy/qualify.ts';
import { withQuestions } from '#kernel/policy/questions.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';

/** Where statements are asked: a pool or a client of pg. */
export interface Asking {
  query(text: string, values: unknown[]): Promise<{ rows: unknown[] }>;
}

/** A pack as it was compiled from its folder. */
export interface CompiledPack {
  readonly policy: Policy;
  /** of the compiled data */
  readonly digest: string;
  /** of the folder's files */
  readonly sourceDigest: string;
  /** what it was held against */
  readonly law: Law;
}

export interface Enactment {
  readonly notice: string;
  readonly version: number;
  readonly fromDay: LocalDate;
  /** of the compiled data */
  readonly digest: string;
  readonly policy: Policy;
}

/** An installation enacts once, into an empty table: a later start with another folder enacts nothing. */
const FIRST = `INSERT INTO public.enactment (scope, version, from_day, digest, compiled, source_digest, floor_digest)
  SELECT $1, 1, $2, $3, $4, $5, $6 WHERE NOT EXISTS (SELECT FROM public.enactment)
  ON CONFLICT (scope, version) DO NOTHING`;

/** What is in force today; the first version also before its first day, for there is nothing else that could run. */
const IN_FORCE = `SELECT scope AS notice, version, from_day::text AS "fromDay", digest, compiled FROM public.enactment
  WHERE scope <> 'city' AND (version = 1 OR from_day <= $1) ORDER BY version DESC LIMIT 1`;

/** As the owner of the tables, at the start: what is there stays as it is. Answers what is enacted. */
export async function enactFirst(
  owner: Asking,
  { policy, digest, sourceDigest, law }: CompiledPack,
): Promise<Enactment> {
  const already = await findEnactment(owner, policy.effectiveFrom);
  if (already) return already;
  refuseBelow(policy, law);
  const lawDigest = canonicalDigest(law);
  await owner.query(FIRST, [policy.id, policy.effectiveFrom, digest, canonicalJson(policy), sourceDigest, lawDigest]);
  const enacted = await findEnactment(owner, policy.effectiveFrom);
  if (!enacted) throw new Error('the enactment that was just made is not there');
  return enacted;
}

/** @throws Error naming each place: nothing below the law is enacted, whoever compiled it (079) */
function refuseBelow(policy: Policy, law: Law): void {
  const below = belowFloor(policy, law).map((one) => floorWords(one).zh);
  if (below.length > 0) throw new Error([`${policy.id} 低于法定底线，不能施行：`, ...below].join('\n'));
}

/** @throws Error when what is stored is not what was enacted: somebody went behind the database's triggers */
export async function findEnactment(database: Asking, today: LocalDate): Promise<Enactment | undefined> {
  const { rows } = await database.query(IN_FORCE, [today]);
  const [row] = rows as (Omit<Enactment, 'policy'> & { readonly compiled: PolicyData })[];
  if (!row) return undefined;
  const { compiled, ...enacted } = row;
  if (canonicalDigest(compiled) !== enacted.digest)
    throw new Error(
      `施行记录 ${enacted.notice} 第 ${enacted.version} 版的内容与其摘要不符，数据库被绕过平台改动过；请核对备份，查明以前不要启动。`,
    );
  return { ...enacted, policy: withQuestions({ ...compiled, ...whereLeftOut(compiled) }) };
}
