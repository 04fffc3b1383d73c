/** What the pages of requests ask, and what is asked anew when a request has changed. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import type { RightsDetail } from '#contracts/rights.ts';
import { call } from '../../api.ts';
import type { RequestFilter } from './request-filter.ts';

const QUEUE = ['requests'];
const HOLDS = ['relief'];
const requestKey = (id: string) => ['request', id];

/** Looked at anew whenever it is opened; asked again after `again` milliseconds as long as that says so. */
export function useRequest(id: string, again: (detail: RightsDetail | undefined) => number | false) {
  return useQuery({
    queryKey: requestKey(id),
    queryFn: ({ signal }) => call('GET /requests/:id', { params: { id }, signal }),
    staleTime: 0,
    gcTime: 0,
    refetchInterval: ({ state }) => again(state.data),
  });
}

export function useRequests(filter: RequestFilter, after: string | undefined) {
  return useQuery({
    queryKey: [...QUEUE, filter, after],
    queryFn: ({ signal }) => call('GET /requests', { query: { ...filter, after, limit: 50 }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useReliefHolds(after: string | undefined) {
  return useQuery({
    queryKey: [...HOLDS, after],
    queryFn: ({ signal }) => call('GET /relief-holds', { query: { after, limit: 20 }, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useRequestChanged(id: string): () => void {
  const queries = useQueryClient();
  return () => {
    for (const queryKey of [requestKey(id), QUEUE, HOLDS]) void queries.invalidateQueries({ queryKey });
  };
}
