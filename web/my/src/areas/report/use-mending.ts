/** What is changed in a report that came back, and sending it again: only what differs is sent, so that the log says what was changed. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import type { OwnReportStatus } from '#contracts/own-reports.ts';
import { newIdempotencyKey, platform } from '../../api.ts';
import { useDraft } from '../../draft.ts';

export interface Mended {
  readonly matter: string;
  readonly occurredOn: string;
  readonly note: string;
}

export function useMending({ caseId, sequence, matter, occurredOn }: OwnReportStatus) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [entered, enter, forget] = useDraft<Mended>(`mend.${caseId}.${sequence}`, { matter, occurredOn, note: '' });
  const [idempotencyKey, renew] = useState(newIdempotencyKey);
  const send = useMutation({
    mutationFn: () =>
      platform('POST /reports/:id/mending', {
        params: { id: caseId },
        body: {
          ...(entered.matter.trim() === matter ? {} : { matter: entered.matter }),
          ...(entered.occurredOn === occurredOn ? {} : { occurredOn: entered.occurredOn }),
          ...(entered.note.trim() === '' ? {} : { note: entered.note }),
          ...{ expectedSequence: sequence, idempotencyKey },
        },
      }),
    onError: () => renew(newIdempotencyKey()),
    async onSuccess() {
      forget();
      await queries.invalidateQueries();
      await navigate({ to: '/report/$id', params: { id: caseId } });
    },
  });
  return { entered, enter, send };
}
