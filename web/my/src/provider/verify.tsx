/** The frame of the providers' page: who is signed in, the check, the own figures; and the door. */
import { useQuery } from '@tanstack/react-query';
import { useEffect } from 'react';
import type { ProviderMe } from '#contracts/benefits.ts';
import { useLanguage, useText } from '../../../shared/language.tsx';
import { problemOf } from '../../../shared/problem-words.ts';
import { farewellIn } from '../../../shared/sign-out.ts';
import { OfflineNotice } from '../parts/offline.tsx';
import { Check } from './check.tsx';
import { Counts } from './counts.tsx';
import { Refusal } from './refusal.tsx';
import { provider, signIn, signOut } from './session.ts';

export function Verify() {
  const { t, language, choose } = useLanguage();
  const me = useQuery({ queryKey: ['me'], queryFn: ({ signal }) => provider('GET /me', { signal }) });
  useEffect(() => {
    document.title = t('优惠核验');
  }, [t]);
  return (
    <>
      <header className="head">
        <span className="brand">{t('优惠核验')}</span>
        <div className="head-end">
          <button type="button" className="plain" onClick={() => choose(language === 'en' ? 'zh' : 'en')}>
            {language === 'en' ? <span lang="zh-CN">中文</span> : <span lang="en">English</span>}
          </button>
          {me.data && (
            <button type="button" className="plain" onClick={() => void signOut()}>
              {t('退出')}
            </button>
          )}
        </div>
      </header>
      <OfflineNotice />
      <main>
        {(me.data || (me.isError && problemOf(me.error).status !== 401)) && farewellIn(language) && (
          <p className="notice" role="alert">
            {farewellIn(language)}
          </p>
        )}
        {me.data ? (
          <SignedIn me={me.data} />
        ) : me.isError ? (
          problemOf(me.error).status === 401 ? (
            <Door />
          ) : (
            <Refusal error={me.error} onRetry={() => void me.refetch()} />
          )
        ) : (
          <p className="waiting" role="status">
            {t('正在载入……')}
          </p>
        )}
      </main>
    </>
  );
}

function SignedIn({ me }: { readonly me: ProviderMe }) {
  const t = useText();
  return (
    <>
      <h1>{me.name}</h1>
      {me.benefits.length === 0 ? (
        <p className="notice">{t('本单位今天没有有效的优惠，不能核验。请联系信用主管部门。')}</p>
      ) : (
        <Check benefits={me.benefits} />
      )}
      <Counts />
      <p className="small">
        {t('也可以用本单位自己的系统核验：')}
        <a href="/api/points/docs">{t('接口说明')}</a>
      </p>
    </>
  );
}

function Door() {
  const t = useText();
  const { language } = useLanguage();
  const farewell = farewellIn(language);
  return (
    <section className="door">
      <h1>{t('优惠核验')}</h1>
      {farewell && (
        <p className="notice" role="status">
          {farewell}
        </p>
      )}
      <p>{t('供登记的优惠服务单位核对来人是否符合优惠。只答“符合”或“未确认”，不显示姓名、分数和等级。')}</p>
      <button type="button" className="main wide" onClick={signIn}>
        {t('经办账号登录')}
      </button>
      <p className="soft">{t('您是来享受优惠的？请把手机上的码给工作人员扫，不必在这里登录。')}</p>
    </section>
  );
}
