/** Where the sign-in beside a page leads back to: that page goes on, this one closes itself or says that it can be closed. */
import { Result } from 'antd';
import { useEffect } from 'react';
import { tellSignedIn } from '../../../../shared/session-told.ts';
import { useText } from '../../language.tsx';

export default function SignedIn() {
  const t = useText();
  useEffect(() => {
    tellSignedIn();
    window.close();
  }, []);
  return <Result status="success" title={t('已登录')} subTitle={t('请关闭本页，回到原来的那一页接着办理。')} />;
}
