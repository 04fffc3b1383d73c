/** The report form of a kind as the platform states it; it changes with the policy, not within a day. */
import { useQuery } from '@tanstack/react-query';
import type { FileKind } from '#contracts/intake.ts';
import { call } from '../../api.ts';

export function useReportForm(kind: FileKind, enabled = true) {
  return useQuery({
    queryKey: ['form', kind],
    queryFn: ({ signal }) => call('GET /forms/:kind', { params: { kind }, signal }),
    staleTime: 600_000,
    enabled,
  });
}
