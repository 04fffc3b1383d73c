/** Who is signed in, as the server says; pages only show what it allows. */
import { useQuery } from '@tanstack/react-query';
import type { Me } from '#contracts/officers.ts';
import { leave } from '../../shared/sign-out.ts';
import { call } from './api.ts';

export type Role = Me['roles'][number];

export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: () => call('GET /me'), retry: false, staleTime: 60_000 });
}

export function holds(me: Me | undefined, ...roles: Role[]): boolean {
  return roles.some((role) => me?.roles.includes(role));
}

export function signIn(): void {
  const returnTo = location.pathname + location.search;
  location.assign(`/api/platform/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
}

/** In a page of its own, so that the one somebody is writing on stays as it is. */
export const signInBeside = `/api/platform/auth/sign-in?returnTo=${encodeURIComponent('/console/signed-in')}`;

export async function signOut(): Promise<void> {
  leave([await call('POST /auth/sign-out').catch(() => undefined)], '/console/');
}
