/** What the policy page asks: the pack in words. */
import { useQuery } from '@tanstack/react-query';
import { call } from '../../api.ts';

/** how long it is not asked anew, in milliseconds: the pack changes with an edition of the software */
const LASTS = 300_000;

/** @param notice said where several are in force */
export function usePolicy(notice: string | undefined) {
  return useQuery({
    queryKey: ['policy', notice ?? ''],
    queryFn: ({ signal }) => call('GET /policy', { query: { notice }, signal }),
    staleTime: LASTS,
  });
}
