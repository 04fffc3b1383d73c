/** Who is signed in, and the way in and out of both systems at once. */
import { useQuery } from '@tanstack/react-query';
import type { MySelf } from '#contracts/my.ts';
import { leave } from '../../shared/sign-out.ts';
import { platform, points } from './api.ts';
import { forgetDrafts } from './draft.ts';

export function useMySelf() {
  return useQuery({
    queryKey: ['me'],
    queryFn: ({ signal }) => platform('GET /me', { signal }),
    staleTime: 60_000,
  });
}

/** Whether it is the same person; says nothing to anybody who finds it. */
export function identityOf({ name, documentNumber, birthDate }: MySelf): string {
  let hash = 0xcbf29ce484222325n;
  for (const byte of new TextEncoder().encode(`${name} ${documentNumber} ${birthDate}`))
    hash = BigInt.asUintN(64, (hash ^ BigInt(byte)) * 0x100000001b3n);
  return hash.toString(16);
}

const currentPage = () => location.pathname + location.search;

/** First the platform, then the points system, which the city's sign-in opens for the same person without asking again. */
export function signIn(returnTo = currentPage()): void {
  location.assign(signInAddress(returnTo));
}

function signInAddress(returnTo: string): string {
  const second = `/api/points/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`;
  return `/api/platform/my/auth/sign-in?returnTo=${encodeURIComponent(second)}`;
}

/** In a page of its own, so that the one somebody is writing on stays as it is. */
export const signInBeside = signInAddress('/my/signed-in');

/** The other system must end as well even if one cannot be reached. */
export async function signOut(): Promise<void> {
  forgetDrafts();
  const ended = await Promise.allSettled([platform('POST /auth/sign-out'), points('POST /auth/sign-out')]);
  leave(
    ended.map((one) => (one.status === 'fulfilled' ? one.value : undefined)),
    '/my/',
  );
}
