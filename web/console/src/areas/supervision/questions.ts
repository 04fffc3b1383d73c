/** What the supervision page asks. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { call } from '../../api.ts';

export function useSupervision(months: string) {
  return useQuery({
    queryKey: ['supervision', months],
    queryFn: ({ signal }) => call('GET /supervision', { query: { months }, signal }),
    placeholderData: keepPreviousData,
  });
}
