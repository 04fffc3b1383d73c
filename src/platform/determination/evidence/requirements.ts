/** What the policy demands before a case can be determined, and what of it is there. Pure; `rules.ts` is what enforces it. */
import type { CaseDetail } from '#contracts/case-detail.ts';
import type { EvidenceKind, Policy } from '#kernel/policy/policy.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import { type EvidencePiece, presentAs } from '../../evidence/index.ts';
import type { CaseView } from '../case.ts';
import { noticeOf } from '../fold.ts';
import { responseWindowEnd } from '../notice/response-window.ts';
import { hasDecisionDocument } from './decision-document.ts';

type Requirement = CaseDetail['requirements'][number];

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
  if (view.suspicion) {
    requirements.push({
      id: 'suspicion-cleared',
      zh: '疑点已对照登记信息核实并说明理由',
      en: 'The doubt is checked against the registry, with reasons',
      met: view.suspicion.cleared !== null,
      clause: policy.determination.clause,
    });
  }
  requirements.push({
    id: 'reviewed',
    zh: '已由报送人以外的人审核',
    en: 'Reviewed by somebody other than who reported',
    met: 'reviewedBy' in view,
    clause: policy.determination.clause,
  });
  if (kind.polarity === 'adverse') requirements.push(...adverseRequirements(view, policy, today, calendar));
  requirements.push({
    id: 'determined',
    zh: '由报送人、审核人以外的第三人认定',
    en: 'Determined by a third person',
    met: view.state === 'determined',
    clause: policy.determination.clause,
  });
  return requirements;
}

/** Attached, or vouched for on paper by somebody who is named; else the department that reports keeps it (5.1), which nobody calls missing. */
function evidenceRequirement(
  { id, title, titleEn = title }: EvidenceKind,
  clause: string,
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

/** adverse-needs-document */
function adverseRequirements(
  view: CaseView,
  policy: Policy,
  today: LocalDate,
  calendar: WorkingCalendar,
): Requirement[] {
  const kind = policy.kind(view.submission.kind);
  const { clause } = kind;
  const notice = noticeOf(view);
  const considered = 'consideration' in view && view.consideration !== null;
  const heard =
    considered ||
    (notice !== null && view.state !== 'response-received' && today > responseWindowEnd(notice, policy, calendar));
  return [
    {
      id: 'decision',
      zh: '已生效的决定文书：类型在目录之内，文号、作出机关、日期、依据齐全',
      en: 'A decision in effect: catalogued type, number, authority, date and basis',
      met: hasDecisionDocument(view.facts.decision, kind),
      clause,
    },
    {
      id: 'notice',
      zh: '认定前已书面告知当事人事实、依据和陈述申辩的权利',
      en: 'The party was told facts, basis and the right to respond',
      met: notice !== null,
      clause,
    },
    {
      id: 'heard',
      zh: '陈述申辩期限已满，或者陈述申辩意见已审查',
      en: 'The response window is over, or the response was considered',
      met: heard,
      clause,
    },
  ];
}
