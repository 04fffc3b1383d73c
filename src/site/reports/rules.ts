/** What a report vouches for, reduced to digests, and what has become of it since. */
import type { SiteReport } from '#contracts/site-report.ts';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import type { Standing } from '../search/standing.ts';

export interface Vouched {
  /** of everything the report says */
  readonly digest: string;
  /** `<which>:<what it said>` */
  readonly items: readonly string[];
}

/** That a new edition takes an entry over changes neither what it says nor whether it holds. */
export function vouchedFor(standing: Standing): Vouched {
  const items = [
    ...standing.entries.map((entry) => ({
      which: `entry ${entry.entry_id}`,
      says: [
        ...[entry.list, entry.name, entry.ground, entry.ground_title, entry.matter, entry.department, entry.zone],
        ...[entry.determined_on, entry.valid_until, entry.objection_open],
        ...[entry.document_type, entry.document_number, entry.document_authority, entry.document_date],
      ],
    })),
    ...standing.records.map((record) => ({
      which: `record ${record.record_id}`,
      says: [
        ...[record.name, record.kind, record.title, record.matter, record.department, record.occurred_on],
        ...[record.determined_on, record.valid_until, record.objection_open],
      ],
    })),
  ]
    .map(({ which, says }) => `${canonicalDigest(which)}:${canonicalDigest(says)}`)
    .sort();
  const { uscc, name, registered, registeredOn, area } = standing;
  return { digest: canonicalDigest({ uscc, name, registered, registeredOn, area, items }), items };
}

/** Counts only: what is no longer shown is not named again. */
export function compare(then: Vouched, now: Vouched | undefined): SiteReport['since'] {
  const before = pairs(then.items);
  const after = pairs(now?.items ?? []);
  const kept = [...before].filter(([which]) => after.has(which));
  return {
    gone: before.size - kept.length,
    changed: kept.filter(([which, says]) => after.get(which) !== says).length,
    added: [...after.keys()].filter((which) => !before.has(which)).length,
  };
}

const pairs = (items: readonly string[]) => new Map(items.map((item) => item.split(':') as [string, string]));
