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
  /** its own last day, or that of its notice's repeal; null: until the day before the next version begins */
  readonly untilDay: LocalDate | null;
  /** of the compiled data */
  readonly digest: string;
  /** by the installation, which nobody proposed */
  readonly first: boolean;
  readonly policy: Policy;
}

/** At least one, in the order they came into force. */
export type Enactments = readonly [Enactment, ...Enactment[]];

/** An installation enacts once, all notices of its folder into an empty table: a later start with other folders enacts nothing. */
const FIRST = `INSERT INTO public.enactment (scope, version, from_day, digest, compiled, source_digest, floor_digest)
  SELECT p.scope, 1, p.from_day, p.digest, p.compiled, p.source_digest, p.floor_digest
  FROM jsonb_to_recordset($1::jsonb)
    AS p (scope text, from_day date, digest text, compiled jsonb, source_digest text, floor_digest text)
  WHERE NOT EXISTS (SELECT FROM public.enactment)
  ON CONFLICT (scope, version) DO NOTHING`;

/** Every version of every notice, in the order they came into force. */
const ENACTED = `SELECT e.scope AS notice, e.version, e.from_day::text AS "fromDay", least(e.until_day, r.until_day)::text AS "untilDay",
    e.digest, e.compiled, e.proposed_by IS NULL AS first
  FROM public.enactment e LEFT JOIN public.enactment_repeal r ON r.scope = e.scope
  WHERE e.scope <> 'city' ORDER BY e.from_day, e.scope, e.version`;

/** Both only grow: another number says that there is something new. */
const ROWS = `SELECT ((SELECT count(*) FROM public.enactment) + (SELECT count(*) FROM public.enactment_repeal))::int AS rows`;

/** How many rows say what is enacted. */
export async function countEnactments(database: Asking): Promise<number> {
  const { rows } = await database.query(ROWS, []);
  return (rows as { rows: number }[])[0]?.rows ?? 0;
}

/** On the day a version begins: what the tables repeat of it. As the application, over what two officers enacted; repeating it changes nothing. */
export async function noteBegun(database: Asking, today: LocalDate): Promise<void> {
  await database.query('SELECT public.rules_begun($1::date)', [today]);
}

/** As the owner of the tables, at the start: what is there stays as it is. Answers what is enacted. */
export async function enactFirst(owner: Asking, packs: readonly CompiledPack[]): Promise<Enactments> {
  const already = await findEnactments(owner);
  if (already) return already;
  for (const { policy, law } of packs) refuseBelow(policy, law);
  const rows = packs.map(({ policy, digest, sourceDigest, law }) => ({
    ...{ scope: policy.id, from_day: policy.effectiveFrom, digest, source_digest: sourceDigest },
    ...{ compiled: JSON.parse(canonicalJson(policy)) as unknown, floor_digest: canonicalDigest(law) },
  }));
  await owner.query(FIRST, [JSON.stringify(rows)]);
  const enacted = await findEnactments(owner);
  if (!enacted) throw new Error('the enactment that was just made is not there');
  return enacted;
}

/** @throws Error naming each place: nothing below the law is enacted, whoever compiled it (079) */
function refuseBelow(policy: Policy, law: Law): void {
  const below = belowFloor(policy, law).map((one) => floorWords(one).zh);
  if (below.length > 0) throw new Error([`${policy.id} 低于法定底线，不能施行：`, ...below].join('\n'));
}

/** @throws Error when what is stored is not what was enacted: somebody went behind the database's triggers */
export async function findEnactments(database: Asking): Promise<Enactments | undefined> {
  const { rows } = await database.query(ENACTED, []);
  const [first, ...more] = (rows as (Omit<Enactment, 'policy'> & { readonly compiled: PolicyData })[]).map(rebuilt);
  return first && [first, ...more];
}

function rebuilt(row: Omit<Enactment, 'policy'> & { readonly compiled: PolicyData }): Enactment {
  const { compiled, ...enacted } = row;
  if (canonicalDigest(compiled) !== enacted.digest)
    throw new Error(
      `施行记录 ${enacted.notice} 第 ${enacted.version} 版的内容与其摘要不符，数据库被绕过平台改动过；请核对备份，查明以前不要启动。`,
    );
  // the row says which version it is; the text is compiled before anybody knows its number
  return { ...enacted, policy: withQuestions({ ...compiled, ...whereLeftOut(compiled), version: enacted.version }) };
}

/**
 * What is in force on a day: of each notice the version that began last. Before the first day of them all the first runs, after the last
 * day of them all the one that began last, for there is nothing else that could.
 */
export function enactedOn(enactments: Enactments, today: LocalDate): Enactments {
  const begun = enactments.filter(({ fromDay }) => fromDay <= today);
  const newest = new Map(begun.map((one) => [one.notice, one]));
  const [first, ...more] = begun.filter(
    (one) => newest.get(one.notice) === one && (one.untilDay === null || one.untilDay >= today),
  );
  return first ? [first, ...more] : [begun.at(-1) ?? enactments[0]];
}
