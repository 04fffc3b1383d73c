/** What the page of benefit providers asks. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api.ts';

const KEY = ['providers'];

export function useProviders() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => call('GET /providers', { signal }) });
}

/** A registration was proposed, confirmed or taken back: what is shown is asked anew. */
export function useProvidersChanged(): () => Promise<void> {
  const queries = useQueryClient();
  return () => queries.invalidateQueries({ queryKey: KEY });
}
