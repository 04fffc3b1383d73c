/** What the subject is told of a request: that it was received, and each step that is theirs to know. */
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import { notify } from '../notices/index.ts';
import { dueOn, handledBy, reviewBody } from './clocks.ts';
import { KIND_TITLES } from './execute.ts';
import type { RequestView, RightsAction } from './request.ts';

/** That a request was received, by whom it is handled, and until when. */
export async function tellAsked(tx: PlatformTx, context: PlatformContext, view: RequestView): Promise<void> {
  const { asked } = view;
  const due = dueOn(view, context);
  const by = context.policy.department(handledBy(view, context.policy)).name;
  const caseId = `${asked.batchId}-${asked.rowNumber}`;
  await notify(tx, context, {
    subjectKey: asked.subjectKey,
    kind: `${asked.kind}.asked`,
    title: `${KIND_TITLES[asked.kind]}已收到`,
    text:
      `关于事项 ${caseId} 的${KIND_TITLES[asked.kind]}已收到，由${by}办理${due ? `，最迟 ${due} 办结这一环节` : ''}。` +
      (asked.kind === 'objection' ? '该记录已标注有异议。' : '') +
      (asked.channel === 'assisted' ? '这是窗口工作人员为您代办的；如非您本人意愿，请立即撤回并告知我们。' : '') +
      (asked.channel === 'department' ? '这是认定部门主动提出的，您无需办理任何手续。' : ''),
    about: { type: 'request', id: asked.requestId },
  });
}

/** What the applicant is told of a step; steps between offices are seen in the request itself. */
export async function tellStep(
  tx: PlatformTx,
  context: PlatformContext,
  view: RequestView,
  action: RightsAction,
): Promise<void> {
  const { asked } = view;
  const title = KIND_TITLES[asked.kind];
  const review = context.policy.department(reviewBody(asked.departmentId, context.policy)).name;
  const told = ((): { title: string; text: string } | undefined => {
    switch (action.action) {
      case 'return':
        return { title: `${title}需要补充`, text: `${action.payload.reason} 请补充后再提交。` };
      case 'decide':
      case 'decide-review': {
        const { outcome, reasoning } = action.payload;
        const result = outcome === 'granted' ? '同意' : '不同意';
        const next =
          outcome === 'refused' && action.action === 'decide'
            ? ` 如不服，可以向${review}申请复核，也可以依法申请行政复议或者提起行政诉讼。`
            : '';
        return {
          title: `${title}${action.action === 'decide-review' ? '复核' : ''}办理结果：${result}`,
          text: `${result}。理由：${reasoning}${next}${asked.kind === 'relief' && outcome === 'granted' ? RELIEF_ADVICE : ''}`,
        };
      }
      case 'release':
        return { title: '暂不纳入已解除', text: `${action.payload.reason} 您可以申请信用修复。` };
      default:
        return undefined;
    }
  })();
  if (!told) return;
  await notify(tx, context, {
    subjectKey: asked.subjectKey,
    kind: `${asked.kind}.${action.action}`,
    ...told,
    about: { type: 'request', id: asked.requestId },
  });
}

/** 4.4: 引导和帮助企业及时纠正和修复信用缺失 */
const RELIEF_ADVICE =
  ' 暂不纳入期间，该记录不公示、不共享、不影响任何措施。请利用这段时间：一、履行义务、纠正行为并留存证明；二、到期前在“权益”中申请信用修复，只需履行证明和信用承诺，不收费。';
