/** The endpoints of rights: for officers, for the counter, and below /my for those concerned; and of the inbox below /my. */
import { z } from 'zod';
import { ActionOutcome } from './case-actions.ts';
import { CaseId } from './case-terms.ts';
import { AssistedIdentity } from './counter.ts';
import { APPLICANTS, created, EVIDENCE_FILE, endpoints, json, NOTHING, officers } from './endpoint.ts';
import { EvidenceAdded, EvidenceId, EvidenceOpening, EvidenceUpload, PaperEvidence } from './evidence.ts';
import { OwnData, OwnSubject } from './own-data.ts';
import { ReliefPage, ReliefQuery } from './relief.ts';
import {
  ApplicantActionRequest,
  AssistedStep,
  Guidance,
  NoticePage,
  NoticeQuery,
  OwnRequests,
  OwnResponse,
  RequestProof,
  RightsActionRequest,
  RightsDetail,
  RightsOutcome,
  RightsPage,
  RightsQuery,
  RightsRequest,
} from './rights.ts';

const byId = z.object({ id: z.guid() });
const byPiece = z.object({ id: z.guid(), evidence: EvidenceId });
const byCase = z.object({ id: CaseId });
const identity = AssistedIdentity;
const whoSee = officers('reviewer', 'determiner', 'credit-office', 'auditor');
const atCounter = officers('assistant');

export const rightsEndpoints = endpoints('rights', {
  'GET /requests': {
    summary: {
      zh: '异议、修复、暂不纳入申请，最急的在前',
      en: 'Objections, repairs and relief requests, the most urgent first',
    },
    who: whoSee,
    query: RightsQuery,
    answer: json(RightsPage),
  },
  'GET /requests/:id': {
    summary: {
      zh: '一件申请（不显示当事人姓名；查看留痕，本人可见）',
      en: 'A request (without the person’s name; the look is logged and shown to the person)',
    },
    who: whoSee,
    params: byId,
    answer: json(RightsDetail),
  },
  'GET /relief-holds': {
    summary: {
      zh: '正在暂不纳入的记录，先到期的在前（只有编号和日期，没有当事人）',
      en: 'Records under relief, those that end first in front (numbers and dates only, nobody named)',
    },
    who: whoSee,
    query: ReliefQuery,
    answer: json(ReliefPage),
  },
  'POST /requests/:id/actions': {
    summary: {
      zh: '办理申请：转核查、提出意见、退回、决定、复核、解除',
      en: 'Act on a request: pass on, assess, return, decide, review, release',
    },
    who: officers(),
    params: byId,
    body: RightsActionRequest,
    answer: json(RightsOutcome),
  },
  'POST /proposals': {
    summary: {
      zh: '认定部门主动提出更正、撤销，或者暂不纳入，由其他人核查和决定',
      en: 'A determining department proposes a correction, a withdrawal or relief of its own motion; others assess and decide',
    },
    who: officers('reviewer', 'determiner'),
    body: z.discriminatedUnion('kind', [RightsRequest.options[0], RightsRequest.options[2]]),
    answer: json(RightsOutcome),
  },
  'GET /requests/:id/evidence': {
    summary: { zh: '申请的证明材料（查看留痕）', en: 'The proof of a request (the look is logged)' },
    who: whoSee,
    params: byId,
    answer: json(RequestProof),
  },
  'POST /requests/:id/evidence/:evidence/open': {
    summary: {
      zh: '查看申请的一份证明材料，须说明目的（查看留痕，本人可见）',
      en: 'Open a piece of proof, for a stated purpose (the look is logged and shown to the person)',
    },
    who: officers('reviewer', 'determiner', 'credit-office'),
    params: byPiece,
    body: EvidenceOpening,
    answer: EVIDENCE_FILE,
  },
  'POST /assisted/data': {
    summary: {
      zh: '窗口代办：为到场的人查看其全部信息（留痕，本人可见）',
      en: 'At the counter: everything held about the person present (logged, and shown to the person)',
    },
    who: atCounter,
    body: z.strictObject({ identity }),
    answer: json(OwnData),
  },
  'POST /assisted/guidance': {
    summary: {
      zh: '窗口代办：到场的人对某一事项可以办理什么',
      en: 'At the counter: what the person present may ask about a case',
    },
    who: atCounter,
    body: z.strictObject({ identity, caseId: CaseId }),
    answer: json(Guidance),
  },
  'POST /assisted/standing': {
    summary: {
      zh: '窗口代办：到场的人已提出的申请，进度、期限和答复',
      en: 'At the counter: requests of the person present, how far they are, until when, what was answered',
    },
    who: atCounter,
    body: z.strictObject({ identity }),
    answer: json(OwnRequests),
  },
  'POST /assisted/requests/:id/actions': {
    summary: {
      zh: '窗口代办：为到场的人补充申请，或者申请复核（撤回须先准备，由本人确认）',
      en: 'At the counter: add to a request or ask for a review, for the person present (withdrawing is prepared and confirmed by them)',
    },
    who: atCounter,
    params: byId,
    body: z.strictObject({ identity, step: AssistedStep }),
    answer: json(RightsOutcome),
  },
  'POST /assisted/requests/:id/evidence/paper': {
    summary: {
      zh: '窗口代办：核对过的纸质证明由本单位留存',
      en: 'At the counter: proof on paper was checked and is kept by the department',
    },
    who: atCounter,
    params: byId,
    body: z.strictObject({ identity, paper: PaperEvidence }),
    answer: created(EvidenceAdded),
  },
});

