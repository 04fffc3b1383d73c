/** What the page of enacting asks and does; after each act it is asked anew. */

import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { AppointmentDecision } from '#contracts/vocabulary.ts';
import { call } from '../../api.ts';

const KEY = ['enactments'];

export function useEnactments() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => call('GET /enactments', { signal }) });
}

/** One of the acts below. */
export function useAct(onError: (error: unknown) => void) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: (act: () => Promise<unknown>) => act(),
    onError,
    onSettled: () => client.invalidateQueries({ queryKey: KEY }),
  });
}

export const rehearse = (fromDay: string) => call('POST /enactments/rehearsal', { body: { fromDay } });
export const propose = (fromDay: string) => () => call('POST /enactments', { body: { fromDay } });
export const repeal = (notice: string, fromDay: string) => () =>
  call('POST /enactments/repeals', { body: { notice, fromDay } });
export const decide = (id: string, digest: string, decision: AppointmentDecision) => () =>
  call('POST /enactments/:id/decision', { params: { id }, body: { decision, digest } });
export const acknowledge = (scope: string, version: number) => () =>
  call('POST /enactments/:scope/:version/acknowledgement', { params: { scope, version: String(version) } });
