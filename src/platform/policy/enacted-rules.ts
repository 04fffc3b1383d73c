/**
 * What the database must know of the pack to hold a direct statement to it (069): how long somebody is given at the least, which decisions
 * found which kind, how long adverse information is shown at the most, which departments may determine it, for which ground of which list it may be nominated, and whether everybody may see it. Noted by the installation as the owner of the tables; the
 * application's logins can only read it.
 */
import { leastDays, mostDays } from '#kernel/policy/duration.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { publicKinds } from '#kernel/policy/public-kinds.ts';
import { localId } from '#kernel/policy/refs.ts';
import type { OwnerConnection } from './enacted-kinds.ts';

const PERIODS = `INSERT INTO public.enacted_period (notice, version, timer, least_days)
  SELECT $2, $3, p.timer, p.least_days FROM jsonb_to_recordset($1::jsonb) AS p (timer text, least_days integer) ON CONFLICT DO NOTHING`;
const DISCLOSURE = `INSERT INTO public.enacted_disclosure (notice, version, most_days) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`;
const TYPES = `INSERT INTO public.enacted_document_type (kind, version, type)
  SELECT t.kind, $2, t.type FROM jsonb_to_recordset($1::jsonb) AS t (kind text, type text) ON CONFLICT DO NOTHING`;
const GROUNDS = `INSERT INTO public.enacted_ground (kind, version, list, ground)
  SELECT g.kind, $2, g.list, g.ground FROM jsonb_to_recordset($1::jsonb) AS g (kind text, list text, ground text) ON CONFLICT DO NOTHING`;
const COMPETENCES = `INSERT INTO public.enacted_competence (kind, version, department)
  SELECT c.kind, $2, c.department FROM jsonb_to_recordset($1::jsonb) AS c (kind text, department text) ON CONFLICT DO NOTHING`;
const PUBLIC_KINDS = `INSERT INTO public.enacted_public_kind (kind, version) SELECT unnest($1::text[]), $2 ON CONFLICT DO NOTHING`;

/** Adds what is missing, after kinds and lists were noted; what stands there stays as it is. */
export async function noteEnactedRules(owner: OwnerConnection, policy: Policy): Promise<void> {
  const { id, version } = policy;
  const disclosed = policy.timers.find((timer) => localId(timer.id) === 'adverse-disclosure-maximum');
  const mostDisclosed = disclosed && mostDays(disclosed);
  const { periods, types, grounds, competences, publicKinds: shown } = ruleRows(policy);
  await owner.query(PERIODS, [JSON.stringify(periods), id, version]);
  if (mostDisclosed !== undefined) await owner.query(DISCLOSURE, [id, version, mostDisclosed]);
  await owner.query(TYPES, [JSON.stringify(types), version]);
  await owner.query(GROUNDS, [JSON.stringify(grounds), version]);
  await owner.query(COMPETENCES, [JSON.stringify(competences), version]);
  await owner.query(PUBLIC_KINDS, [shown.map(({ kind }) => kind), version]);
}

/** Rows of a version, by what they are about. */
export function ruleRows(policy: Policy) {
  const { timers, catalogue, departments } = policy;
  return {
    periods: timers.map((timer) => ({ timer: localId(timer.id), least_days: leastDays(timer) })),
    types: catalogue.flatMap((kind) =>
      kind.decisionTypes.flatMap((type) => [type.id, type.title].map((named) => ({ kind: kind.id, type: named }))),
    ),
    grounds: catalogue.flatMap(({ id: kind, subject, nominates }) =>
      nominates && subject === 'organisation' ? [{ kind, ...nominates }] : [],
    ),
    competences: catalogue.flatMap(({ id: kind }) =>
      departments.filter((one) => policy.mayDetermine(kind, one.id)).map((one) => ({ kind, department: one.id })),
    ),
    publicKinds: publicKinds(policy).map((kind) => ({ kind })),
  };
}
