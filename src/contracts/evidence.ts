/** The API of evidence (证明材料): files that prove a claim, or the statement that a department keeps them on paper. */
import { z } from 'zod';
import { freeText } from './free-text.ts';
import { EVIDENCE_FORMS, EVIDENCE_MEDIA_TYPES } from './vocabulary.ts';

export const EvidenceId = z.guid().meta({ description: '证明材料编号' });

const kind = z
  .string()
  .min(1)
  .max(40)
  .meta({ description: '材料种类，取自目录中该类信息的证明材料', example: 'assignment' });
const note = freeText(z.string().trim().max(100)).meta({ description: '补充说明，不得写身份证号码' });

export const EvidenceUpload = z.object({
  kind: kind.optional().meta({ description: '材料种类；不填为其他材料' }),
  note: note.optional(),
});
export type EvidenceUpload = z.infer<typeof EvidenceUpload>;

export const PaperEvidence = z
  .strictObject({ kind, note: note.optional() })
  .meta({ description: '说明纸质材料由本单位留存，由说明人负责' });
export type PaperEvidence = z.infer<typeof PaperEvidence>;

export const EvidenceItem = z.object({
  evidenceId: EvidenceId,
  kind: z.string().nullable(),
  title: z.string().meta({ description: '材料种类的名称' }),
  titleEn: z.string().optional(),
  note: z.string().nullable(),
  form: z.enum(EVIDENCE_FORMS).meta({ description: '电子文件 / 单位留存纸质件' }),
  mediaType: z.enum(EVIDENCE_MEDIA_TYPES).nullable(),
  bytes: z.number().int().nullable(),
  pages: z.number().int().nullable(),
  sha256: z.string().nullable().meta({ description: '平台保存的内容的摘要' }),
  addedAt: z.iso.datetime(),
  addedBy: z.string().meta({ description: '经办人姓名；本人上传的为“本人”' }),
  department: z.string().nullable(),
  own: z.boolean().meta({ description: '由您添加' }),
  withdrawn: z.object({ at: z.iso.datetime(), reason: z.string() }).nullable(),
  deletedAt: z.iso.datetime().nullable().meta({ description: '按保存期限删除的时间；此后只保留这条登记' }),
});
export type EvidenceItem = z.infer<typeof EvidenceItem>;

const possible = z.discriminatedUnion('available', [
  z.object({ available: z.literal(true) }),
  z.object({ available: z.literal(false), zh: z.string() }),
]);

export const CaseEvidence = z.object({
  items: z.array(EvidenceItem),
  kinds: z.array(
    z.object({
      id: z.string(),
      title: z.string(),
      titleEn: z.string().optional(),
      required: z.boolean(),
      present: z.enum(EVIDENCE_FORMS).nullable().meta({ description: '已附电子件 / 已说明单位留存 / 都没有' }),
    }),
  ),
  open: possible.meta({ description: '能否查看其中的文件' }),
  attach: possible.meta({ description: '能否添加，不能的说明原因' }),
  vouch: possible.meta({ description: '能否说明由本单位留存纸质件' }),
  withdraw: possible.meta({ description: '自己添加的能否撤回' }),
  limits: z.object({ bytes: z.number().int(), pages: z.number().int(), items: z.number().int() }),
  retention: z.object({ period: z.string(), citation: z.string() }).meta({ description: '办结后保存多久' }),
});
export type CaseEvidence = z.infer<typeof CaseEvidence>;

export const EvidenceAdded = z.object({
  evidenceId: EvidenceId,
  known: z.boolean().meta({ description: '同样的材料已在其中，没有重复添加' }),
});
export type EvidenceAdded = z.infer<typeof EvidenceAdded>;

export const EvidenceOpening = z.strictObject({
  purpose: freeText(z.string().trim().max(200))
    .optional()
    .meta({ description: '查看目的，记入查询记录，本人可见；当事人是自然人的必填' }),
});

export const EvidenceWithdrawal = z.strictObject({ reason: freeText(z.string().trim().min(2).max(200)) });
