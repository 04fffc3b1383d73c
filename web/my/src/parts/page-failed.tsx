/** A page that could not be fetched or went wrong, and an address that does not exist. */
import { useEffect, useState } from 'react';
import { useText } from '../../../shared/language.tsx';
import { Page } from './page.tsx';

/** Loads the document anew only if the server answers: else the reader would lose even this page. */
async function loadAnew(): Promise<void> {
  const answer = await fetch(location.href, { method: 'HEAD', cache: 'no-store' }).catch(() => null);
  if (answer?.ok) location.reload();
}

export function PageFailed() {
  const t = useText();
  const [trying, setTrying] = useState(false);
  useEffect(() => {
    const again = () => void loadAnew();
    addEventListener('online', again);
    return () => removeEventListener('online', again);
  }, []);
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
