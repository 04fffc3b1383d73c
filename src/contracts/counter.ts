/** The API of the counter (窗口代办): who appears and what they show, acts that wait for the person's word, and figures about them. */
import { z } from 'zod';
import { CaseId } from './case-terms.ts';
import { freeText } from './free-text.ts';
import { givenDate, givenSequence, requestKey } from './given-values.ts';
import { STATEMENT, WITHDRAWAL_REASON } from './lengths.ts';
import { EnterpriseSize, RightsRequest } from './rights.ts';
import { COUNTER_ACTS, COUNTER_MEANS, COUNTER_STATES, COUNTER_WAITING } from './vocabulary.ts';

const instant = z.iso.datetime();
const idempotencyKey = requestKey;
const proof = z.string().regex(/^[a-z0-9-]{1,40}$/);

/** Somebody who appears in an office: the document the assistant has before their eyes, and for whom they act. */
export const AssistedIdentity = z.strictObject({
  name: z.string().trim().min(1).max(100),
  documentType: z.string().min(1).max(40),
  documentNumber: z.string().trim().min(1).max(40),
  birthDate: givenDate,
  proof: proof.meta({ description: '核对的身份证明种类，由政策包列明' }),
  window: z.int().min(1).max(999).meta({ description: '窗口号' }),
  organisation: z
    .strictObject({
      uscc: z.string().min(1).max(40),
      name: freeText(z.string().trim().min(2).max(200)),
      authority: proof.meta({ description: '核对的授权证明种类，由政策包列明' }),
    })
    .optional()
    .meta({ description: '代表单位办理时填' }),
});
export type AssistedIdentity = z.infer<typeof AssistedIdentity>;

const ProofKind = z.object({ id: z.string(), title: z.string(), titleEn: z.string() });
export const CounterProofs = z.object({ identity: z.array(ProofKind), authority: z.array(ProofKind) });
export type CounterProofs = z.infer<typeof CounterProofs>;

/** What binds the person, or begins something in their name, is prepared at the counter and waits for their word. */
export const PreparedAct = z.discriminatedUnion('kind', [
  ...RightsRequest.options,
  z.strictObject({
    kind: z.literal('withdraw'),
    requestId: z.guid(),
    reason: freeText(z.string().trim().min(WITHDRAWAL_REASON.least).max(WITHDRAWAL_REASON.most)),
    expectedSequence: givenSequence.optional(),
    idempotencyKey,
  }),
  z.strictObject({
    kind: z.literal('respond'),
    caseId: CaseId,
    statement: freeText(z.string().trim().min(STATEMENT.least).max(STATEMENT.most)),
    idempotencyKey,
  }),
  z.strictObject({ kind: z.literal('full-report'), idempotencyKey }),
  z.strictObject({ kind: z.literal('see-held'), idempotencyKey }),
]);
export type PreparedAct = z.infer<typeof PreparedAct>;

/** Proof of authority that was shown, as the pack calls it. */
const Authority = z.object({ title: z.string(), titleEn: z.string() }).nullable();

/** An act that waits or waited, as its person, the assistant and a second officer read it. */
export const CounterAct = z.object({
  actId: z.guid(),
  kind: z.enum(COUNTER_WAITING),
  title: z.string(),
  titleEn: z.string(),
  about: z.string().nullable().meta({ description: '事项或者申请的编号' }),
  words: z.string().nullable().meta({ description: '要替本人说的话' }),
  wanted: z
    .object({
      commitment: z.literal(true).optional().meta({ description: '信用修复：作出信用承诺' }),
      size: EnterpriseSize.optional().meta({ description: '暂不纳入：企业规模' }),
      until: z.iso.date().optional().meta({ description: '暂不纳入：申请至哪一日' }),
    })
    .meta({ description: '申请中除陈述以外的内容' }),
  authority: Authority.meta({ description: '代表单位办理时出示的授权证明；原件由窗口留存' }),
  whose: z.string().meta({ description: '谁的事：单位名称，或者遮盖后的姓名' }),
  department: z.string(),
  window: z.int(),
  at: instant,
  expiresAt: instant,
  state: z.enum(COUNTER_STATES),
  means: z.enum(COUNTER_MEANS).nullable(),
  done: z.boolean().meta({ description: '已经办理' }),
  formAttached: z.boolean().meta({ description: '签字的申请表已扫描' }),
});
export type CounterAct = z.infer<typeof CounterAct>;

/** One that was done or prepared, in the person's own list: also those that need no confirmation. */
export const OwnCounterAct = z.object({
  actId: z.guid(),
  kind: z.enum(COUNTER_ACTS),
  title: z.string(),
  titleEn: z.string(),
  about: z.string().nullable(),
  authority: Authority,
  department: z.string(),
  window: z.int(),
  at: instant,
  state: z.enum(COUNTER_STATES).nullable().meta({ description: '须确认的才有' }),
});
export const OwnCounterActs = z.object({ waiting: z.array(CounterAct), past: z.array(OwnCounterAct) });
export type OwnCounterActs = z.infer<typeof OwnCounterActs>;

export const CounterCode = z.object({ code: z.string(), until: instant });
export type CounterCode = z.infer<typeof CounterCode>;
export const TypedCode = z.string().regex(/^\d{8}$/);
export const CounterAnswer = z.enum(['confirmed', 'refused']);

const count = z.int().nonnegative();
const figures = { prepared: count, byPerson: count, bySecondOfficer: count, refused: count, expired: count };
export const CounterFigures = z.object({
  from: z.iso.date(),
  until: z.iso.date(),
  bodies: z.array(
    z.object({ departmentId: z.string(), department: z.string(), ...figures, acts: count, outlier: z.boolean() }),
  ),
  pairs: z
    .array(
      z.object({
        department: z.string(),
        assistant: z.string(),
        second: z.string(),
        confirmed: count,
        outlier: z.boolean(),
      }),
    )
    .meta({ description: '第二人到场确认的经办人组合，多的在前' }),
});
export type CounterFigures = z.infer<typeof CounterFigures>;
export const CounterFiguresQuery = z.object({ from: givenDate.optional(), until: givenDate.optional() });
