/** What may be asked about a case today; and for the page that tells of it beforehand, from when, until when, and whose rule says so. Pure. */

import type { RightsKind } from '#contracts/rights.ts';
import type { EnterpriseSize, Polarity, SubjectType } from '#contracts/vocabulary.ts';
import { rangeOn } from '#kernel/policy/grade.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { citedAs, type KindRef } from '#kernel/policy/refs.ts';
import { isForRelief, reliefLatest } from '#kernel/policy/relief.ts';
import { type May, no, YES } from '#kernel/refusal/may.ts';
import type { Said } from '#kernel/refusal/said.ts';
import { addMonths, type LocalDate } from '#kernel/time/local-date.ts';
import type { Rules } from './clocks.ts';

/** What stands about the case somebody asks about. */
export interface Target {
  readonly polarity: Polarity;
  readonly subjectType: SubjectType;
  readonly recordKind: KindRef;
  /** null: not determined yet */
  readonly determinedOn: LocalDate | null;
  /** day of the decision the record rests on; null: it rests on none */
  readonly decidedOn: LocalDate | null;
  /** which document that is: the grade may go by it */
  readonly decisionType?: string | undefined;
  /** the case ended without a record */
  readonly caseEnded: boolean;
  /** repaired, revoked, or over by date */
  readonly recordEnded: boolean;
  readonly objectionOpen: boolean;
  readonly held: boolean;
  /** first day a hold about it began */
  readonly heldFrom: LocalDate | null;
}

/** Whether a request of this kind can be made about the case today. */
export function mayAsk(kind: RightsKind, target: Target, today: LocalDate, rules: Rules): May {
  return MAY_ASK[kind](target, today, rules, askingTime(kind, target, today, rules));
}

/** First and last day of asking where the case has one, and the clause or article; empty where no rule speaks of such a case. */
export interface AskingTime {
  readonly from: LocalDate | null;
  readonly until: LocalDate | null;
  readonly citation: string;
}

export function askingTime(kind: RightsKind, target: Target, today: LocalDate, rules: Rules): AskingTime {
  return ASKING_TIME[kind](target, today, rules);
}

const MAY_ASK: Readonly<Record<RightsKind, (target: Target, today: LocalDate, rules: Rules, time: AskingTime) => May>> =
  { objection: mayObject, repair: mayRepair, relief: mayBeHeld };

const ASKING_TIME: Readonly<Record<RightsKind, (target: Target, today: LocalDate, rules: Rules) => AskingTime>> = {
  objection: (_target, today, { policy }) => whenever(policy.timerOn('objection-own', today).citation),
  repair: repairTime,
  relief: reliefTime,
};

const whenever = (citation: string): AskingTime => ({ from: null, until: null, citation });

const refused = (because: string, { citation }: AskingTime, zh: string, en: string): May =>
  no(because, { problem: 'action.not_available', said: { zh, en }, clause: citation || undefined });

function mayObject(target: Target, _today: LocalDate, _rules: Rules, time: AskingTime): May {
  if (target.determinedOn === null)
    return refused(
      'no-record',
      time,
      target.caseEnded
        ? '该事项没有形成记录，无需异议。'
        : '该事项尚未认定，没有形成记录；不良信息可以在告知后陈述申辩。',
      'There is no record to object to yet.',
    );
  if (target.recordEnded)
    return refused('record-ended', time, '该记录已经修复、撤销或者到期，不再显示。', 'The record is no longer shown.');
  if (target.objectionOpen)
    return refused('objection-open', time, '已有一件异议正在处理。', 'An objection is being handled already.');
  return YES;
}

/** By the rules of a day; undefined: there is nothing to repair about such information */
function repairRange({ polarity, recordKind, decisionType }: Target, on: LocalDate, policy: Policy) {
  return polarity === 'good' ? undefined : rangeOn(policy, policy.kind(recordKind), decisionType, on);
}

