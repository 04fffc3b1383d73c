/** What a prior notice is numbered. */
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { CaseView } from '../case.ts';

/** `信告〔2020〕12-45号`; a second notice in the same case, after a return, ends in `之2`. */
export function noticeNumber(view: CaseView, servedOn: LocalDate): string {
  const again = view.noticesServed > 0 ? `之${view.noticesServed + 1}` : '';
  return `信告〔${servedOn.slice(0, 4)}〕${view.submission.caseId}号${again}`;
}
