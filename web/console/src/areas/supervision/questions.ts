/** What the supervision page asks. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../../api.ts';

export function useCounterFigures() {
  return useQuery({
    queryKey: ['supervision-counter'],
    queryFn: ({ signal }) => call('GET /supervision/counter', { signal }),
    staleTime: Number.POSITIVE_INFINITY,
  });
}

export function useSupervision(months: string) {
  return useQuery({
    queryKey: ['supervision', months],
    queryFn: ({ signal }) => call('GET /supervision', { query: { months }, signal }),
    placeholderData: keepPreviousData,
  });
}
