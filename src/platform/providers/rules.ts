/** The pure part of providers: what may be registered, who may confirm it, and what the points system is told. */
import type { ProviderPublished } from '#contracts/exchange.ts';
import type { ProviderRegistration } from '#contracts/providers.ts';
import { accountDigest } from '#kernel/identity/account-digest.ts';
import { checkUscc, isSoleTrader } from '#kernel/identity/uscc.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { requireScreened } from '../screening.ts';

/** A registration as it is stored: every account names its issuer, every offer has its id. */
export interface CheckedRegistration extends ProviderRegistration {
  readonly accounts: (ProviderRegistration['accounts'][number] & { issuer: string })[];
  readonly offers: (ProviderRegistration['offers'][number] & { offerId: string })[];
}

export interface CheckingWith {
  readonly policy: Policy;
  /** `iss` of the accounts that name none */
  readonly issuer: string;
  readonly newId: () => string;
  /** offers this provider has had: only their ids may be used again */
  readonly known: ReadonlySet<string>;
}

/** @throws Problem `request.invalid` saying which line is wrong */
export function checkRegistration(given: ProviderRegistration, checking: CheckingWith): CheckedRegistration {
  const { policy, issuer, newId, known } = checking;
  requireScreened(policy, [
    given.name,
    ...given.accounts.map(({ label }) => label),
    ...given.offers.flatMap(({ title, titleEn = '', conditions, conditionsEn = '' }) => [
      ...[title, titleEn, conditions, conditionsEn],
    ]),
  ]);
  const accounts = given.accounts.map((account) => ({ ...account, issuer: account.issuer ?? issuer }));
  requireDistinct(accounts.map(digestOf), '同一账号写了两次，请删去一个。', 'One account is named twice.');
  const offers = given.offers.map((offer) => ({ ...offer, offerId: offer.offerId ?? newId() }));
  requireDistinct(
    offers.map(({ offerId }) => offerId),
    '两项优惠用了同一编号。',
    'Two offers have the same id.',
  );
  for (const offer of offers) {
    const at = `优惠“${offer.title}”`;
    const of = `The offer “${offer.title}”`;
    if (!policy.benefits.some(({ id }) => id === offer.benefit))
      throw invalid(
        `${at}的领域“${offer.benefit}”不在政策规定之内。`,
        `${of}: the policy names no benefit “${offer.benefit}”.`,
        '4.1',
      );
    for (const area of offer.areas)
      if (!areasOf(policy).some(({ id }) => id === area))
        throw invalid(
          `${at}的适用范围“${area}”不是本市区县或功能区。`,
          `${of}: “${area}” is no district or zone of the city.`,
        );
    if (offer.validUntil !== null && offer.validUntil < offer.validFrom)
      throw invalid(`${at}的截止日期早于开始日期。`, `${of} ends before it begins.`);
    if (!known.has(offer.offerId) && given.offers.some((one) => one.offerId === offer.offerId))
      throw invalid(
        `${at}所填编号不是本单位已有的优惠；新增的优惠请不填编号。`,
        `${of}: the id is of no offer of this provider; leave it out for a new one.`,
      );
  }
  return { name: given.name, uscc: requireProviderCode(given.uscc), accounts, offers };
}

function requireProviderCode(raw: string): string {
  const checked = checkUscc(raw);
  if (checked.verdict !== 'valid')
    throw checked.verdict === 'suspect'
      ? invalid(
          '统一社会信用代码没有通过校验，请对照登记证书核对。',
          'The unified social credit code fails its check; compare it with the certificate.',
        )
      : invalid(
          '统一社会信用代码格式不对，应为18位。',
          'The unified social credit code is malformed: it has 18 characters.',
        );
  // the points system knows no natural person but those who opened an account
  if (isSoleTrader(checked.uscc))
    throw invalid(
      '个体工商户以自然人的名义经营，不登记为优惠服务单位。',
      'A sole trader acts in the name of a person and is not registered as a provider.',
    );
  return checked.uscc;
}

const invalid = (detail: string, detailEn: string, clause?: string) =>
  new Problem('request.invalid', { said: { zh: detail, en: detailEn }, ...(clause === undefined ? {} : { clause }) });

function requireDistinct(values: readonly string[], detail: string, detailEn: string): void {
  if (new Set(values).size < values.length) throw invalid(detail, detailEn);
}

export const digestOf = ({ kind, issuer, subject }: CheckedRegistration['accounts'][number]): string =>
  accountDigest(kind, issuer, subject);

/** Divisions and functional zones of the pack, in its order. */
export function areasOf(policy: Policy): { id: string; name: string }[] {
  return [
    ...policy.divisions.map(({ code, name }) => ({ id: code, name })),
    ...policy.zones.map(({ id, name }) => ({ id, name })),
  ];
}

/** An account opens the door of one provider. */
export function requireOwnAccounts(
  registration: CheckedRegistration,
  others: readonly { readonly name: string; readonly accounts: CheckedRegistration['accounts'] }[],
): void {
  const wanted = new Map(registration.accounts.map((account) => [digestOf(account), account.label]));
  for (const { name, accounts } of others) {
    const taken = accounts.map(digestOf).find((digest) => wanted.has(digest));
    if (taken !== undefined)
      throw new Problem('provider.account_taken', {
        said: {
          zh: `账号“${wanted.get(taken)}”已登记在${name}名下。`,
          en: `The account “${wanted.get(taken)}” is registered for ${name}.`,
        },
      });
  }
}

/** four-eyes: who proposed may take the proposal back, never confirm it. */
export function requireMayDecide(actor: Actor, proposedBy: string, decision: 'confirmed' | 'declined'): void {
  if (actor.kind !== 'officer' || !hasRole(actor, 'credit-office')) throw new Problem('permission.denied');
  if (decision === 'confirmed' && actor.id === proposedBy)
    throw new Problem('four_eyes.violated', {
      said: {
        zh: '此项登记由您提出，须由市信用办另一位经办人确认。',
        en: 'You proposed this registration; another officer of the credit office confirms it.',
      },
    });
}

/** The message without its position: accounts as digests, so that the points system stores nobody's account name. */
export function providerMessage(
  providerId: string,
  registration: CheckedRegistration,
): Omit<ProviderPublished, 'position'> {
  return {
    providerId,
    name: registration.name,
    uscc: registration.uscc,
    accounts: registration.accounts.map((account) => ({ kind: account.kind, digest: digestOf(account) })),
    offers: registration.offers,
  };
}
