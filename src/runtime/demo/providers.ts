/** The demo's providers of benefits, one for each of the seven: proposed by one officer of the credit office, confirmed by another. */
import type { ProposalMade, ProviderList, ProviderRegistration } from '#contracts/providers.ts';
import { DEMO_PROVIDER_MACHINE, DEMO_PROVIDER_STAFF } from './accounts.ts';
import { creditCode } from './invented.ts';
import type { Visitor } from './visitor.ts';

type Account = ProviderRegistration['accounts'][number];

const provider = (
  name: string,
  code: string,
  offer: Omit<ProviderRegistration['offers'][number], 'validFrom' | 'validUntil'>,
  accounts: Account[] = [{ kind: 'staff', subject: `${offer.benefit}-desk`, label: '服务台' }],
): ProviderRegistration => ({
  name,
  uscc: creditCode(code),
  accounts,
  offers: [{ ...offer, validFrom: '2020-05-19', validUntil: '2020-12-31' }],
});

const LIBRARY_ACCOUNTS: Account[] = [
  ...DEMO_PROVIDER_STAFF.map(({ id }): Account => ({ kind: 'staff', subject: id, label: '一楼服务台' })),
  { kind: 'machine', subject: DEMO_PROVIDER_MACHINE.clientId, label: DEMO_PROVIDER_MACHINE.name },
];

export const DEMO_PROVIDERS: readonly ProviderRegistration[] = [
  provider(
    '城东书香图书馆',
    'MA4LBR01',
    {
      benefit: 'library',
      title: '免押金办证，一次可借二十册',
      titleEn: 'A library card without deposit, up to twenty books at a time',
      conditions: '办理或者续办读者证时出示核验码。',
      conditionsEn: 'Show a code when you get or renew the card.',
      areas: ['410105'],
    },
    LIBRARY_ACCOUNTS,
  ),
  provider('惠济康宁养护院', 'MA4CAR01', {
    benefit: 'elderly-care',
    title: '日间照料首月八折',
    titleEn: 'Day care: the first month at 80 %',
    conditions: '为本人或者父母办理日间照料，签约时出示核验码。',
    conditionsEn: 'For yourself or your parents; show a code when signing.',
    areas: ['410108'],
  }),
  provider('郑东仁和综合医院', 'MA4MED01', {
    benefit: 'medical',
    title: '住院先诊疗、后付费',
    titleEn: 'Hospital treatment first, payment afterwards',
    conditions: '参加本市基本医疗保险，办理住院时出示核验码。',
    conditionsEn: 'With the city’s basic health insurance; show a code on admission.',
    areas: [],
  }),
  provider('安居房屋租赁服务有限公司', 'MA4RNT01', {
    benefit: 'rental',
    title: '租房免押金',
    titleEn: 'Renting without deposit',
    conditions: '租期满半年，签约时出示核验码。',
    conditionsEn: 'For six months or more; show a code when signing.',
    areas: ['410102', '410103', '410105'],
  }),
  provider('绿行共享单车运营有限公司', 'MA4TRA01', {
    benefit: 'travel',
    title: '骑行月卡七折',
    titleEn: 'Monthly bicycle pass at 70 %',
    conditions: '在营业点购买月卡时出示核验码，每人每月一张。',
    conditionsEn: 'Show a code when buying it at the counter; one a month.',
    areas: [],
  }),
  provider('中原惠民小额贷款有限公司', 'MA4CRD01', {
    benefit: 'credit',
    title: '小额消费贷款利率下浮',
    titleEn: 'Small consumer loan at a lower rate',
    conditions: '通过贷款审查后，签约时出示核验码；是否放贷不看信用积分。',
    conditionsEn: 'Show a code when signing, after the loan was approved; points play no part in approving it.',
    areas: [],
  }),
  provider('巩义石窟旅游服务有限公司', 'MA4TUR01', {
    benefit: 'tourism',
    title: '门票八折',
    titleEn: 'Tickets at 80 %',
    conditions: '在售票窗口出示核验码，一码一票。',
    conditionsEn: 'Show a code at the ticket window; one ticket a code.',
    areas: ['410181'],
  }),
];

/** Done again after an interruption, only what is missing is done. */
export async function registerProviders(proposer: Visitor, confirmer: Visitor): Promise<string> {
  const { items } = await proposer.get<ProviderList>('/api/platform/providers');
  for (const registration of DEMO_PROVIDERS) {
    const known = items.find((one) => (one.registration ?? one.pending?.registration)?.uscc === registration.uscc);
    if (known?.standing === 'registered') continue;
    const proposalId =
      known?.pending?.proposalId ??
      (await proposer.post<ProposalMade>('/api/platform/providers', registration)).proposalId;
    await confirmer.post(`/api/platform/provider-proposals/${proposalId}/decision`, { decision: 'confirmed' });
  }
  return `${DEMO_PROVIDERS.length} 家，七个领域各一项优惠`;
}
