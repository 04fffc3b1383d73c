/** What the pages about benefits ask: what is offered to everybody, and what the signed-in person's account unlocks. */
import { useQuery } from '@tanstack/react-query';
import type { BenefitCatalogue } from '#contracts/benefits.ts';
import { ofAccount, points } from '../../api.ts';

export type Sector = BenefitCatalogue['benefits'][number];
export type Offer = Sector['offers'][number];

export function useBenefits() {
  return useQuery({
    queryKey: ['benefits'],
    queryFn: ({ signal }) => points('GET /benefits', { signal }),
  });
}

/** Ids of the benefits unlocked; null without an account, which is nothing to be told off for. */
export function useUnlocked() {
  return useQuery({
    queryKey: ['account', 'benefits'],
    queryFn: async ({ signal }) => {
      const account = await ofAccount(points('GET /accounts/me/benefits', { signal }));
      return account && new Set(account.benefits.filter(({ qualifies }) => qualifies).map(({ id }) => id));
    },
  });
}

/** Offers of the whole city are offers here as well. */
export const offeredIn = (offer: Offer, area: string) =>
  area === '' || offer.areas.length === 0 || offer.areas.includes(area);
