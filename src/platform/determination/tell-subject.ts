/** What those concerned are told of a case about them, in the transaction of the step: adverse ones at every turn, what people reported themselves at every step. */
import type { Policy } from '#kernel/policy/policy.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { notify } from '../notices/index.ts';
import { type CaseAction, type CaseView, isOwnReport } from './case.ts';
import { noticeOf } from './fold.ts';
import type { CaseHead } from './store.ts';

export async function tellSubject(
  tx: PlatformTx,
  context: PlatformContext,
  head: CaseHead,
  view: CaseView,
  { action }: CaseAction,
): Promise<void> {
  const told = tellingOf(action, view, context.policy);
  if (!told) return;
  await notify(tx, context, {
    subjectKey: head.subjectKey,
    kind: `case.${action}`,
    ...told,
    about: { type: 'case', id: head.caseId },
  });
}

function tellingOf(
  action: CaseAction['action'],
  view: CaseView,
  policy: Policy,
): { title: string; text: string } | undefined {
  const { caseId, competentDepartment, kind: kindId } = view.submission;
  const kind = policy.kind(kindId);
  const department = policy.department(competentDepartment).name;
  if (isOwnReport(view.submission)) return ownReportTelling(action, view, department, kind.plainTitle);
  if (kind.polarity === 'good') return undefined;
  switch (action) {
    case 'serve-notice': {
      const notice = noticeOf(view);
      return {
        title: '不良信息认定事先告知',
        text: `${department}拟将一件不良信息（事项 ${caseId}，“${kind.plainTitle}”）认定入档，告知书 ${notice?.number ?? ''}。您有权陈述申辩，期限至 ${notice?.windowEndsOn ?? ''}；申辩不会加重处理。可以在“权益”中提交，也可以书面提交给${department}。`,
      };
    }
    case 'receive-response':
      return {
        title: '已收到您的陈述申辩',
        text: `关于事项 ${caseId} 的陈述申辩已收到，${department}审查以后才能作出决定。`,
      };
    case 'determine':
      return {
        title: '不良信息已认定',
        text: `${department}已认定事项 ${caseId}（“${kind.plainTitle}”）。认为有误的可以提出异议；履行义务、纠正行为后可以申请信用修复；也可以依法申请行政复议或者提起行政诉讼。`,
      };
    case 'refuse':
    case 'withdraw':
      return { title: '不良信息不予认定', text: `事项 ${caseId} 已经办结，没有形成不良记录。` };
    default:
      return undefined;
  }
}

/** Who reported it themself waits for it: every step, in the words of the next one. */
function ownReportTelling(
  action: CaseAction['action'],
  view: CaseView,
  department: string,
  what: string,
): { title: string; text: string } | undefined {
  const { caseId } = view.submission;
  switch (action) {
    case 'review':
      return {
        title: '您的上报已核对通过',
        text: `您上报的“${what}”（事项 ${caseId}）已核对通过，等待${department}的另一位工作人员认定。`,
      };
    case 'return':
      return {
        title: '您的上报需要补正',
        text: `${department}退回了您上报的“${what}”（事项 ${caseId}）。原因：${view.state === 'returned' ? view.reason : ''}。请在“上报”中补正后重新提交。`,
      };
    case 'correct':
      return { title: '已收到您的补正', text: `您补正后的事项 ${caseId} 已送到${department}重新核对。` };
    case 'refuse':
      return {
        title: '您的上报没有被认定',
        text: `${department}没有认定您上报的“${what}”（事项 ${caseId}）。原因：${view.state === 'refused' ? view.reason : ''}。这不产生任何不良影响；不同意的可以提出异议。`,
      };
    case 'withdraw':
      return { title: '您已撤回上报', text: `事项 ${caseId} 已撤回，不再办理。` };
    case 'determine':
      return {
        title: '您的上报已认定',
        text: `${department}已认定您上报的“${what}”（事项 ${caseId}），记为良好信息。可以在“我的信息”中查看。`,
      };
    default:
      return undefined;
  }
}
