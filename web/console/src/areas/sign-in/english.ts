/** English for an officer's own sessions and for signing in beside a page. */
import type { Dictionary } from '../../../../shared/language.tsx';

export const SIGN_IN_ENGLISH: Dictionary = {
  '不认识的，或者在公用电脑上忘了退出的，在这里结束。结束以后那里须重新登录。':
    'End here what you do not know, or forgot to sign out of on a shared computer. There one has to sign in again.',
  结束其他全部登录: 'End all others',
  浏览器: 'Browser',
  没有说明的浏览器: 'Browser that does not say',
  本浏览器: 'This browser',
  已登录: 'Signed in',
  '请关闭本页，回到原来的那一页接着办理。': 'Close this page and go on with the one you came from.',
};
