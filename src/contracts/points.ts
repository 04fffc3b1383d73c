/** The API of the points system. The only way in is a separate consent; the account is an explanation, the total is read off it. */
import { z } from 'zod';
import { OwnVerification } from './benefits.ts';
import { ANYBODY, CITIZENS, created, endpoints, json, NOTHING } from './endpoint.ts';
import { ClauseRef, KindRef } from './refs.ts';
import { NOT_COUNTED_REASONS, POLARITIES } from './vocabulary.ts';

const date = z.iso.date();
const instant = z.iso.datetime();

export const ConsentTextAnswer = z.object({
  version: z.string(),
  title: z.string(),
  titleEn: z.string(),
  text: z.string().meta({ description: '所同意的文字；一行一段' }),
  textEn: z.string().meta({ description: '英文大意，以中文为准' }),
  digest: z.string().meta({ description: 'hex SHA-256 of the text' }),
});
export type ConsentTextAnswer = z.infer<typeof ConsentTextAnswer>;

/** A box ticked for this and nothing else; the version proves which words were on the screen. */
export const OpenAccount = z.strictObject({ consent: z.literal(true), textVersion: z.string().min(1).max(100) });
export type OpenAccount = z.infer<typeof OpenAccount>;

export const ConsentReceipt = z.object({ receiptId: z.string(), textVersion: z.string(), givenAt: instant });
export type ConsentReceipt = z.infer<typeof ConsentReceipt>;

export const ClosingReceipt = z.object({
  receiptId: z.string(),
  consentReceiptId: z.string(),
  textVersion: z.string(),
  consentedAt: instant,
  closedAt: instant,
});
export type ClosingReceipt = z.infer<typeof ClosingReceipt>;

export const AccountLevel = z.object({
  id: z.string(),
  title: z.string(),
  titleEn: z.string(),
  rank: z.number().int(),
});

const RecordExplanation = z.object({
  recordId: z.string(),
  clause: ClauseRef.nullable(),
  rulePoints: z.number().nullable(),
  citation: z.string().nullable(),
  local: z.boolean().meta({ description: 'true: the figure is the city’s own choice, no source fixes it' }),
  points: z.number(),
  capped: z.boolean(),
  notCounted: z.enum(NOT_COUNTED_REASONS).optional(),
  objectionOpen: z.boolean(),
});

const KindExplanation = z.object({
  kind: KindRef,
  title: z.string().nullable(),
  titleEn: z.string().nullable(),
  clause: ClauseRef.nullable(),
  cap: z.number().nullable(),
  points: z.number(),
  records: z.array(RecordExplanation),
});

/** The tree of the points engine: base, notices, their kinds with their cap, records, and what the overall caps cut. It adds up to the total. */
export const AccountExplanation = z.object({
  on: date,
  base: z.object({ points: z.number(), citation: z.string() }),
  notices: z.array(
    z.object({
      notice: z.string(),
      title: z.string(),
      titleEn: z.string(),
      goodCap: z.number().nullable().meta({ description: '该通知的良好信息合计最多加多少；未规定的为 null' }),
      cut: z.number().meta({ description: '因此减去多少；没有减的为 0' }),
      points: z.number(),
      kinds: z.array(KindExplanation),
    }),
  ),
  corrections: z.object({ goodCap: z.number(), adverseCap: z.number(), range: z.number() }),
});

export const HeldRecord = z.object({
  recordId: z.string(),
  kind: KindRef,
  clause: ClauseRef,
  title: z.string(),
  matter: z.string(),
  polarity: z.enum(POLARITIES),
  department: z.string(),
  occurredOn: date,
  determinedOn: date,
  validFrom: date,
  validUntil: date.nullable(),
  objectionOpen: z.boolean(),
});
export type HeldRecord = z.infer<typeof HeldRecord>;

export const PointsAccount = z.object({
  pointsName: z.string(),
  openedAt: instant,
  consent: ConsentReceipt,
  total: z.number(),
  level: AccountLevel,
  explanation: AccountExplanation,
  records: z.array(HeldRecord),
});
export type PointsAccount = z.infer<typeof PointsAccount>;

const Standing = z.object({ total: z.number(), level: z.string(), levelTitle: z.string(), levelTitleEn: z.string() });

