/** Turns what a caller asks for into what the log will say: the platform's own numbers and dates added, texts checked. Pure. */

import type { ActionRequest } from '#contracts/case-actions.ts';
import { checkOrganisationName } from '#kernel/identity/organisation-name.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/problems.ts';
import type { Said } from '#kernel/refusal/said.ts';
import { isLocalDate, type LocalDate } from '#kernel/time/local-date.ts';
import type { WorkingCalendar } from '#kernel/time/working-days.ts';
import { decisionNumberFault } from '../matter.ts';
import { DAY_FAULT_TEXTS, dayFault } from '../possible-day.ts';
import type { ActionPayloads, CaseView } from './case.ts';
import { isDecisionType } from './evidence/decision-document.ts';
import { noticeOf } from './fold.ts';
import { windowFrom } from './notice/response-window.ts';

export type Prepared = {
  [Name in keyof ActionPayloads]: { readonly action: Name; readonly payload: ActionPayloads[Name] };
}[keyof ActionPayloads];

export interface Surroundings {
  readonly policy: Policy;
  readonly calendar: WorkingCalendar;
  readonly today: LocalDate;
  /** day of the review that stands; today where there is none yet */
  readonly reviewedOn: LocalDate;
  /** the fact's own key for the facts as they stand (one-fact-one-record) */
  readonly recordId: string;
}

/** @throws Problem `request.invalid` */
export function preparePayload(request: ActionRequest, view: CaseView, surroundings: Surroundings): Prepared {
  const { policy, calendar, today } = surroundings;
  switch (request.action) {
    case 'serve-notice': {
      const servedOn = requirePast(request.payload.servedOn, today, { zh: '送达日期', en: 'The day of service' });
      // the notice is made out after the review: an earlier day would let the window run out before anybody was told
      if (servedOn < surroundings.reviewedOn) {
        invalid(
          `送达日期不能早于审核日期（${surroundings.reviewedOn}）：告知书在审核之后制作。`,
          `The notice cannot be served before the review (${surroundings.reviewedOn}): it is made out after it.`,
        );
      }
      return {
        action: request.action,
        payload: {
          ...request.payload,
          number: noticeNumber(view, servedOn),
          windowEndsOn: windowFrom(servedOn, policy, calendar),
        },
      };
    }
    case 'receive-response': {
      const receivedOn = requirePast(request.payload.receivedOn, today, { zh: '收到日期', en: 'The day of receipt' });
      const notice = noticeOf(view);
      if (notice && receivedOn < notice.servedOn)
        invalid(
          '收到陈述申辩的日期不能早于告知书送达日期。',
          'A response cannot be received before the notice is served.',
        );
      return { action: request.action, payload: request.payload };
    }
    case 'consider-response':
      return { action: request.action, payload: { ...request.payload, consideredOn: today } };
    case 'determine':
      return {
        action: request.action,
        payload: { ...request.payload, determinedOn: today, recordId: surroundings.recordId },
      };
    case 'correct':
      return { action: request.action, payload: correction(request.payload, view, policy, today) };
    default:
      return { action: request.action, payload: request.payload } as Prepared;
  }
}

type CorrectionRequest = Extract<ActionRequest, { action: 'correct' }>['payload'];

/** A person's corrected name is not in the payload: the caller seals it beside the action. */
function correction(
  { person: _sealedApart, ...claimed }: CorrectionRequest,
  view: CaseView,
  policy: Policy,
  today: LocalDate,
): ActionPayloads['correct'] {
  const kind = policy.kind(view.submission.kind);
  if (claimed.occurredOn !== undefined)
    requirePast(claimed.occurredOn, today, { zh: '发生日期', en: 'The day it happened' });
  if (claimed.decision) {
    if (kind.polarity === 'good')
      invalid('良好信息不登记处罚等决定文书。', 'Good information carries no decision of penalty.');
    if (!isDecisionType(claimed.decision.type, kind)) {
      invalid(
        `决定文书类型须为：${kind.decisionTypes.map((type) => type.title).join('、')}。`,
        `The type of the decision must be one of: ${kind.decisionTypes.map((type) => type.title).join(', ')}.`,
      );
    }
    requirePast(claimed.decision.date, today, { zh: '决定日期', en: 'The day of the decision' });
    if (decisionNumberFault(claimed.decision.number) !== undefined)
      invalid(
        '文号填成了日期，或者被表格软件当作数字改写，请按文书填写文号。',
        'The number of the decision is a day, or a spreadsheet rewrote it: copy it from the document.',
      );
  }
  if (claimed.organisationName === undefined) return claimed;
  if (view.submission.subjectType === 'person')
    invalid('该事项的主体是自然人，没有单位名称。', 'The case is about a person, not an organisation.');
  const name = checkOrganisationName(claimed.organisationName);
  if (!name.ok || name.doubt)
    invalid(
      '单位名称不规范，请按营业执照或登记证书填写一个单位的全称。',
      'Write the full name of one organisation as on its licence or certificate.',
    );
  return { ...claimed, organisationName: name.name };
}

/** `信告〔2020〕12-45号`; a second notice in the same case, after a return, ends in `之2`. */
export function noticeNumber(view: CaseView, servedOn: LocalDate): string {
  const again = view.noticesServed > 0 ? `之${view.noticesServed + 1}` : '';
  return `信告〔${servedOn.slice(0, 4)}〕${view.submission.caseId}号${again}`;
}

function requirePast(date: string, today: LocalDate, what: Said): LocalDate {
  if (!isLocalDate(date))
    invalid(`${what.zh} ${date} 不是有效的日期。`, `${what.en}, ${date}, is no day of the calendar.`);
  if (date > today)
    invalid(`${what.zh}不能晚于今天（${today}）。`, `${what.en} cannot be later than today (${today}).`);
  const impossible = dayFault(date);
  if (impossible)
    invalid(`${what.zh}：${DAY_FAULT_TEXTS[impossible].zh}`, `${what.en}: ${DAY_FAULT_TEXTS[impossible].en}`);
  return date;
}

function invalid(zh: string, en: string): never {
  throw new Problem('request.invalid', { said: { zh, en } });
}

/** Every text of the request that somebody wrote freely; screened before anything is stored (never-collect). */
export function textsOf(request: ActionRequest): string[] {
  const payload: Record<string, unknown> = request.payload;
  return ['note', 'reason', 'registryEvidence', 'matter', 'summary', 'reasoning', 'organisationName']
    .map((field) => payload[field])
    .filter((text): text is string => typeof text === 'string');
}
