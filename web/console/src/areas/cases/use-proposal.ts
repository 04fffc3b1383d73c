/** A proposal of the determining department on its way: sent once whatever is pressed, then opened as the request it became. */
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { call, newIdempotencyKey } from '../../api.ts';
import type { SIZES } from '../../parts/rights-words.ts';

export type ProposalKind = 'objection' | 'relief';

export interface ProposalValues {
  readonly statement: string;
  readonly size?: keyof typeof SIZES;
  readonly until?: string;
}

export function useProposal(caseId: string, kind: ProposalKind) {
  const navigate = useNavigate();
  const [idempotencyKey] = useState(newIdempotencyKey);
  const [sending, setSending] = useState(false);
  const [problem, setProblem] = useState<unknown>(null);

  async function send({ statement, ...wanted }: ProposalValues): Promise<void> {
    setSending(true);
    setProblem(null);
    try {
      const body = proposal(kind, { caseId, statement, idempotencyKey }, wanted);
      const { requestId } = await call('POST /proposals', { body });
      await navigate({ to: '/requests/$id', params: { id: requestId } });
    } catch (error) {
      setProblem(error);
    } finally {
      setSending(false);
    }
  }

  return { sending, problem, send: (values: ProposalValues) => void send(values) };
}

/** A department proposes a correction as an objection of its own, or relief. */
function proposal(
  kind: ProposalKind,
  common: { readonly caseId: string; readonly statement: string; readonly idempotencyKey: string },
  { size, until }: Omit<ProposalValues, 'statement'>,
) {
  return kind === 'relief' ? { kind, ...common, size: size!, until: until! } : { kind, ...common };
}
