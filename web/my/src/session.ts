/** Who is signed in, and the way in and out of both systems at once. */
import { useQuery } from '@tanstack/react-query';
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

const currentPage = () => location.pathname + location.search;

/** First the platform, then the points system, which the city's sign-in opens for the same person without asking again. */
export function signIn(returnTo = currentPage()): void {
  const second = `/api/points/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`;
  location.assign(`/api/platform/my/auth/sign-in?returnTo=${encodeURIComponent(second)}`);
}

/** The other system must end as well even if one cannot be reached. */
export async function signOut(): Promise<void> {
  forgetDrafts();
  const ended = await Promise.allSettled([platform('POST /auth/sign-out'), points('POST /auth/sign-out')]);
  leave(
    ended.map((one) => (one.status === 'fulfilled' ? one.value : undefined)),
    '/my/',
  );
}
