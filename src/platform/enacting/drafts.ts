/** What the folder holds that is not what was enacted last: the next versions, as they would be stored. Pure. */
import { canonicalDigest, canonicalJson } from '#kernel/exchange/canonical-json.ts';
import { withFloor } from '#kernel/floor/fold.ts';
import type { PolicyFinding } from '#kernel/policy/compile.ts';
import type { Policy, PolicyData } from '#kernel/policy/policy.ts';
import { withQuestions } from '#kernel/policy/questions.ts';
import { pairsOfPack } from '../access/index.ts';
import { listRows } from '../lists/index.ts';
import { type CompiledPack, type Enactment, kindRows, ruleRows } from '../policy/index.ts';
import { type CityPart, cityPartOf } from './city-part.ts';
import { cityDifference, type DifferenceLine, noticeDifference } from './difference.ts';

export const CITY = 'city';

/** The folder on the server, read when asked. */
export interface PolicyFolder {
  /** none where it cannot be read, or its check finds an error */
  readonly packs: readonly CompiledPack[];
  readonly findings: readonly PolicyFinding[];
}

/** A version that could be enacted, as the proposal stores it. */
export interface Draft {
  readonly scope: string;
  readonly title: string;
  readonly version: number;
  readonly enactedVersion: number | null;
  readonly digest: string;
  readonly sourceDigest: string;
  readonly floorDigest: string;
  readonly compiled: unknown;
  /** of a notice: what the database is to know of it */
  readonly noted: object | null;
  readonly map: null;
  readonly difference: readonly DifferenceLine[];
  /** of a notice: with the law under it, as it would run */
  readonly policy: Policy | null;
}

/** @param cities the versions of the city's part that were enacted apart */
export function draftsOf(
  { packs }: PolicyFolder,
  enacted: readonly Enactment[],
  cities: readonly { readonly version: number; readonly digest: string; readonly compiled: CityPart }[],
): readonly Draft[] {
  const notices = packs.flatMap((pack) => {
    const latest = enacted.findLast(({ notice }) => notice === pack.policy.id);
    return latest?.digest === pack.digest ? [] : [noticeDraft(pack, latest)];
  });
  const [first] = packs;
  const newest = enacted.at(-1);
  if (!first || !newest) return notices;
  const before = cities.at(-1)?.compiled ?? cityPartOf(newest.policy);
  const after = cityPartOf(first.policy);
  if (canonicalDigest(before) === canonicalDigest(after)) return notices;
  const { sourceDigest, law } = first;
  const city: Draft = {
    ...{ scope: CITY, title: first.policy.names.city, version: (cities.at(-1)?.version ?? 0) + 1 },
    ...{ enactedVersion: cities.at(-1)?.version ?? null, digest: canonicalDigest(after), sourceDigest },
    ...{ floorDigest: canonicalDigest(law), compiled: after, noted: null, map: null, policy: null },
    difference: cityDifference(before, first.policy),
  };
  return [city, ...notices];
}

function noticeDraft({ policy: written, digest, sourceDigest, law }: CompiledPack, latest?: Enactment): Draft {
  const version = (latest?.version ?? 0) + 1;
  const compiled = JSON.parse(canonicalJson(written)) as PolicyData;
  const policy = withFloor(withQuestions({ ...compiled, version }), law).policy;
  const pairs = pairsOfPack(policy).map(([one, other]) => ({ one, other }));
  return {
    ...{ scope: written.id, title: written.title, version, enactedVersion: latest?.version ?? null },
    ...{ digest, sourceDigest, floorDigest: canonicalDigest(law), compiled },
    noted: { kinds: kindRows(policy), lists: listRows(policy), ...ruleRows(policy), rolesApart: pairs },
    map: null,
    difference: noticeDifference(latest?.policy, written),
    policy,
  };
}
