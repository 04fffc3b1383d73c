/** The endpoints of own reports (5.2): below /my for the person, and for officers at a counter. */
import { z } from 'zod';
import { ActionOutcome } from './case-actions.ts';
import { CaseId } from './case-terms.ts';
import { AssistedIdentity } from './counter.ts';
import { APPLICANTS, created, EVIDENCE_FILE, endpoints, json, NOTHING, officers } from './endpoint.ts';
import { EvidenceAdded, EvidenceId, EvidenceUpload } from './evidence.ts';
import {
  AssistedMending,
  AssistedOwnReport,
  AssistedOwnReports,
  AssistedWithdrawal,
  DraftSave,
  DraftSaved,
  OwnDraft,
  OwnReportForm,
  OwnReportMending,
  OwnReportOutcome,
  OwnReportStatus,
  OwnReportSubmit,
  OwnReports,
  OwnReportWithdrawal,
  ReportId,
} from './own-reports.ts';

const byDraft = z.object({ id: ReportId });
const byDraftProof = z.object({ id: ReportId, evidence: EvidenceId });
const byReport = z.object({ id: CaseId });
const byReportProof = z.object({ id: CaseId, evidence: EvidenceId });
const atCounter = officers('assistant');

/** Below /my. */
export const ownReportEndpoints = endpoints('own-reports', {
  'GET /reports/form': {
    summary: {
      zh: '本人上报：类别、要填什么、要交什么、声明和期限',
      en: 'Reporting oneself: kinds, what to fill in, what to hand in, declarations and periods',
    },
    who: APPLICANTS,
    answer: json(OwnReportForm),
  },
  'GET /reports': {
    summary: { zh: '我的上报：草稿和已提交的，新的在前', en: 'My reports: drafts and those handed in, newest first' },
    who: APPLICANTS,
    answer: json(OwnReports),
  },
  'PUT /report-drafts/:id': {
    summary: {
      zh: '保存草稿（加密保存，只有本人能看；重复保存只算一次，别处有新版本会说明）',
      en: 'Save a draft (encrypted, for the person alone; saved twice counts once, a newer version elsewhere is told)',
    },
    who: APPLICANTS,
    params: byDraft,
    body: DraftSave,
    answer: json(DraftSaved),
  },
  'GET /report-drafts/:id': {
    summary: {
      zh: '打开草稿：内容、还缺什么、将送给谁',
      en: 'Open a draft: what it holds, what is missing, whom it will go to',
    },
    who: APPLICANTS,
    params: byDraft,
    answer: json(OwnDraft),
  },
  'DELETE /report-drafts/:id': {
    summary: { zh: '删除草稿和已上传的材料', en: 'Delete a draft and what was uploaded for it' },
    who: APPLICANTS,
    params: byDraft,
    answer: NOTHING,
  },
  'POST /report-drafts/:id/submission': {
    summary: {
      zh: '提交：逐项声明以后送主管部门（提交两次只算一次）',
      en: 'Hand in: after each declaration it goes to the competent department (handed in twice counts once)',
    },
    who: APPLICANTS,
    params: byDraft,
    body: OwnReportSubmit,
    answer: json(OwnReportOutcome),
  },
  'POST /report-drafts/:id/evidence': {
    summary: {
      zh: '为草稿添加一份证明材料：请求体即文件内容（JPEG、PNG、WebP、PDF），重新编码后加密保存',
      en: 'Add proof to a draft: the request body is the file (JPEG, PNG, WebP, PDF); it is made anew and stored encrypted',
    },
    who: APPLICANTS,
    params: byDraft,
    query: EvidenceUpload,
    upload: true,
    answer: created(EvidenceAdded),
  },
  'GET /report-drafts/:id/evidence/:evidence': {
    summary: { zh: '看自己为草稿上传的材料', en: 'Proof one has uploaded for a draft' },
    who: APPLICANTS,
    params: byDraftProof,
    answer: EVIDENCE_FILE,
  },
  'DELETE /report-drafts/:id/evidence/:evidence': {
    summary: { zh: '撤下为草稿上传的材料', en: 'Take back proof uploaded for a draft' },
    who: APPLICANTS,
    params: byDraftProof,
    answer: NOTHING,
  },
  'GET /reports/:id': {
    summary: {
      zh: '办到哪一步、下一步是什么、到哪一日',
      en: 'How far a report is, what comes next, and until when',
    },
    who: APPLICANTS,
    params: byReport,
    answer: json(OwnReportStatus),
  },
  'POST /reports/:id/mending': {
    summary: { zh: '补正退回的上报并重新提交', en: 'Mend a report that was sent back and hand it in again' },
    who: APPLICANTS,
    params: byReport,
    body: OwnReportMending,
    answer: json(ActionOutcome),
  },
  'POST /reports/:id/withdrawal': {
    summary: { zh: '认定以前撤回上报', en: 'Withdraw a report before it is determined' },
    who: APPLICANTS,
    params: byReport,
    body: OwnReportWithdrawal,
    answer: json(ActionOutcome),
  },
  'POST /reports/:id/evidence': {
    summary: {
      zh: '为自己的上报补充一份证明材料（核对开始以前，或者退回补正期间）',
      en: 'Add proof to a report (before its check begins, or while it is sent back)',
    },
    who: APPLICANTS,
    params: byReport,
    query: EvidenceUpload,
    upload: true,
    answer: created(EvidenceAdded),
  },
  'GET /reports/:id/evidence/:evidence': {
    summary: { zh: '看自己上报所附的材料', en: 'Proof handed in with a report' },
    who: APPLICANTS,
    params: byReportProof,
    answer: EVIDENCE_FILE,
  },
  'DELETE /reports/:id/evidence/:evidence': {
    summary: { zh: '退回补正期间撤下自己上传的材料', en: 'Take back proof while the report is sent back' },
    who: APPLICANTS,
    params: byReportProof,
    answer: NOTHING,
  },
});

