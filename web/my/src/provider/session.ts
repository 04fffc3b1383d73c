/** The providers' side of the points system, and their way in and out. */
import type { Provider } from '#contracts/points-system.ts';
import { callerAt } from '../../../shared/call.ts';
import { leave } from '../../../shared/sign-out.ts';

export const provider = callerAt<Provider>('/api/points/provider');

/** A scanned code lies behind the # and outlives the sign-in in this tab only; it is good for two minutes anyway. */
const KEPT = 'xinheng.provider.code';

export function signIn(): void {
  const code = openedWith();
  if (code !== '') sessionStorage.setItem(KEPT, code);
  location.assign(provider.href('GET /auth/sign-in', { query: { returnTo: '/provider/' } }));
}

export async function signOut(): Promise<void> {
  leave([await provider('POST /auth/sign-out').catch(() => undefined)], '/provider/');
}

/** The code the page was opened with. */
export const openedWith = (): string => codeIn(location.href) || (sessionStorage.getItem(KEPT) ?? '');

/** Out of the address once it was read, so that it is not kept in the browser's history. */
export function forgetOpened(): void {
  sessionStorage.removeItem(KEPT);
  if (location.hash !== '') history.replaceState(null, '', location.pathname);
}

/** A scanned picture holds the address of this page with the code behind the #, or the code alone. */
export function codeIn(text: string): string {
  const hash = text.indexOf('#');
  if (hash === -1) return text.includes('://') ? '' : text.slice(0, 100);
  return text.slice(hash + 1, hash + 101);
}
