/** What the page of one's own delegations asks. */
import { useQuery } from '@tanstack/react-query';
import { call } from '../../api.ts';
import { DELEGATIONS } from '../../parts/delegations.ts';

export function useOwnDelegations() {
  return useQuery({
    queryKey: [DELEGATIONS, 'own'],
    queryFn: ({ signal }) => call('GET /my-delegations', { signal }),
  });
}