function repairTime(target: Target, today: LocalDate, { policy }: Rules): AskingTime {
  const now = repairRange(target, today, policy);
  if (!now) return whenever('');
  const { determinedOn, decidedOn, recordEnded } = target;
  if (determinedOn === null || recordEnded) return whenever(now.citation);
  // counted from the decision (080): the milder of the rule at the time and the rule of the day of asking (行政处罚法 37)
  const since = decidedOn ?? determinedOn;
  const ranges = [repairRange(target, since, policy) ?? now, now];
  const least = Math.min(...ranges.map(({ minimumMonths }) => minimumMonths));
  const most = Math.min(...ranges.map(({ maximumMonths }) => maximumMonths));
  return { from: addMonths(since, least), until: addMonths(since, most), citation: now.citation };
}

function mayRepair(target: Target, today: LocalDate, { policy }: Rules, time: AskingTime): May {
  if (!repairRange(target, today, policy))
    return refused('good', time, '良好信息无需信用修复。', 'Good information needs no repair.');
  if (target.determinedOn === null)
    return refused('no-record', time, '尚未认定，没有需要修复的记录。', 'There is no record to repair.');
  if (target.recordEnded)
    return refused('record-ended', time, '该记录已经修复、撤销或者到期，无需再修复。', 'The record has ended.');
  const { from } = time;
  if (from !== null && today < from)
    return refused(
      'too-early',
      time,
      `最短公示期未满，自 ${from} 起可以申请修复。`,
      `Repair can be asked for from ${from}.`,
    );
  return YES;
}

const isOfSmallFirm = ({ polarity, subjectType }: Target): boolean => isForRelief({ polarity, subject: subjectType });
const isOver = ({ caseEnded, recordEnded }: Target): boolean => caseEnded || recordEnded;

function reliefTime(target: Target, today: LocalDate, rules: Rules): AskingTime {
  const { relief, document } = rules.policy;
  if (!relief) return whenever('');
  const citation = `${document.number}${citedAs(relief.clause)}`;
  if (!isOfSmallFirm(target) || isOver(target)) return whenever(citation);
  return { from: null, until: reliefLatest(rules.policy, target.heldFrom ?? today), citation };
}

function mayBeHeld(target: Target, today: LocalDate, { policy }: Rules, time: AskingTime): May {
  if (!policy.relief) return refused('no-relief', time, '现行政策没有暂不纳入的规定。', 'The policy has no relief.');
  if (!isOfSmallFirm(target))
    return refused(
      'small-firms-only',
      time,
      '暂不纳入只适用于中小微企业的失信记录。',
      'Relief is for adverse records of small firms only.',
    );
  if (isOver(target))
    return refused('record-ended', time, '该事项已经办结，没有需要暂缓的记录。', 'There is nothing to hold.');
  const { until } = time;
  if (until !== null && until <= today)
    return refused('used-up', time, `暂不纳入已满最长期限（${until}）。`, 'The longest hold is used up.');
  return YES;
}

const SIZES: Readonly<Record<EnterpriseSize, Said>> = {
  micro: { zh: '微型企业', en: 'micro enterprises' },
  small: { zh: '小型企业', en: 'small enterprises' },
  medium: { zh: '中型企业', en: 'medium enterprises' },
};

/** Whether relief is for enterprises of that size here: the notice names the sizes. */
export function maySpare(size: EnterpriseSize, { policy }: Pick<Rules, 'policy'>): May {
  const { relief } = policy;
  if (!relief || relief.sizes.includes(size)) return YES;
  const sizes = relief.sizes.map((one) => SIZES[one]);
  return refused(
    'size-not-named',
    whenever(`${policy.document.number}${citedAs(relief.clause)}`),
    `暂不纳入只适用于${sizes.map(({ zh }) => zh).join('、')}；请核对企业规模，其他规模的企业可以提出异议或者信用修复。`,
    `Relief is for ${sizes.map(({ en }) => en).join(', ')} only; check the size, others may object or ask for repair.`,
  );
}
