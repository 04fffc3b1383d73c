/** A person of a case unmasked for a stated purpose. What is revealed lives on the page only, until it is masked again or left. */
import { useState } from 'react';
import type { RevealedPerson } from '#contracts/determination.ts';
import { call } from '../../api.ts';
import { useProblemNotice } from '../../problem.tsx';

export function useReveal(caseId: string, onRevealed: () => void) {
  const explain = useProblemNotice();
  const [sending, setSending] = useState(false);
  const [revealed, setRevealed] = useState<RevealedPerson | null>(null);

  async function reveal(purpose: string): Promise<void> {
    setSending(true);
    try {
      setRevealed(await call('POST /cases/:id/reveal', { params: { id: caseId }, body: { purpose } }));
      onRevealed();
    } catch (error) {
      explain(error);
    } finally {
      setSending(false);
    }
  }

  return { revealed, sending, reveal: (purpose: string) => void reveal(purpose), mask: () => setRevealed(null) };
}
