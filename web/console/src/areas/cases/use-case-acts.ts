/** What is being done to a case on its page: the action chosen, what it came to, or that somebody else was first. */
import { useState } from 'react';
import type { ActionOutcome } from '#contracts/determination.ts';
import type { ApiProblem } from '../../api.ts';
import { useCaseChanged } from './questions.ts';
import type { ActionName } from './words.ts';

/** What is said above the case once something was tried. */
export type CaseNews =
  | { readonly kind: 'done'; readonly outcome: ActionOutcome }
  | { readonly kind: 'conflict'; readonly error: ApiProblem };

export function useCaseActs(caseId: string) {
  const askAnew = useCaseChanged(caseId);
  const [chosen, choose] = useState<ActionName | null>(null);
  const [news, setNews] = useState<CaseNews | null>(null);

  function changed(): void {
    choose(null);
    askAnew();
  }

  function tell(what: CaseNews): void {
    setNews(what);
    changed();
  }

  return {
    ...{ chosen, choose, news, changed },
    close: () => choose(null),
    forget: () => setNews(null),
    done: (outcome: ActionOutcome) => tell({ kind: 'done', outcome }),
    conflict: (error: ApiProblem) => tell({ kind: 'conflict', error }),
  };
}
