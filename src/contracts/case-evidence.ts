/** The API of a case's evidence. */
import { z } from 'zod';
import { CaseId } from './case-terms.ts';
import { created, EVIDENCE_FILE, endpoints, json, NOTHING, officers } from './endpoint.ts';
import {
  CaseEvidence,
  EvidenceAdded,
  EvidenceId,
  EvidenceOpening,
  EvidenceUpload,
  EvidenceWithdrawal,
  PaperEvidence,
} from './evidence.ts';

const byCase = z.object({ id: CaseId });
const byPiece = z.object({ id: CaseId, evidence: EvidenceId });
const whoHandleIt = officers('reporter', 'reviewer', 'determiner');

export const caseEvidenceEndpoints = endpoints('determination', {
  'GET /cases/:id/evidence': {
    summary: {
      zh: '事项的证明材料：有什么、还缺什么（查看留痕）',
      en: 'The evidence of a case: what is there and what is missing (the look is logged)',
    },
    who: whoHandleIt,
    params: byCase,
    answer: json(CaseEvidence),
  },
  'POST /cases/:id/evidence': {
    summary: {
      zh: '添加一份证明材料：请求体即文件内容（JPEG、PNG、WebP、PDF），重新编码后加密保存',
      en: 'Add a piece of evidence: the request body is the file (JPEG, PNG, WebP, PDF); it is made anew and stored encrypted',
    },
    who: whoHandleIt,
    params: byCase,
    query: EvidenceUpload,
    upload: true,
    answer: created(EvidenceAdded),
  },
  'POST /cases/:id/evidence/paper': {
    summary: {
      zh: '说明证明材料的纸质件由本单位留存',
      en: 'State that the department keeps the evidence on paper',
    },
    who: whoHandleIt,
    params: byCase,
    body: PaperEvidence,
    answer: created(EvidenceAdded),
  },
  'POST /cases/:id/evidence/:evidence/open': {
    summary: {
      zh: '查看一份证明材料；当事人是自然人的须说明目的（查看留痕，本人可见）',
      en: 'Open a piece of evidence; about a person, with a purpose (the look is logged and shown to the person)',
    },
    who: whoHandleIt,
    params: byPiece,
    body: EvidenceOpening,
    answer: EVIDENCE_FILE,
  },
  'POST /cases/:id/evidence/:evidence/withdraw': {
    summary: {
      zh: '撤回自己添加的证明材料（审核以前）',
      en: 'Take back a piece of evidence one has added (before review)',
    },
    who: whoHandleIt,
    params: byPiece,
    body: EvidenceWithdrawal,
    answer: NOTHING,
  },
});