export const assistedReportEndpoints = endpoints('own-reports', {
  'GET /assisted/own-reports/form': {
    summary: {
      zh: '窗口代办：可以代为上报的类别、声明文本',
      en: 'At the counter: kinds that can be reported for somebody, and the declarations',
    },
    who: atCounter,
    answer: json(OwnReportForm),
  },
  'POST /assisted/own-reports': {
    summary: {
      zh: '窗口代办：为到场的人上报良好信息（留痕，通知本人；代办人不得再办理该事项）',
      en: 'At the counter: report good information for the person present (logged, the person is told; the assistant takes no other part in the case)',
    },
    who: atCounter,
    body: AssistedOwnReport,
    answer: json(OwnReportOutcome),
  },
  'POST /assisted/own-reports/standing': {
    summary: {
      zh: '窗口代办：到场的人已提交的上报，办到哪一步、下一步是什么（留痕；草稿不给他人看）',
      en: 'At the counter: reports of the person present, how far they are and what comes next (logged; drafts are not shown)',
    },
    who: atCounter,
    body: z.strictObject({ identity: AssistedIdentity }),
    answer: json(AssistedOwnReports),
  },
  'POST /assisted/own-reports/:id/mending': {
    summary: {
      zh: '窗口代办：为到场的人补正退回的上报并重新提交',
      en: 'At the counter: mend a report that was sent back and hand it in again, for the person present',
    },
    who: atCounter,
    params: byReport,
    body: AssistedMending,
    answer: json(ActionOutcome),
  },
  'POST /assisted/own-reports/:id/withdrawal': {
    summary: {
      zh: '窗口代办：认定以前为到场的人撤回上报',
      en: 'At the counter: withdraw a report before it is determined, for the person present',
    },
    who: atCounter,
    params: byReport,
    body: AssistedWithdrawal,
    answer: json(ActionOutcome),
  },
});
