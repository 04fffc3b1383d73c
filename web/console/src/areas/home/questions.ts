/** What the first page asks: only counts, of what is this officer's to see. They are asked anew whenever it is opened. */
import { type UseQueryResult, useQuery } from '@tanstack/react-query';
import { call } from '../../api.ts';
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
  const red = useCounts('red', office, (signal) => call('GET /lists/:list', { params: { list: 'red' }, signal }));
  const deliveries = useCounts('deliveries', office, (signal) =>
    call('GET /exchange/deliveries', { query: { limit: 1 }, signal }),
  );
  const asked: UseQueryResult[] = [cases, rights, red, deliveries].filter(({ isEnabled }) => isEnabled);
  return {
    ...{ cases: cases.data, rights: rights.data, red: red.data, deliveries: deliveries.data },
    /** the questions this officer has reason to ask */
    asked,
  };
}
