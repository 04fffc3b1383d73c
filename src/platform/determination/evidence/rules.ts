/** Who may add evidence to a case, vouch for paper, take back; and how the evidence of a case is shown. Pure. */
import type { CaseEvidence } from '#contracts/evidence.ts';
import type { CaseState } from '#contracts/vocabulary.ts';
import type { EvidenceKind, Policy } from '#kernel/policy/policy.ts';
import { type May, no, YES } from '#kernel/refusal/may.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Actor, hasRole } from '../../access/actor.ts';
import { actsFor } from '../../access/jurisdiction.ts';
import type { PlatformContext } from '../../context.ts';
import {
  EVIDENCE_LIMITS,
  type EvidenceOwner,
  type EvidencePiece,
  MOST_ITEMS,
  shownEvidence,
  shownKinds,
} from '../../evidence/index.ts';
import { type CaseView, CLOSED, type Submission } from '../case.ts';
import { periodOf } from '../notice/response-window.ts';

export function evidenceOwner(head: Submission): EvidenceOwner {
  const departments = [...new Set([head.reportingDepartment, head.competentDepartment])];
  return { kind: 'case', id: head.caseId, subjectKey: head.subjectKey, departments };
}

export function evidenceKinds(view: CaseView, policy: Policy): readonly EvidenceKind[] {
  return policy.kind(view.submission.kind).evidence;
}

const UNREVIEWED: ReadonlySet<CaseState> = new Set(['reported', 'corrected', 'returned']);

/** Whoever reports the case, and whoever reviews or determines it; as long as it is open. */
export function mayAttach(view: CaseView, actor: Actor, policy: Policy): May {
  if (CLOSED.has(view.state))
    return no('closed', {
      problem: 'action.not_available',
      said: { zh: '该事项已办结，不能再添加证明材料。', en: 'The case is closed; nothing can be added.' },
    });
  const { reportingDepartment, competentDepartment } = view.submission;
  const [reports, decides] = [hasRole(actor, 'reporter'), hasRole(actor, 'reviewer', 'determiner')];
  if (actor.kind === 'system' || !(reports || decides))
    return no('role', {
      problem: 'permission.denied',
      said: {
        zh: '证明材料由报送、审核、认定该事项的人员添加。',
        en: 'Evidence is added by those who report, review or determine the case.',
      },
    });
  if (reports && actsFor(actor, reportingDepartment, policy, 'reporter')) return YES;
  if (decides && actor.kind === 'officer' && actsFor(actor, competentDepartment, policy, 'reviewer', 'determiner'))
    return YES;
  return no('jurisdiction', {
    problem: 'jurisdiction.denied',
    said: {
      zh: '证明材料由报送单位或者认定单位的人员添加。',
      en: 'Evidence is added by the departments that report and determine the case.',
    },
  });
}

/** own-jurisdiction: for the departments that report or determine the case, not for all who may see it. */
export function mayOpen(view: CaseView, actor: Actor, policy: Policy): May {
  if (actor.kind !== 'officer')
    return no('officer-only', {
      problem: 'permission.denied',
      said: {
        zh: '证明材料须由经办人本人查看，不提供给单位的系统。',
        en: 'Evidence is for officers to look at, not for a department’s system.',
      },
    });
  const { reportingDepartment, competentDepartment } = view.submission;
  if ([reportingDepartment, competentDepartment].some((one) => actsFor(actor, one, policy))) return YES;
  return no('jurisdiction', {
    problem: 'jurisdiction.denied',
    said: {
      zh: '证明材料只供报送单位和认定单位查看。',
      en: 'Evidence is for the departments that report and determine the case.',
    },
  });
}

/** A person answers for it, never a system. */
export function mayVouch(view: CaseView, actor: Actor, policy: Policy): May {
  if (actor.kind !== 'officer')
    return no('officer-only', {
      problem: 'permission.denied',
      said: {
        zh: '留存纸质材料须由经办人本人说明，不得由系统代为说明。',
        en: 'An officer answers for paper that is kept, never a system.',
      },
    });
  return mayAttach(view, actor, policy);
}

/** What a review rested on stays. */
export function mayTakeBack(view: CaseView): May {
  if (UNREVIEWED.has(view.state)) return YES;
  return no('reviewed', {
    problem: 'action.not_available',
    said: {
      zh: '该事项已经审核，据以审核的材料不能再撤回。',
      en: 'The case has been reviewed; what that rested on stays.',
    },
  });
}

export function shownCaseEvidence(
  { policy, clock }: PlatformContext,
  actor: Actor,
  view: CaseView,
  pieces: readonly EvidencePiece[],
): CaseEvidence {
  const kinds = evidenceKinds(view, policy);
  const possible = (may: May) =>
    may.ok ? { available: true as const } : { available: false as const, zh: may.said.zh };
  const retention = policy.timerOn('evidence-retention', localDateAt(clock()));
  return {
    items: pieces.map((piece) => shownEvidence(piece, actor, kinds, policy)),
    kinds: shownKinds(pieces, kinds),
    open: possible(mayOpen(view, actor, policy)),
    attach: possible(mayAttach(view, actor, policy)),
    vouch: possible(mayVouch(view, actor, policy)),
    withdraw: possible(mayTakeBack(view)),
    limits: { bytes: EVIDENCE_LIMITS.bytes, pages: EVIDENCE_LIMITS.pages, items: MOST_ITEMS },
    retention: { period: periodOf(retention), citation: retention.citation },
  };
}
