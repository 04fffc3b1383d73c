/** A page that could not be fetched or went wrong, and an address that does not exist. */
import { useEffect, useState } from 'react';
import { useText } from '../../../shared/language.tsx';
import { Page } from './page.tsx';

/** what page.ts throws when the line or the server is gone; anything else is our own mistake */
export const NOT_FETCHED = 'page not fetched';

/** milliseconds between two looks whether the server can be reached again */
const EVERY = 5_000;
/** milliseconds after which a page may load itself anew once more: one that is missing for good must not go round in circles */
const NOT_AGAIN_FOR = 60_000;
const LAST = 'xinheng.my.loaded-anew';

/** Loads the document anew only if the server answers: else the reader would lose even this page. */
async function loadAnew(): Promise<void> {
  const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  if (!answer?.ok) return;
  sessionStorage.setItem(LAST, String(Date.now()));
  location.reload();
}

/** As soon as the line is back; phones do not always tell. */
function useLoadAnewByItself(wanted: boolean): void {
  useEffect(() => {
    if (!wanted || Date.now() - Number(sessionStorage.getItem(LAST)) < NOT_AGAIN_FOR) return;
    const again = () => void loadAnew();
    addEventListener('online', again);
    const timer = setInterval(again, EVERY);
    return () => {
      removeEventListener('online', again);
      clearInterval(timer);
    };
  }, [wanted]);
}

export function PageFailed({ error }: { readonly error: unknown }) {
  const t = useText();
  const [trying, setTrying] = useState(false);
  useLoadAnewByItself(error instanceof Error && error.message === NOT_FETCHED);
  const retry = async () => {
    setTrying(true);
    await loadAnew();
    setTrying(false);
  };
  return (
    <Page title={t('页面没有打开')}>
      <div className="notice problem" role="alert">
        <p>{t('可能是网络断开了。请检查网络后重试；已经填写的内容还在。')}</p>
        <button type="button" disabled={trying} onClick={() => void retry()}>
          {trying ? t('正在重试……') : t('重试')}
        </button>
      </div>
    </Page>
  );
}

export function PageMissing() {
  const t = useText();
  return (
    <Page title={t('没有这个页面')}>
      <p>{t('地址可能写错了，或者页面已经改了位置。请从首页进入。')}</p>
    </Page>
  );
}
