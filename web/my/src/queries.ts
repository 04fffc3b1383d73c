/**
 * How both pages ask the systems. A refusal is an answer: only a broken connection is tried again, and a moment later it is said.
 * Without a network nothing is put off until it returns: what somebody agreed to a while ago must not happen unasked.
 */
import { QueryClient } from '@tanstack/react-query';
import { ApiProblem } from '../../shared/api.ts';

export function newQueries(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: {
        networkMode: 'always',
        retry: (count, error) => count < 2 && !(error instanceof ApiProblem && error.document.status > 0),
        refetchOnWindowFocus: false,
        refetchOnReconnect: true,
      },
      mutations: { networkMode: 'always' },
    },
  });
}