/** How the total came to be what it is: days on which it changed, before and after, and why. */
export const PointsHistory = z.object({
  steps: z.array(
    z.object({
      on: date,
      before: Standing,
      after: Standing,
      causes: z.array(
        z.object({
          cause: z.enum(['begun', 'ended', 'rule']),
          /** of a record: its matter; of a rule: what it is about */
          text: z.string(),
          citation: z.string().nullable(),
          objectionOpen: z.boolean().meta({ description: '该记录现有未办结的异议；规则变化的为 false' }),
        }),
      ),
    }),
  ),
});
export type PointsHistory = z.infer<typeof PointsHistory>;

/** What a change of the rules changed for the holder. */
export const RuleNotices = z.object({
  items: z.array(
    z.object({
      noticeId: z.guid(),
      at: instant,
      before: Standing,
      after: Standing,
      causes: z.array(z.object({ text: z.string(), citation: z.string() })),
      read: z.boolean(),
    }),
  ),
});
export type RuleNotices = z.infer<typeof RuleNotices>;

export const AccountExport = z.object({
  exportedAt: instant,
  account: PointsAccount,
  consentText: ConsentTextAnswer.pick({ version: true, text: true, digest: true }),
  /** everything that was done with the account, the owner's own looks included */
  log: z.array(
    z.object({
      at: instant,
      by: z.enum(['owner', 'provider', 'system']),
      action: z.string(),
      purpose: z.string().nullable(),
    }),
  ),
  /** which providers asked about which benefit, and what they were told */
  verifications: z.array(OwnVerification),
  /** the rules of the day, so that the figure can be computed again */
  rules: z.record(z.string(), z.unknown()),
});
export type AccountExport = z.infer<typeof AccountExport>;

/** points-only-unlock: yes or no, and what everybody keeps anyway; never a figure or a level reached. */
export const AccountBenefits = z.object({
  benefits: z.array(
    z.object({
      id: z.string(),
      clause: ClauseRef,
      title: z.string(),
      titleEn: z.string(),
      qualifies: z.boolean(),
      basicService: z.string(),
      basicServiceEn: z.string(),
    }),
  ),
});
export type AccountBenefits = z.infer<typeof AccountBenefits>;

export const accountEndpoints = endpoints('account', {
  'GET /consent-text': {
    summary: { zh: '授权说明', en: 'What one consents to' },
    who: ANYBODY,
    caching: 'never',
    answer: json(ConsentTextAnswer),
  },
  'POST /accounts': {
    summary: { zh: '同意并开通', en: 'Consent, and open an account' },
    who: CITIZENS,
    body: OpenAccount,
    answer: created(ConsentReceipt),
  },
  'GET /accounts/me': {
    summary: { zh: '我的账户与计算过程', en: 'My account and how its figure comes about' },
    who: CITIZENS,
    answer: json(PointsAccount),
  },
  'GET /accounts/me/export': {
    summary: { zh: '下载我的全部信息', en: 'Everything held about me, as a file' },
    who: CITIZENS,
    answer: json(AccountExport),
  },
  'GET /accounts/me/history': {
    summary: { zh: '分数怎样变化、为什么', en: 'How the figure has changed, and why' },
    who: CITIZENS,
    answer: json(PointsHistory),
  },
  'GET /accounts/me/rule-notices': {
    summary: { zh: '计分规则变化对我的影响', en: 'What a change of the rules means for me' },
    who: CITIZENS,
    answer: json(RuleNotices),
  },
  'POST /accounts/me/rule-notices/:id/read': {
    summary: { zh: '把一条规则变化通知标为已读', en: 'Mark a notice of a rule change as read' },
    who: CITIZENS,
    params: z.object({ id: z.guid() }),
    answer: NOTHING,
  },
  'GET /accounts/me/benefits': {
    summary: { zh: '我可享受的优惠', en: 'Benefits I qualify for' },
    who: CITIZENS,
    answer: json(AccountBenefits),
  },
  'DELETE /accounts/me': {
    summary: { zh: '撤回同意并注销', en: 'Withdraw consent and close the account' },
    who: CITIZENS,
    query: z.object({}),
    answer: json(ClosingReceipt),
  },
});
