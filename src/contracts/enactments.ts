/** The API of enacting: what the folder says otherwise than what is in force, what that would change, and the act of two officers (082). */
import { z } from 'zod';
import { created, endpoints, json, officers } from './endpoint.ts';
import { givenDate, LARGEST_INTEGER } from './given-values.ts';
import { Permitted } from './lists.ts';
import { PolicyFindingView } from './policy.ts';
import { APPOINTMENT_DECISIONS, CHANGE_KINDS, ENACTMENT_KINDS, REHEARSED } from './vocabulary.ts';

const date = z.iso.date();
const instant = z.iso.datetime();
const digest = z.string().regex(/^[0-9a-f]{64}$/);
const Scope = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{0,31}$/)
  .meta({ description: '通知的编号；city 为全市部分' });

export const DifferenceLine = z.object({
  where: z.string(),
  kind: z.enum(CHANGE_KINDS),
  zh: z.string(),
  en: z.string(),
});
export type DifferenceLine = z.infer<typeof DifferenceLine>;

/** One thing that would change or stands in the way, by the name or number people know it by; never a person's name. */
export const RehearsedLine = z.object({
  about: z.enum(REHEARSED),
  name: z.string().meta({ description: '事项编号、单位名称、机构名称等；不含自然人姓名' }),
  zh: z.string(),
  en: z.string(),
});
export type RehearsedLine = z.infer<typeof RehearsedLine>;

export const Rehearsal = z.object({
  changes: z.array(RehearsedLine).meta({ description: '会改变的，逐一列出' }),
  obstacles: z.array(RehearsedLine).meta({ description: '妨碍施行的；有一项即不能施行' }),
  staying: z
    .object({ cases: z.number().int(), requests: z.number().int(), entries: z.number().int() })
    .meta({ description: '在办而不受影响、按原来的版本办完的' }),
});
export type Rehearsal = z.infer<typeof Rehearsal>;

export const EnactmentVersion = z.object({
  scope: Scope,
  version: z.number().int(),
  fromDay: date,
  untilDay: date.nullable().meta({ description: '废止或者期满的最后一日；null 为至下一版施行前一日' }),
  digest,
  standing: z.enum(['in-force', 'to-come', 'past']),
  proposedBy: z.string().nullable().meta({ description: '提出人；null 为安装时首次施行' }),
  confirmedBy: z.string().nullable(),
  acknowledgedBy: z.array(z.string()).meta({ description: '首次施行后予以确认的管理员，满两人即为已确认' }),
  confirmed: z.boolean(),
});
export type EnactmentVersion = z.infer<typeof EnactmentVersion>;

export const EnactmentItem = z.object({
  scope: Scope,
  title: z.string(),
  version: z.number().int().nullable().meta({ description: '施行后的版本号；废止的为 null' }),
  digest: digest.nullable(),
  difference: z.array(DifferenceLine),
});

export const EnactmentProposal = z.object({
  id: z.uuid(),
  kind: z.enum(ENACTMENT_KINDS),
  fromDay: date.meta({ description: '自该日起施行；废止的为失效之日' }),
  digest: digest.meta({ description: '所提内容、日期和预演结果的摘要，确认时写明' }),
  items: z.array(EnactmentItem),
  rehearsal: Rehearsal,
  proposedBy: z.string(),
  proposedAt: instant,
  decision: z.enum(APPOINTMENT_DECISIONS).nullable(),
  decidedBy: z.string().nullable(),
  decidedAt: instant.nullable(),
  may: z.object({ confirmed: Permitted, declined: Permitted, withdrawn: Permitted }),
});
export type EnactmentProposal = z.infer<typeof EnactmentProposal>;

/** What the folder holds that is not what was enacted last. */
export const FolderDifference = EnactmentItem.extend({
  enactedVersion: z.number().int().nullable().meta({ description: '最近施行的版本；null 为尚未施行' }),
});

export const EnactmentOverview = z.object({
  folder: z.object({
    readable: z.boolean().meta({ description: '文件夹能读出并通过检查' }),
    findings: z.array(PolicyFindingView),
    differs: z.array(FolderDifference),
    absent: z.array(z.string()).meta({ description: '已施行而文件夹中没有的通知' }),
  }),
  earliest: date.meta({ description: '最早可以施行的日期' }),
  versions: z.array(EnactmentVersion),
  proposals: z.array(EnactmentProposal),
  may: z.object({ propose: Permitted, acknowledge: Permitted }),
});
export type EnactmentOverview = z.infer<typeof EnactmentOverview>;

export const ProposeEnactment = z.strictObject({
  fromDay: givenDate,
  scopes: z.array(Scope).min(1).max(100).optional().meta({ description: '只提其中几份；不填则为全部不同之处' }),
});
export type ProposeEnactment = z.infer<typeof ProposeEnactment>;

export const ProposeRepeal = z.strictObject({
  notice: Scope,
  fromDay: givenDate.meta({ description: '自该日起失效' }),
});
export type ProposeRepeal = z.infer<typeof ProposeRepeal>;

export const DecideEnactment = z.strictObject({
  decision: z.enum(APPOINTMENT_DECISIONS),
  digest: digest.meta({ description: '所看到的提案的摘要' }),
});
export type DecideEnactment = z.infer<typeof DecideEnactment>;

const byProposal = z.object({ id: z.uuid() });
const byVersion = z.object({ scope: Scope, version: z.coerce.number().int().positive().max(LARGEST_INTEGER) });

export const enactmentEndpoints = endpoints('policy', {
  'GET /enactments': {
    summary: {
      zh: '施行：文件夹与现行规则的不同、各版本、提案',
      en: 'Enacting: what the folder says otherwise, all versions, and proposals',
    },
    who: officers('credit-office', 'administrator', 'auditor'),
    answer: json(EnactmentOverview),
  },
  'POST /enactments/rehearsal': {
    summary: { zh: '预演：施行后什么会改变（只读）', en: 'A rehearsal: what enacting would change, read only' },
    who: officers('credit-office'),
    body: ProposeEnactment,
    answer: json(Rehearsal),
  },
  'POST /enactments': {
    summary: { zh: '提出施行文件夹中的版本', en: 'Propose to enact what the folder says' },
    who: officers('credit-office'),
    body: ProposeEnactment,
    answer: created(EnactmentProposal),
  },
  'POST /enactments/repeals': {
    summary: { zh: '提出废止一份通知', en: 'Propose to repeal a notice' },
    who: officers('credit-office'),
    body: ProposeRepeal,
    answer: created(EnactmentProposal),
  },
  'POST /enactments/:id/decision': {
    summary: {
      zh: '确认、不同意或者撤回提案：须由提出者以外的人确认',
      en: 'Confirm, decline or withdraw a proposal: never confirmed by whoever proposed it',
    },
    who: officers('credit-office'),
    params: byProposal,
    body: DecideEnactment,
    answer: json(EnactmentProposal),
  },
  'POST /enactments/:scope/:version/acknowledgement': {
    summary: {
      zh: '管理员确认安装时首次施行的版本',
      en: 'An administrator acknowledges what the installation enacted first',
    },
    who: officers('administrator'),
    params: byVersion,
    answer: json(EnactmentVersion),
  },
});
