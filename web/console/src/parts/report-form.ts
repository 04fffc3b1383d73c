/** The report form of a kind as the platform states it; it changes with the policy, not within a day. */
import { useQuery } from '@tanstack/react-query';
import type { FileKind, ReportForm } from '#contracts/intake.ts';
import { get } from '../api.ts';

export function useReportForm(kind: FileKind, enabled = true) {
  return useQuery({
    queryKey: ['form', kind],
    queryFn: ({ signal }) => get<ReportForm>(`/forms/${kind}`, {}, signal),
    staleTime: 600_000,
    enabled,
  });
}
