/** What somebody sees who is not signed in: what this is, and one button. */
import { useEffect } from 'react';
import { useLanguage, useText } from '../../../shared/language.tsx';
import { farewellIn } from '../../../shared/sign-out.ts';
import { signIn } from '../session.ts';

export function Door() {
  const t = useText();
  const { language } = useLanguage();
  const farewell = farewellIn(language);
  useEffect(() => {
    document.title = t('我的信用');
  }, [t]);
  return (
    <section className="door">
      <h1>{t('我的信用')}</h1>
      {farewell && (
        <p className="notice" role="status">
          {farewell}
        </p>
      )}
      <p>{t('查看关于您本人或者您单位的信用信息，办理报送、积分、优惠和权益事项。')}</p>
      <button type="button" className="main wide" onClick={() => signIn()}>
        {t('用统一身份认证登录')}
      </button>
      <p className="soft">{t('须是经过实名认证的账号。这里不设口令，也不保存您的口令。')}</p>
    </section>
  );
}
