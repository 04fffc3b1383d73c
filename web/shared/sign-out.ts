/** Signing out: here, and at the city's sign-in, where it has a way out. What goes on there is said on the next page. */
import type { SignedOut } from '#contracts/sign-in.ts';
import type { Language } from '#contracts/vocabulary.ts';

const SAID = 'xinheng.signed-out';

/** Said where a system could not be told: who walks away from a shared computer must know. */
const NOT_ENDED: NonNullable<SignedOut['notice']> = {
  zh: '退出没有完成：系统暂时没有应答，您可能仍在登录中。请再退出一次；在公用电脑上请关闭浏览器。',
  en: 'Signing out is not complete: the system did not answer, you may still be signed in. Sign out again; on a shared computer close the browser.',
};

/**
 * Goes on to the provider's own sign-out, which leads back to `home`; or straight there.
 * @param answers each system's, absent where it could not be told
 */
export function leave(answers: readonly (SignedOut | undefined)[], home: string): void {
  const ended = answers.every((answer) => answer !== undefined);
  const next = answers.find((answer) => answer?.continueAt)?.continueAt;
  const notice = ended ? (next ? null : answers.find((answer) => answer?.notice)?.notice) : NOT_ENDED;
  if (notice) sessionStorage.setItem(SAID, JSON.stringify(notice));
  location.assign(next ?? home);
}

/** What is to be said on the page after signing out; once, not at every later visit in this tab. */
const farewell = takeSaid();

export const farewellIn = (language: Language): string | undefined => farewell?.[language];

function takeSaid(): SignedOut['notice'] {
  const said = sessionStorage.getItem(SAID);
  sessionStorage.removeItem(SAID);
  return said === null ? null : JSON.parse(said);
}
