/** The zones among the counts of nominations, by the word an address has for them. Pure. */
import type { ListOverview } from '#contracts/lists.ts';
import type { Translate } from '../../language.tsx';

export type Count = ListOverview['counts'][number];

/** What belongs to no zone has a word of its own. */
export const zoneKey = ({ zone }: Pick<Count, 'zone'>): string => zone ?? 'none';

/** Names by key, in the order of the counts. */
export function zonesOf(counts: readonly Count[], t: Translate): ReadonlyMap<string, string> {
  return new Map(counts.map((count) => [zoneKey(count), count.zoneName ?? t('不属功能区')]));
}
