/** What the page of benefit providers asks and proposes; after each change what is shown is asked anew. */
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { Provider, ProviderRegistration } from '#contracts/providers.ts';
import { call } from '../../api.ts';

const KEY = ['providers'];

export function useProviders() {
  return useQuery({ queryKey: KEY, queryFn: ({ signal }) => call('GET /providers', { signal }) });
}

/** Proposes the whole of a registration: of somebody new, or as it is to be from now on. */
export function useProposal(provider: Provider | undefined, onProposed: () => void) {
  return useProviderChange(
    (registration: ProviderRegistration) =>
      provider
        ? call('POST /providers/:providerId/proposals', {
            params: { providerId: provider.providerId },
            body: registration,
          })
        : call('POST /providers', { body: registration }),
    onProposed,
  );
}

export function useConfirmation(onConfirmed: () => void, onError: (error: unknown) => void) {
  return useProviderChange(
    (proposalId: string) =>
      call('POST /provider-proposals/:proposalId/decision', {
        params: { proposalId },
        body: { decision: 'confirmed' },
      }),
    onConfirmed,
    onError,
  );
}

export const decline = (proposalId: string, reason: string) =>
  call('POST /provider-proposals/:proposalId/decision', {
    params: { proposalId },
    body: { decision: 'declined', reason },
  });

/** Proposes that a provider's registration ends. */
export const withdraw = (providerId: string, reason: string) =>
  call('POST /providers/:providerId/withdrawal', { params: { providerId }, body: { reason } });

export function useProviderChange<Given>(
  send: (given: Given) => Promise<unknown>,
  onDone: () => void,
  onError?: (error: unknown) => void,
) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: KEY });
      onDone();
    },
    ...(onError ? { onError } : {}),
  });
}
