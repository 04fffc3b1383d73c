/** Sending a draft, with the statements made one by one; what the platform knows already is not sent twice. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { OwnDraft, OwnReportForm } from '#contracts/own-reports.ts';
import { platform } from '../../api.ts';

export function useSubmission({ reportId }: OwnDraft, version: () => number, statements: OwnReportForm['statements']) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () =>
      platform('POST /report-drafts/:id/submission', {
        params: { id: reportId },
        body: {
          version: version(),
          statements: statements.map(({ id, version: words }) => ({ id, version: words })),
        },
      }),
    async onSuccess(outcome) {
      if (outcome.outcome === 'known') return;
      queries.removeQueries({ queryKey: ['report-draft', reportId] });
      await queries.invalidateQueries({ queryKey: ['reports'] });
      await navigate({ to: '/report/$id', params: { id: outcome.caseId }, search: { sent: 'yes' } });
    },
  });
}
