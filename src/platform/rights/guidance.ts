/** What somebody may ask about one of their cases, step by step, with from when, until when and whose rule says so. */
import type { Guidance } from '#contracts/rights.ts';
import { RIGHTS_KINDS, type RightsKind } from '#contracts/vocabulary.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import type { Said } from '#kernel/refusal/said.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { type Applicant, actingFor } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';
import { requireShownAtCounter } from '../counter/index.ts';
import { CLOSED, noticeOf, responseWindowEnd } from '../determination/index.ts';
import { type AskingTime, askingTime, mayAsk } from './asking-rules.ts';
import { type Found, targetOf } from './target.ts';

const STEPS = {
  objection: [
    '写明哪里有误、实际情况是什么',
    '附上能证明的材料（可以之后补充）',
    '提交后该记录立即标注有异议',
    '到期前答复；不服的可以申请复核',
  ],
  repair: [
    '履行决定文书载明的义务，纠正行为',
    '准备履行证明',
    '阅读并作出信用承诺',
    '提交；同意后立即停止公示、共享，解除措施',
  ],
  relief: [
    '说明通知规定的情形如何造成了失信',
    '选择企业规模（微型、小型、中型）',
    '选择暂缓到哪一日',
    '认定部门决定；期间该记录不公示、不共享',
  ],
  response: [
    '阅读告知书：认定的事实、依据和您的权利',
    '写明您的意见、事实和理由',
    '提交；认定部门须审查后才能作出认定，不会因为申辩加重',
  ],
} as const;

/** What somebody is told who may ask. */
const INVITATION: Readonly<Record<RightsKind, (time: AskingTime, policy: Policy) => Said>> = {
  objection: () => ({
    zh: '认为记录有误的，随时可以提出异议；提出后即在记录上标注。',
    en: 'You may object at any time; the record is marked at once.',
  }),
  repair: () => ({
    zh: '可以申请信用修复，只需履行义务的证明和信用承诺，不收费。',
    en: 'Repair can be asked for now, free of charge.',
  }),
  relief: ({ until }, policy) => ({
    zh: `可以申请（${policy.relief?.title ?? '暂不纳入'}），最长至 ${until}。`,
    en: `Can be asked for, until ${until} at the latest.`,
  }),
};

export async function guidance(
  context: PlatformContext,
  applicant: Applicant,
  uscc: string | undefined,
  caseId: string,
): Promise<Guidance> {
  const { subjectKey } = actingFor(applicant, uscc);
  return transact(context.database, applicant, async (tx) => {
    await requireShownAtCounter(tx, context, applicant, subjectKey, caseId);
    const found = await targetOf(tx, context, caseId, subjectKey);
    const today = localDateAt(context.clock());
    const asks = RIGHTS_KINDS.filter((kind) => applies(kind, found)).map((kind) => {
      const may = mayAsk(kind, found.target, today, context);
      const time = askingTime(kind, found.target, today, context);
      const said = may.ok ? INVITATION[kind](time, context.policy) : may.said;
      return { kind, possible: may.ok, ...said, ...time, steps: [...STEPS[kind]] };
    });
    const answer = response(found, context);
    return { caseId, items: answer ? [answer, ...asks] : asks };
  });
}

/** What could never apply to such a case is not offered at all. */
function applies(kind: RightsKind, { target }: Found): boolean {
  if (kind === 'objection') return true;
  return target.polarity === 'adverse' && (kind === 'repair' || target.subjectType === 'organisation');
}

function response({ case: { view } }: Found, context: PlatformContext): Guidance['items'][number] | undefined {
  const notice = noticeOf(view);
  if (!notice || CLOSED.has(view.state)) return undefined;
  const { policy, calendar, clock } = context;
  const today = localDateAt(clock());
  const until = responseWindowEnd(notice, policy, calendar);
  const inTime = today <= until;
  return {
    kind: 'response',
    possible: true,
    from: null,
    until,
    zh: inTime ? `可以陈述申辩，至 ${until} 为止。` : `陈述申辩期限已于 ${until} 届满；认定作出以前提交的，仍会审查。`,
    en: inTime
      ? `You may answer until ${until}.`
      : `The time ended on ${until}; an answer still counts until the determination.`,
    steps: [...STEPS.response],
    citation: policy.timerOn('response-window', today).citation,
  };
}
