/** What the policy page asks: the pack in words. */
import { useQuery } from '@tanstack/react-query';
import { call } from '../../api.ts';

/** how long it is not asked anew, in milliseconds: the pack changes with an edition of the software */
const LASTS = 300_000;

export function usePolicy() {
  return useQuery({
    queryKey: ['policy'],
    queryFn: ({ signal }) => call('GET /policy', { signal }),
    staleTime: LASTS,
  });
}
