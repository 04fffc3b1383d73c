/** What the policy demands before a case can be determined, and what of it is there. Pure; `rules.ts` is what enforces it. */

import type { EvidenceKind, Policy } from '#kernel/policy/policy.ts';
import type { ClauseRef } from '#kernel/policy/refs.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import { type EvidencePiece, presentAs } from '../../evidence/index.ts';
import type { Requirement } from '../actions/action.ts';
import { ACTION_NAMES, ACTIONS } from '../actions/index.ts';
import type { CaseView } from '../case.ts';

export function requirementsOf(
  view: CaseView,
  policy: Policy,
  today: LocalDate,
  calendar: WorkingCalendar,
  evidence: readonly EvidencePiece[],
): Requirement[] {
  const kind = policy.kind(view.submission.kind);
  const requirements: Requirement[] = kind.evidence
    // decision and notice of an adverse case are asked for below, as the platform itself keeps them
    .filter(({ required, id }) => required && !(kind.polarity === 'adverse' && (id === 'decision' || id === 'notice')))
    .map((wanted) => evidenceRequirement(wanted, kind.clause, evidence));
  const rules = { policy, calendar, today };
  requirements.push(...ACTION_NAMES.flatMap((name) => ACTIONS[name].demands?.(view, rules) ?? []));
  return requirements;
}

/** Attached, or vouched for on paper by somebody who is named; else the department that reports keeps it (5.1), which nobody calls missing. */
function evidenceRequirement(
  { id, title, titleEn = title }: EvidenceKind,
  clause: ClauseRef,
  evidence: readonly EvidencePiece[],
): Requirement {
  const requirement = { id: `evidence-${id}`, clause };
  switch (presentAs(evidence, id)) {
    case 'file':
      return { ...requirement, zh: `凭证：${title}（已附）`, en: `Evidence: ${titleEn} (attached)`, met: true };
    case 'paper': {
      const voucher = evidence.findLast((piece) => piece.kind === id && piece.form === 'paper' && !piece.withdrawn);
      return {
        ...requirement,
        zh: `凭证：${title}（纸质件由单位留存，${voucher?.addedByName ?? ''}已说明）`,
        en: `Evidence: ${titleEn} (on paper, vouched for by ${voucher?.addedByName ?? ''})`,
        met: true,
      };
    }
    case null:
      return {
        ...requirement,
        zh: `凭证：${title}（未附，由报送单位留存，请核对）`,
        en: `Evidence: ${titleEn} (not attached; kept by the department, to be checked)`,
        met: null,
      };
  }
}
