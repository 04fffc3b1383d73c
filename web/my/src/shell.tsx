/** The frame of every page: who is signed in and for whom, the language, the way out; and the door when nobody is signed in. */
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { useLanguage } from '../../shared/language.tsx';
import { problemOf } from '../../shared/problem-words.ts';
import { farewellIn } from '../../shared/sign-out.ts';
import { useActing } from './acting.tsx';
import { AREAS } from './areas.ts';
import { keepDraftsOf } from './draft.ts';
import { Door } from './parts/door.tsx';
import { OfflineNotice } from './parts/offline.tsx';
import { ProblemNotice } from './parts/problem-notice.tsx';
import { SessionOver } from './parts/session-over.tsx';
import { Waiting } from './parts/waiting.tsx';
import { identityOf, signOut, useMySelf } from './session.ts';

/** Pages for whoever was handed a report to check. */
const FOR_ANYBODY = /^(\/my)?\/verify(\/|$)/;

export function Shell() {
  const { t, language, choose } = useLanguage();
  const me = useMySelf();
  const { pathname } = useLocation();
  // a session that runs out later leaves the page as it is (parts/session-over.tsx)
  const atTheDoor = me.data === undefined && me.isError && problemOf(me.error).status === 401;
  if (me.data) keepDraftsOf(identityOf(me.data));
  return (
    <>
      <a className="skip" href="#content">
        {t('跳到正文')}
      </a>
      <header className="head">
        <Link to="/" className="brand">
          {t('我的信用')}
        </Link>
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
      {me.data && me.data.organisations.length > 0 && <ActingFor />}
      <OfflineNotice />
      {!atTheDoor && farewellIn(language) && (
        <p className="notice" role="alert">
          {farewellIn(language)}
        </p>
      )}
      <SessionOver />
      <OwnOnly pathname={pathname} />
      <main id="content" tabIndex={-1}>
        {FOR_ANYBODY.test(pathname) ? (
          <Outlet />
        ) : atTheDoor ? (
          <Door />
        ) : me.data ? (
          <Outlet /> // also while a question in the background fails: what somebody is writing stays
        ) : me.isError ? (
          <ProblemNotice error={me.error} onRetry={() => void me.refetch()} />
        ) : (
          <Waiting />
        )}
      </main>
      <footer className="foot">
        <a href="/">{t('信用公示网站')}</a>
        <a href="/policy">{t('政策和计分规则')}</a>
        <Link to="/verify">{t('核验信用报告')}</Link>
        {me.data && <Link to="/sessions">{t('我的登录')}</Link>}
      </footer>
    </>
  );
}

function ActingFor() {
  const { t } = useLanguage();
  const me = useMySelf();
  const { organisation, choose } = useActing();
  return (
    <div className="acting">
      <label htmlFor="acting">{t('现在以谁的名义')}</label>
      <select
        id="acting"
        value={organisation?.uscc ?? ''}
        onChange={({ target }) => choose(target.value === '' ? null : target.value)}
      >
        <option value="">{t('本人：{name}', { name: me.data?.name ?? '' })}</option>
        {me.data?.organisations.map(({ uscc, name }) => (
          <option key={uscc} value={uscc}>
            {name}
          </option>
        ))}
      </select>
    </div>
  );
}

/** Pages that know only people, opened while acting for an organisation, say whose they are. */
function OwnOnly({ pathname }: { readonly pathname: string }) {
  const { t } = useLanguage();
  const { organisation, choose } = useActing();
  const select = () => {
    choose(null);
    document.getElementById('acting')?.focus(); // the button is gone; there one sees what was chosen
  };
  const own = AREAS.some(({ path, for: whom }) => whom === 'person' && pathname.replace(/^\/my/, '').startsWith(path));
  if (!organisation || !own) return null;
  return (
    <section className="notice" aria-label={t('以谁的名义')}>
      <p>{t('这里是您本人的，与单位无关。')}</p>
      <button type="button" onClick={select}>
        {t('改为本人办理')}
      </button>
    </section>
  );
}
