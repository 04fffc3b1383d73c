/** What the pages of requests ask, and what is asked anew when a request has changed. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { RightsActionRequest, RightsDetail, RightsOutcome } from '#contracts/rights.ts';
import { ApiProblem, call } from '../../api.ts';
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

/** One step of an officer. That somebody else acted meanwhile is no refusal of the form: the page says so and shows how it stands now. */
export function useRequestStep(
  { requestId }: RightsDetail,
  onDone: (outcome: RightsOutcome) => void,
  onConflict: (error: ApiProblem) => void,
) {
  return useMutation({
    mutationFn: (step: RightsActionRequest) =>
      call('POST /requests/:id/actions', { params: { id: requestId }, body: step }),
    onSuccess: onDone,
    onError: (error) => {
      if (error instanceof ApiProblem && error.document.code === 'case.conflict') onConflict(error);
    },
  });
}

export function useRequestProof(id: string) {
  return useQuery({
    queryKey: ['request-proof', id],
    queryFn: ({ signal }) => call('GET /requests/:id/evidence', { params: { id }, signal }),
    gcTime: 0,
  });
}

/** Opening a piece is a logged look with a purpose; what was seen is gone with the window. */
export function useOpenProof(id: string, evidence: string) {
  return useMutation({
    mutationFn: ({ purpose }: { purpose: string }) =>
      call.file('POST /requests/:id/evidence/:evidence/open', { params: { id, evidence }, body: { purpose } }),
    gcTime: 0,
  });
}
