/** Signing out: here, and at the city's sign-in, where it has a way out. What goes on there is said on the next page. */
import type { SignedOut } from '#contracts/sign-in.ts';

const SAID = 'xinheng.signed-out';

/** Goes on to the provider's own sign-out, which leads back to `home`; or straight there. */
export function leave(answers: readonly (SignedOut | undefined)[], home: string): void {
  const next = answers.find((answer) => answer?.continueAt)?.continueAt;
  const notice = next ? null : answers.find((answer) => answer?.notice)?.notice;
  if (notice) sessionStorage.setItem(SAID, JSON.stringify(notice));
  location.assign(next ?? home);
}

/** What is to be said on the page after signing out; once, not at every later visit in this tab. */
const farewell = takeSaid();

export const farewellIn = (language: 'zh' | 'en'): string | undefined => farewell?.[language];

function takeSaid(): SignedOut['notice'] {
  const said = sessionStorage.getItem(SAID);
  sessionStorage.removeItem(SAID);
  return said === null ? null : JSON.parse(said);
}
