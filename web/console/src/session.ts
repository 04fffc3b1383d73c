/** Who is signed in, as the server says; pages only show what it allows. */
import { useQuery } from '@tanstack/react-query';
import type { Me } from '#contracts/officers.ts';
import type { SignedOut } from '#contracts/sign-in.ts';
import { leave } from '../../shared/sign-out.ts';
import { get, post } from './api.ts';

export type Role = Me['roles'][number];

export function useMe() {
  return useQuery({ queryKey: ['me'], queryFn: () => get<Me>('/me'), retry: false, staleTime: 60_000 });
}

export function holds(me: Me | undefined, ...roles: Role[]): boolean {
  return roles.some((role) => me?.roles.includes(role));
}

export function signIn(): void {
  const returnTo = location.pathname + location.search;
  location.assign(`/api/platform/auth/sign-in?returnTo=${encodeURIComponent(returnTo)}`);
}

export async function signOut(): Promise<void> {
  leave([await post<SignedOut>('/auth/sign-out').catch(() => undefined)], '/console/');
}
