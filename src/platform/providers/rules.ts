/** The pure part of providers: what may be registered, who may confirm it, and what the points system is told. */
import type { ProviderPublished } from '#contracts/exchange.ts';
import { ProviderRegistration } from '#contracts/providers.ts';
import type { RegistrationDecision } from '#contracts/vocabulary.ts';
import { accountDigest } from '#kernel/identity/account-digest.ts';
import { checkUscc, isSoleTrader } from '#kernel/identity/uscc.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { firstRefusal, type May, no, requireMay, YES } from '#kernel/refusal/may.ts';
import { type Actor, hasRole } from '../access/actor.ts';
import { screened, screenedAccount } from '../screened.ts';

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

const invalid = (because: string, zh: string, en: string, clause?: string): May =>
  no(because, { problem: 'request.invalid', said: { zh, en }, clause });

/** @throws Problem `request.invalid` saying which line is wrong */
export function checkRegistration(given: ProviderRegistration, checking: CheckingWith): CheckedRegistration {
  const { policy, issuer, newId } = checking;
  screened(policy, ProviderRegistration, given);
  for (const { subject } of given.accounts) screenedAccount(policy, subject);
  const accounts = given.accounts.map((account) => ({ ...account, issuer: account.issuer ?? issuer }));
  const offers = given.offers.map((offer) => ({ ...offer, offerId: offer.offerId ?? newId() }));
  const named = new Set(given.offers.map(({ offerId }) => offerId));
  requireMay(
    firstRefusal(
      whetherDistinct(accounts, offers),
      ...offers.map((offer) => whetherOffer(offer, named, checking)),
      whetherProviderCode(given.uscc),
    ),
  );
  return { name: given.name, uscc: codeOf(given.uscc), accounts, offers };
}

function whetherDistinct(accounts: CheckedRegistration['accounts'], offers: CheckedRegistration['offers']): May {
  const twice = (values: readonly string[]) => new Set(values).size < values.length;
  if (twice(accounts.map(digestOf)))
    return invalid('account-twice', '同一账号写了两次，请删去一个。', 'One account is named twice.');
  if (twice(offers.map(({ offerId }) => offerId)))
    return invalid('offer-twice', '两项优惠用了同一编号。', 'Two offers have the same id.');
  return YES;
}

/** @param named ids that the registration itself gives its offers */
function whetherOffer(
  offer: CheckedRegistration['offers'][number],
  named: ReadonlySet<string | undefined>,
  { policy, known }: CheckingWith,
): May {
  const at = `优惠“${offer.title}”`;
  const of = `The offer “${offer.title}”`;
  if (!policy.benefits.some(({ id }) => id === offer.benefit))
    return invalid(
      'benefit',
      `${at}的领域“${offer.benefit}”不在政策规定之内。`,
      `${of}: the policy names no benefit “${offer.benefit}”.`,
      policy.benefits[0]?.clause,
    );
  const elsewhere = offer.areas.find((area) => !areasOf(policy).some(({ id }) => id === area));
  if (elsewhere !== undefined)
    return invalid(
      'area',
      `${at}的适用范围“${elsewhere}”不是本市区县或功能区。`,
      `${of}: “${elsewhere}” is no district or zone of the city.`,
    );
  if (offer.validUntil !== null && offer.validUntil < offer.validFrom)
    return invalid('period', `${at}的截止日期早于开始日期。`, `${of} ends before it begins.`);
  if (!known.has(offer.offerId) && named.has(offer.offerId))
    return invalid(
      'offer-unknown',
      `${at}所填编号不是本单位已有的优惠；新增的优惠请不填编号。`,
      `${of}: the id is of no offer of this provider; leave it out for a new one.`,
    );
  return YES;
}

function whetherProviderCode(raw: string): May {
  const checked = checkUscc(raw);
  if (checked.verdict === 'suspect')
    return invalid(
      'code-check',
      '统一社会信用代码没有通过校验，请对照登记证书核对。',
      'The unified social credit code fails its check; compare it with the certificate.',
    );
  if (checked.verdict === 'invalid')
    return invalid(
      'code-shape',
      '统一社会信用代码格式不对，应为18位。',
      'The unified social credit code is malformed: it has 18 characters.',
    );
  // the points system knows no natural person but those who opened an account
  if (isSoleTrader(checked.uscc))
    return invalid(
      'sole-trader',
      '个体工商户以自然人的名义经营，不登记为优惠服务单位。',
      'A sole trader acts in the name of a person and is not registered as a provider.',
    );
  return YES;
}

function codeOf(raw: string): string {
  const checked = checkUscc(raw);
  if (checked.verdict === 'invalid') throw new RangeError('a code that was found malformed has no value');
  return checked.uscc;
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
export function whetherOwnAccounts(
  registration: CheckedRegistration,
  others: readonly { readonly name: string; readonly accounts: CheckedRegistration['accounts'] }[],
): May {
  const wanted = new Map(registration.accounts.map((account) => [digestOf(account), account.label]));
  for (const { name, accounts } of others) {
    const taken = accounts.map(digestOf).find((digest) => wanted.has(digest));
    if (taken !== undefined)
      return no('account-taken', {
        problem: 'provider.account_taken',
        said: {
          zh: `账号“${wanted.get(taken)}”已登记在${name}名下。`,
          en: `The account “${wanted.get(taken)}” is registered for ${name}.`,
        },
      });
  }
  return YES;
}

/** four-eyes: who proposed may take the proposal back, never confirm it. */
export function mayDecide(actor: Actor, proposedBy: string, decision: RegistrationDecision): May {
  if (actor.kind !== 'officer' || !hasRole(actor, 'credit-office'))
    return no('role', {
      problem: 'permission.denied',
      said: {
        zh: '优惠服务单位的登记由信用主管部门的经办人办理。',
        en: 'Registrations of providers are decided by officers of the credit office.',
      },
    });
  if (decision === 'declined' || actor.id !== proposedBy) return YES;
  return no('four-eyes', {
    problem: 'four_eyes.violated',
    said: {
      zh: '此项登记由您提出，须由信用主管部门另一位经办人确认。',
      en: 'You proposed this registration; another officer of the credit office confirms it.',
    },
  });
}

export function whetherUndecided(decision: RegistrationDecision | null): May {
  if (decision === null) return YES;
  return no('decided', {
    problem: 'action.not_available',
    said: { zh: '此项登记已经办理过了。', en: 'This registration has been dealt with.' },
  });
}

export function whetherNothingPending(pending: boolean): May {
  if (!pending) return YES;
  return no('pending', {
    problem: 'action.not_available',
    said: {
      zh: '该单位已有一项登记等待确认，请先办完。',
      en: 'A registration of this provider is waiting to be confirmed. Finish that first.',
    },
  });
}

export function whetherRegistered(registered: boolean): May {
  if (registered) return YES;
  return no('not-registered', {
    problem: 'action.not_available',
    said: { zh: '该单位现在没有登记，无须撤销。', en: 'This provider is not registered.' },
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
