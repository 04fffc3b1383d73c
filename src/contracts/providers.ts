/** The API of benefit providers at the platform: who offers what to whom reaches the level, registered by two people of the credit office. */
import { z } from 'zod';
import { AccountName, Issuer } from './account-name.ts';
import { created, endpoints, json, officers } from './endpoint.ts';
import { freeText } from './free-text.ts';
import { givenDate } from './given-values.ts';
import { ACCOUNT_KINDS, REGISTRATION_CHANGES, REGISTRATION_DECISIONS } from './vocabulary.ts';

const date = z.iso.date();
const instant = z.iso.datetime();
const line = (most: number) => z.string().trim().min(1).max(most);
const typed = (most: number) => freeText(line(most));

/** An account through which the provider's staff or its system signs in at the points system; a label, never a person's name. */
export const ProviderAccount = z.strictObject({
  kind: z.enum(ACCOUNT_KINDS),
  issuer: Issuer.optional().meta({ description: '身份认证的 iss；不填则为本系统所用的身份认证' }),
  subject: AccountName.max(300).meta({ description: '经办账号的 sub，或单位系统的客户端编号' }),
  label: typed(50).meta({ description: '岗位或窗口名称，如“一楼服务台”；不写人名' }),
});
export type ProviderAccount = z.infer<typeof ProviderAccount>;

export const ProviderOffer = z.strictObject({
  offerId: z.uuid().optional().meta({ description: '沿用原有优惠时填其编号；新增的不填' }),
  benefit: line(100).meta({ description: '政策规定的优惠领域编号；门槛由政策规定，不能另设' }),
  title: typed(100),
  titleEn: typed(200).optional().meta({ description: '优惠内容的英文，给看英文页面的人；不填则显示中文' }),
  conditions: typed(500).meta({ description: '怎么享受、有什么条件' }),
  conditionsEn: typed(1000).optional().meta({ description: '条件的英文' }),
  areas: z.array(line(20)).max(50).meta({ description: '适用的区县、功能区编号；空为全市' }),
  validFrom: givenDate,
  validUntil: givenDate.nullable(),
});
export type ProviderOffer = z.infer<typeof ProviderOffer>;

export const ProviderRegistration = z.strictObject({
  name: typed(100),
  uscc: line(40),
  accounts: z.array(ProviderAccount).min(1).max(50),
  offers: z.array(ProviderOffer).min(1).max(50),
});
export type ProviderRegistration = z.infer<typeof ProviderRegistration>;

/** As it was registered, whatever range a day had to keep to then. */
const Registered = ProviderRegistration.extend({
  offers: z.array(ProviderOffer.extend({ validFrom: date, validUntil: date.nullable() })),
});

export const WithdrawProvider = z.strictObject({ reason: typed(500) });
export type WithdrawProvider = z.infer<typeof WithdrawProvider>;

export const DecideProposal = z.strictObject({
  decision: z.enum(REGISTRATION_DECISIONS),
  reason: typed(500).optional().meta({ description: '不同意时写明原因' }),
});
export type DecideProposal = z.infer<typeof DecideProposal>;

export const ProviderProposal = z.object({
  proposalId: z.uuid(),
  change: z.enum(REGISTRATION_CHANGES),
  registration: Registered.nullable().meta({ description: '拟登记的全部内容；撤销登记的为空' }),
  reason: z.string().nullable(),
  proposedBy: z.string(),
  proposedAt: instant,
  own: z.boolean().meta({ description: '由当前登录者提出，须由另一人确认' }),
});
export type ProviderProposal = z.infer<typeof ProviderProposal>;

export const Provider = z.object({
  providerId: z.uuid(),
  standing: z.enum(['proposed', 'registered', 'withdrawn', 'declined']),
  registration: Registered.nullable().meta({ description: '现行登记内容' }),
  since: instant.nullable().meta({ description: '现行登记内容自何时起' }),
  pending: ProviderProposal.nullable(),
});
export type Provider = z.infer<typeof Provider>;

export const ProviderList = z.object({
  items: z.array(Provider),
  benefits: z
    .array(z.object({ id: z.string(), title: z.string(), titleEn: z.string(), level: z.string() }))
    .meta({ description: '政策规定的优惠领域和门槛等级' }),
  areas: z.array(z.object({ id: z.string(), name: z.string() })),
});
export type ProviderList = z.infer<typeof ProviderList>;

export const ProposalMade = z.object({ providerId: z.uuid(), proposalId: z.uuid() });
export type ProposalMade = z.infer<typeof ProposalMade>;

const byProvider = z.object({ providerId: z.uuid() });

export const providerEndpoints = endpoints('providers', {
  'GET /providers': {
    summary: { zh: '优惠服务单位及待确认的登记', en: 'Benefit providers, and registrations that wait to be confirmed' },
    who: officers('credit-office', 'auditor'),
    answer: json(ProviderList),
  },
  'POST /providers': {
    summary: { zh: '提出登记一家优惠服务单位', en: 'Propose to register a benefit provider' },
    who: officers('credit-office'),
    body: ProviderRegistration,
    answer: created(ProposalMade),
  },
  'POST /providers/:providerId/proposals': {
    summary: {
      zh: '提出变更登记：写明变更后的全部内容',
      en: 'Propose to change a registration: the whole of it as it shall be',
    },
    who: officers('credit-office'),
    params: byProvider,
    body: ProviderRegistration,
    answer: created(ProposalMade),
  },
  'POST /providers/:providerId/withdrawal': {
    summary: { zh: '提出撤销登记', en: 'Propose to withdraw a registration' },
    who: officers('credit-office'),
    params: byProvider,
    body: WithdrawProvider,
    answer: created(ProposalMade),
  },
  'POST /provider-proposals/:proposalId/decision': {
    summary: {
      zh: '确认或不同意登记：须由提出者以外的人确认',
      en: 'Confirm a registration or not: never by whoever proposed it',
    },
    who: officers('credit-office'),
    params: z.object({ proposalId: z.uuid() }),
    body: DecideProposal,
    answer: json(Provider),
  },
});
