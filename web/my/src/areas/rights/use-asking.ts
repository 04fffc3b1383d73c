/** What is entered into the form of a request, whether that is enough, and sending it. Only the statement outlives the page loaded anew. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { STATEMENT } from '#contracts/lengths.ts';
import type { Guidance } from '#contracts/rights.ts';
import type { EnterpriseSize } from '#contracts/vocabulary.ts';
import { rightsRequest } from '../../../../shared/rights-request.ts';
import { newIdempotencyKey, platform } from '../../api.ts';
import { useDraft } from '../../draft.ts';

export type Guided = Guidance['items'][number];
export type AskingKind = Guided['kind'];

export interface Asking {
  readonly statement: string;
  /** of a repair */
  readonly commitment: boolean;
  /** of a hold, as its last day is */
  readonly size: EnterpriseSize;
  readonly until: string;
}

export function useAsking(caseId: string, { kind, until }: Guided, uscc: string | undefined) {
  const navigate = useNavigate();
  const queries = useQueryClient();
  const [statement, setStatement, forget] = useDraft(`${kind}.${caseId}.${uscc ?? ''}`, '');
  const [others, setOthers] = useState<Omit<Asking, 'statement'>>({
    ...{ commitment: false, size: 'small', until: until ?? '' },
  });
  const [idempotencyKey] = useState(newIdempotencyKey);
  const entered: Asking = { statement, ...others };
  const enter = ({ statement: words, ...part }: Partial<Asking>) => {
    if (words !== undefined) setStatement(words);
    setOthers((before) => ({ ...before, ...part }));
  };
  const send = useMutation({
    mutationFn: () => ask(caseId, kind, uscc, entered, idempotencyKey),
    async onSuccess(requestId) {
      forget();
      await queries.invalidateQueries();
      if (requestId === null) await navigate({ to: '/cases/$id', params: { id: caseId } });
      else await navigate({ to: '/requests/$id', params: { id: requestId } });
    },
  });
  return { entered, enter, ready: isEnough(kind, entered), send };
}

const isEnough = (kind: AskingKind, { statement, commitment, until }: Asking): boolean =>
  statement.trim().length >= STATEMENT.least &&
  (kind !== 'repair' || commitment) &&
  (kind !== 'relief' || until !== '');

/** The id of the request; a response is part of its case and has none. */
async function ask(
  caseId: string,
  kind: AskingKind,
  uscc: string | undefined,
  { statement, commitment, size, until }: Asking,
  idempotencyKey: string,
): Promise<string | null> {
  const base = { statement, idempotencyKey };
  const who = uscc === undefined ? {} : { uscc };
  if (kind === 'response') {
    await platform('POST /cases/:id/response', { params: { id: caseId }, body: { ...who, response: base } });
    return null;
  }
  const request = rightsRequest(kind, { caseId, ...base }, { commitment: commitment || undefined, size, until });
  return (await platform('POST /requests', { body: { ...who, request } })).requestId;
}
