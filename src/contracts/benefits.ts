/** The API of benefits at the points system: what is offered to everybody who looks, the code a person shows, and what a provider is told. */
import { z } from 'zod';
import { ANYBODY, CITIZENS, created, endpoints, json, NOTHING, PROVIDERS } from './endpoint.ts';
import { BENEFIT_CODE } from './lengths.ts';
import { ClauseRef } from './refs.ts';
import { ACCOUNT_KINDS } from './vocabulary.ts';

const date = z.iso.date();
const instant = z.iso.datetime();

export const BenefitOffer = z.object({
  offerId: z.uuid(),
  provider: z.object({ id: z.uuid(), name: z.string() }),
  title: z.string(),
  titleEn: z.string().nullable().meta({ description: '单位提供的英文；空为没有' }),
  conditions: z.string(),
  conditionsEn: z.string().nullable(),
  areas: z.array(z.string()).meta({ description: '适用的区县、功能区编号；空为全市' }),
  validFrom: date,
  validUntil: date.nullable(),
});
export type BenefitOffer = z.infer<typeof BenefitOffer>;

/** Read without an account and without signing in: nothing in it depends on who reads. */
export const BenefitCatalogue = z.object({
  asOf: date,
  benefits: z.array(
    z.object({
      id: z.string(),
      clause: ClauseRef,
      title: z.string(),
      titleEn: z.string(),
      level: z.object({ title: z.string(), titleEn: z.string() }).meta({ description: '政策规定的门槛等级及以上' }),
      basicService: z.string().meta({ description: '人人都有的基本服务，与积分无关' }),
      basicServiceEn: z.string(),
      offers: z.array(BenefitOffer),
    }),
  ),
  areas: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type BenefitCatalogue = z.infer<typeof BenefitCatalogue>;

/** The consent to tell one provider about one benefit once; given on the person's own screen. */
export const ShowCode = z.strictObject({
  consent: z.literal(true),
  benefit: z.string().min(1).max(100),
  providerId: z.uuid().optional().meta({ description: '只准这一家核验；不填则提供该项优惠的单位均可' }),
});
export type ShowCode = z.infer<typeof ShowCode>;

export const BenefitCode = z.object({
  code: z.string().meta({ description: '八位，只能用一次' }),
  benefit: z.string(),
  givenAt: instant,
  expiresAt: instant,
});
export type BenefitCode = z.infer<typeof BenefitCode>;

/** Of one's own code: still good, or used and with what answer. */
export const BenefitCodeState = z.object({
  state: z.enum(['waiting', 'none']).meta({ description: 'waiting：尚未核验；none：已用、已撤回或已过期' }),
  expiresAt: instant.nullable(),
});
export type BenefitCodeState = z.infer<typeof BenefitCodeState>;

export const OwnVerification = z.object({
  id: z.uuid(),
  at: instant,
  provider: z.string(),
  benefit: z.string(),
  title: z.string(),
  titleEn: z.string(),
  answer: z.enum(['yes', 'no']).meta({ description: '告诉对方的答复' }),
});
export type OwnVerification = z.infer<typeof OwnVerification>;

export const ProviderMe = z.object({
  name: z.string(),
  kind: z.enum(ACCOUNT_KINDS),
  benefits: z
    .array(z.object({ id: z.string(), title: z.string(), titleEn: z.string() }))
    .meta({ description: '本单位今天有效的优惠所属领域' }),
});
export type ProviderMe = z.infer<typeof ProviderMe>;

export const VerifyCode = z.strictObject({
  benefit: z.string().min(1).max(100),
  code: z
    .string()
    .min(BENEFIT_CODE.least)
    .max(BENEFIT_CODE.most)
    .meta({ description: '本人出示的核验码；大小写、空格、连字符不计' }),
});
export type VerifyCode = z.infer<typeof VerifyCode>;

/**
 * Yes, or not confirmed. A code that was never given, was used, ran out, was taken back, is for another provider or another
 * benefit, or whose owner left: all are the same `no`, so nothing can be learned from asking.
 */
export const VerificationAnswer = z.object({
  answer: z.enum(['yes', 'no']),
  benefit: z.string(),
  title: z.string(),
  titleEn: z.string(),
  basicService: z.string(),
  basicServiceEn: z.string(),
  at: instant,
});
export type VerificationAnswer = z.infer<typeof VerificationAnswer>;

export const ProviderCounts = z.object({
  items: z.array(
    z.object({
      day: date,
      benefit: z.string(),
      title: z.string(),
      titleEn: z.string(),
      confirmed: z.number().int().nullable().meta({ description: '答复“符合”的次数；空为不足最小数，不显示' }),
    }),
  ),
  smallest: z.number().int().meta({ description: '不足此数的不显示确数' }),
});
export type ProviderCounts = z.infer<typeof ProviderCounts>;

export const benefitEndpoints = endpoints('benefits', {
  'GET /benefits': {
    summary: {
      zh: '优惠领域、门槛等级和各单位的优惠（无须登录）',
      en: 'Benefits, the level each needs, and what providers offer (no sign-in needed)',
    },
    who: ANYBODY,
    caching: 'never',
    answer: json(BenefitCatalogue),
  },
  'POST /accounts/me/code': {
    summary: { zh: '同意核验一次，取得核验码', en: 'Consent to one answer, and get the code for it' },
    who: CITIZENS,
    body: ShowCode,
    answer: created(BenefitCode),
  },
  'GET /accounts/me/code': {
    summary: { zh: '核验码是否还有效', en: 'Whether the code still counts' },
    who: CITIZENS,
    answer: json(BenefitCodeState),
  },
  'DELETE /accounts/me/code': {
    summary: { zh: '撤回尚未使用的核验码', en: 'Take back a code that has not been used' },
    who: CITIZENS,
    query: z.object({}),
    answer: NOTHING,
  },
  'GET /accounts/me/verifications': {
    summary: {
      zh: '哪些单位核验过、核验什么、答复是什么',
      en: 'Who asked, about which benefit, and what was answered',
    },
    who: CITIZENS,
    answer: json(z.object({ items: z.array(OwnVerification) })),
  },
});

/** Behind the providers' own door. */
export const verificationEndpoints = endpoints('provider', {
  'POST /verifications': {
    summary: {
      zh: '核验：某人是否符合某项优惠（只答是或未确认）',
      en: 'Ask whether somebody qualifies for a benefit (yes, or not confirmed; nothing else)',
    },
    who: PROVIDERS,
    body: VerifyCode,
    answer: json(VerificationAnswer),
  },
  'GET /counts': {
    summary: { zh: '本单位按日的核验次数', en: 'How often the own provider asked, by day' },
    who: PROVIDERS,
    answer: json(ProviderCounts),
  },
});
