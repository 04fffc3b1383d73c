/** The pure part of accounts: who may open one, and how records become an explained account. */
import {
  type Account as ComputedAccount,
  computeAccount,
  type Contribution as EngineContribution,
} from '#kernel/policy/points-engine.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { type May, no, titled, YES } from '#kernel/refusal/may.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import type { CitizenClaims } from '../http.ts';
import type { Contribution } from './store.ts';

/** adults-only (5.2): the birthday itself counts, as in 民法典 17–18. */
export function mayOpenAccount({ birthDate }: CitizenClaims, policy: Policy, today: LocalDate): May {
  const { years, clause } = policy.minimumAge;
  const adultFrom = `${Number(birthDate.slice(0, 4)) + years}${birthDate.slice(4)}`;
  if (/^\d{4}-\d{2}-\d{2}$/.test(birthDate) && adultFrom <= today) return YES;
  return no('minor', { ...titled('account.adults_only'), clause });
}

/** What the engine needs of what was received. */
export function contributionsOf(contributions: readonly Contribution[]): EngineContribution[] {
  return contributions.map((contribution) => ({
    recordId: contribution.recordId,
    kind: contribution.kind,
    validFrom: contribution.validFrom as LocalDate,
    validUntil: contribution.validUntil as LocalDate | null,
    objectionOpen: contribution.objectionOpen,
  }));
}

/** The account as it stands on a day; nothing of it is ever stored. */
export function accountOn(policy: Policy, contributions: readonly Contribution[], today: LocalDate): ComputedAccount {
  return computeAccount(policy.points, contributionsOf(contributions), today);
}
