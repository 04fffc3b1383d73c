/** Says that the session ran out, over the page as it is, and opens the sign-in beside it. */
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { useText } from '../../../shared/language.tsx';
import { useSessionOver } from '../../../shared/session-over.ts';
import { platform } from '../api.ts';
import { forgetDrafts } from '../draft.ts';
import { identityOf, signInBeside, useMySelf } from '../session.ts';

export function SessionOver() {
  const t = useText();
  const queries = useQueryClient();
  const me = useMySelf();
  const { over, check, later } = useSessionOver({
    known: me.data && identityOf(me.data),
    who: async () => identityOf(await platform('GET /me')),
    onBack: () => void queries.invalidateQueries(),
    onSomebodyElse: () => {
      forgetDrafts();
      location.replace('/my/');
    },
  });
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    if (over) dialog.current?.showModal();
    else dialog.current?.close();
  }, [over]);
  return (
    <dialog ref={dialog} className="session-over" aria-labelledby="session-over" onClose={later}>
      <h2 id="session-over">{t('登录已过期，请重新登录')}</h2>
      <p>{t('本页填写的内容还在。登录在另一页进行，完成后回到本页接着办。')}</p>
      <p className="soft">{t('须用同一个账号登录；换了账号，本页的内容会清除。')}</p>
      <div className="buttons">
        <a className="button main" href={signInBeside} target="_blank" rel="noopener opener">
          {t('去登录')}
        </a>
        <button type="button" onClick={check}>
          {t('我已登录')}
        </button>
        <button type="button" className="plain" onClick={later}>
          {t('稍后')}
        </button>
      </div>
    </dialog>
  );
}