/** Below /my. `uscc` of the organisation acted for stands beside what is asked. */
export const myRightsEndpoints = endpoints('rights', {
  'GET /requests': {
    summary: { zh: '我的申请：进度、期限和答复', en: 'My requests: how far they are, until when, what was answered' },
    who: APPLICANTS,
    query: OwnSubject,
    answer: json(OwnRequests),
  },
  'POST /requests': {
    summary: { zh: '提出异议、信用修复或暂不纳入申请', en: 'Object, or ask for repair or relief' },
    who: APPLICANTS,
    body: z.strictObject({ ...OwnSubject.shape, request: RightsRequest }),
    answer: json(RightsOutcome),
  },
  'POST /requests/:id/actions': {
    summary: { zh: '补充、撤回，或者申请复核', en: 'Add to a request, withdraw it, or ask for a review' },
    who: APPLICANTS,
    params: byId,
    body: z.strictObject({ ...OwnSubject.shape, step: ApplicantActionRequest }),
    answer: json(RightsOutcome),
  },
  'GET /cases/:id/guidance': {
    summary: {
      zh: '对这一事项可以办理什么、自何时起、要准备什么',
      en: 'What can be asked about a case, from when, and what to prepare',
    },
    who: APPLICANTS,
    params: byCase,
    query: OwnSubject,
    answer: json(Guidance),
  },
  'POST /cases/:id/response': {
    summary: { zh: '对事先告知陈述申辩', en: 'Respond to a prior notice' },
    who: APPLICANTS,
    params: byCase,
    body: z.strictObject({ ...OwnSubject.shape, response: OwnResponse }),
    answer: json(ActionOutcome),
  },
  'GET /requests/:id/evidence': {
    summary: { zh: '我的申请的证明材料', en: 'The proof of my request' },
    who: APPLICANTS,
    params: byId,
    answer: json(RequestProof),
  },
  'POST /requests/:id/evidence': {
    summary: {
      zh: '为申请添加一份证明：请求体即文件内容（JPEG、PNG、WebP、PDF），重新编码后加密保存',
      en: 'Add a piece of proof: the request body is the file (JPEG, PNG, WebP, PDF); it is made anew and stored encrypted',
    },
    who: APPLICANTS,
    params: byId,
    query: EvidenceUpload,
    upload: true,
    answer: created(EvidenceAdded),
  },
  'GET /requests/:id/evidence/:evidence': {
    summary: { zh: '看我提交的一份证明', en: 'A piece of proof I have handed in' },
    who: APPLICANTS,
    params: byPiece,
    answer: EVIDENCE_FILE,
  },
  'DELETE /requests/:id/evidence/:evidence': {
    summary: {
      zh: '撤回我提交的一份证明（办结以前）',
      en: 'Take back a piece of proof (before the request is settled)',
    },
    who: APPLICANTS,
    params: byPiece,
    answer: NOTHING,
  },
});

/** Below /my. */
export const noticeEndpoints = endpoints('notices', {
  'GET /notices': {
    summary: { zh: '我的通知，新的在前', en: 'My notices, newest first' },
    who: APPLICANTS,
    query: NoticeQuery,
    answer: json(NoticePage),
  },
  'POST /notices/:id/read': {
    summary: { zh: '把一条通知标为已读', en: 'Mark a notice as read' },
    who: APPLICANTS,
    params: byId,
    body: OwnSubject,
    answer: NOTHING,
  },
});
