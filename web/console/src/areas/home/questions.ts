/** What the first page asks: only counts, of what is this officer's to see. They are asked anew whenever it is opened. */
import { type UseQueryResult, useQueries, useQuery } from '@tanstack/react-query';
import { call } from '../../api.ts';
import { useLists } from '../../parts/list-names.ts';
import { holds, useMe } from '../../session.ts';

function useCounts<Answer>(what: string, enabled: boolean, ask: (signal: AbortSignal) => Promise<Answer>) {
  return useQuery({
    queryKey: ['waiting', what],
    queryFn: ({ signal }) => ask(signal),
    enabled,
    staleTime: 0,
  });
}

/** What waits: each count where the officer's roles ask for it. */
export function useWaiting() {
  const { data: me } = useMe();
  const office = holds(me, 'credit-office');
  const cases = useCounts('cases', holds(me, 'reporter', 'reviewer', 'determiner'), (signal) =>
    call('GET /cases/counts', { signal }),
  );
  const rights = useCounts('rights', holds(me, 'reviewer', 'determiner', 'credit-office'), (signal) =>
    call('GET /requests', { query: { limit: 1 }, signal }),
  );
  const { data: lists = [] } = useLists(office);
  const overviews = useQueries({
    queries: lists
      .filter(({ polarity }) => polarity === 'good')
      .map(({ list }) => ({
        queryKey: ['waiting', 'list', list],
        queryFn: ({ signal }: { signal: AbortSignal }) => call('GET /lists/:list', { params: { list }, signal }),
        staleTime: 0,
      })),
  });
  const deliveries = useCounts('deliveries', office, (signal) =>
    call('GET /exchange/deliveries', { query: { limit: 1 }, signal }),
  );
  const asked: UseQueryResult[] = [cases, rights, ...overviews, deliveries].filter(({ isEnabled }) => isEnabled);
  return {
    ...{
      cases: cases.data,
      rights: rights.data,
      lists: overviews.flatMap(({ data }) => data ?? []),
      deliveries: deliveries.data,
    },
    /** the questions this officer has reason to ask */
    asked,
  };
}
