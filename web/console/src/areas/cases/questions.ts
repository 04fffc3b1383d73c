/** What the queue and the page of a case ask, and what is asked anew when a case has changed. */
import { keepPreviousData, useQuery, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api.ts';
import type { QueueFilter } from './queue-filter.ts';

const QUEUE = ['cases'];
const NEIGHBOURS = ['case-neighbours'];
const caseKey = (id: string) => ['case', id];
/** cases shown at once in the queue */
const PAGE = 50;

/** Looked at anew whenever it is opened: every look is logged, and another may have acted. */
export function useCase(id: string) {
  return useQuery({
    queryKey: caseKey(id),
    queryFn: ({ signal }) => call('GET /cases/:id', { params: { id }, signal }),
    staleTime: 0,
    gcTime: 0,
  });
}

/** The cases before and after this one in the queue it was opened from. */
export function useNeighbours(id: string, filter: QueueFilter, enabled: boolean) {
  return useQuery({
    queryKey: [...NEIGHBOURS, id, filter],
    queryFn: ({ signal }) => call('GET /cases/:id/neighbours', { params: { id }, query: filter, signal }),
    enabled,
  });
}

export function useQueue(filter: QueueFilter, after: string | undefined, before: string | undefined) {
  const query = { ...filter, after, before, limit: PAGE };
  return useQuery({
    queryKey: [...QUEUE, query],
    queryFn: ({ signal }) => call('GET /cases', { query, signal }),
    placeholderData: keepPreviousData,
  });
}

export function useCaseCounts() {
  return useQuery({
    queryKey: ['case-counts'],
    queryFn: ({ signal }) => call('GET /cases/counts', { signal }),
    staleTime: 0,
  });
}

/** What is in force about an organisation: asked when somebody wants to see it, for the question is logged. */
export function useOrganisationRecords(uscc: string, enabled: boolean) {
  return useQuery({
    queryKey: ['organisation-records', uscc],
    queryFn: ({ signal }) => call('GET /organisations/:uscc/records', { params: { uscc }, signal }),
    enabled,
  });
}

export function useCaseChanged(id: string): () => void {
  const queries = useQueryClient();
  return () => {
    for (const queryKey of [caseKey(id), QUEUE, NEIGHBOURS]) void queries.invalidateQueries({ queryKey });
  };
}
