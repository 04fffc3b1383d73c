/** What the pages of the log ask: a page of entries, what stands out, whether it is whole. Each search is itself an entry. */
import { keepPreviousData, useMutation, useQuery } from '@tanstack/react-query';
import { call } from '../../api.ts';

export interface AuditFilter {
  readonly person?: string | undefined;
  readonly officer?: string | undefined;
  readonly action?: string | undefined;
  readonly purpose?: string | undefined;
  readonly from?: string | undefined;
  readonly until?: string | undefined;
}

export function useEntries(filter: AuditFilter, before: string | undefined) {
  return useQuery({
    queryKey: ['audit', filter, before],
    queryFn: ({ signal }) => call('GET /audit', { query: { ...filter, before }, signal }),
    placeholderData: keepPreviousData,
  });
}

/** Where the same entries lie as a table. */
export const exportOf = (filter: AuditFilter) => call.href('GET /audit/export', { query: { ...filter } });

export function useAnomalies({ from, until }: Pick<AuditFilter, 'from' | 'until'>) {
  return useQuery({
    queryKey: ['audit', 'anomalies', from, until],
    queryFn: ({ signal }) => call('GET /audit/anomalies', { query: { from, until }, signal }),
  });
}

/** Of a tree head as the auditor keeps it elsewhere: how many entries, and the root over them. */
export const HEAD = /^\s*(\d+):([0-9a-f]{64})\s*$/;

/** Computes the whole log anew; against a kept tree head too, where one is given. */
export function useVerification() {
  return useMutation({
    mutationFn: (kept: string | undefined) => {
      const [, size, root] = HEAD.exec(kept ?? '') ?? [];
      return call('GET /audit/verify', { query: { size, root } });
    },
  });
}
