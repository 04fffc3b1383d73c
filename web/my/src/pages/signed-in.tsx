/** Where the sign-in beside a page leads back to: that page goes on, this one closes itself or says that it can be closed. */
import { useEffect } from 'react';
import { useText } from '../../../shared/language.tsx';
import { tellSignedIn } from '../../../shared/session-told.ts';
import { Page } from '../parts/page.tsx';

export default function SignedIn() {
  const t = useText();
  useEffect(() => {
    tellSignedIn();
    window.close();
  }, []);
  return (
    <Page title={t('已登录')}>
      <p>{t('请关闭本页，回到原来的那一页接着办理。')}</p>
    </Page>
  );
}
