/** What the page of deliveries asks and sets going, and what is asked anew afterwards. */
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { call } from '../../api.ts';
import type { deliveriesSearch } from './search.ts';
import type { Recipient } from './words.ts';

const DELIVERIES = ['deliveries'];
/** how often it is asked whether what is on its way has arrived, in milliseconds */
const AGAIN = 5_000;

export function useDeliveries({ state, recipient, before }: z.output<typeof deliveriesSearch>) {
  return useQuery({
    queryKey: [...DELIVERIES, state, recipient, before],
    queryFn: ({ signal }) =>
      call('GET /exchange/deliveries', { query: { state, recipient, before, limit: 50 }, signal }),
    placeholderData: keepPreviousData,
    // what is on its way arrives within seconds; looking at an older page is left in peace
    refetchInterval: ({ state: known }) =>
      before === undefined && known.data && known.data.open.points + known.data.open.site > 0 ? AGAIN : false,
  });
}

export function useResend(id: string, onSent: () => void, onError: (error: unknown) => void) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => call('POST /exchange/deliveries/:id/resend', { params: { id } }),
    onSuccess: () => {
      onSent();
      void queries.invalidateQueries({ queryKey: DELIVERIES });
    },
    onError,
  });
}

/** Asks the other system what it holds. */
export function useReconciliation(recipient: Recipient, onError: (error: unknown) => void) {
  return useMutation({ mutationFn: () => call('POST /exchange/reconcile', { body: { recipient } }), onError });
}
