/** The frame of every page: who is signed in, where one can go, the language; and the door when nobody is signed in. */
import { Link, Outlet, useLocation } from '@tanstack/react-router';
import { Alert, Button, Flex, Layout, Menu, Result, Segmented, Spin, Typography } from 'antd';
import type { Me } from '#contracts/officers.ts';
import { farewellIn } from '../../shared/sign-out.ts';
import { useLanguage, useText } from './language.tsx';
import { ROLE_WORDS } from './parts/role-words.ts';
import { SessionOver } from './parts/session-over.tsx';
import { ProblemAlert, problemOf } from './problem.tsx';
import { SECTIONS } from './sections.ts';
import { holds, signIn, signOut, useMe } from './session.ts';

export function Shell() {
  const { t, language } = useLanguage();
  const me = useMe();
  if (me.isPending) return <Spin fullscreen description={t('正在载入……')} />;
  // a session that runs out later leaves the page as it is (parts/session-over.tsx)
  if (me.data === undefined) {
    if (problemOf(me.error).status === 401) return <Door />;
    return (
      <main className="door">
        <StillIn />
        <ProblemAlert error={me.error} onRetry={() => void me.refetch()} />
      </main>
    );
  }
  return (
    <Layout className="frame">
      <a className="skip" href="#content">
        {t('跳到正文')}
      </a>
      <Layout.Header className="head">
        <Link to="/" className="brand">
          {t('信衡工作台')}
        </Link>
        <Sections me={me.data} />
        <Flex gap="small" align="center" className="person">
          <Person me={me.data} />
          <LanguageChoice />
          <Button size="small" onClick={() => void signOut()}>
            {t('退出')}
          </Button>
        </Flex>
      </Layout.Header>
      <Layout.Content id="content" className="content" role="main">
        <StillIn />
        <SessionOver />
        <Outlet />
        {language === 'en' ? (
          <p className="own-words">{t('人员、单位、文书的名称，报送的内容和政策的依据，按原文显示。')}</p>
        ) : null}
      </Layout.Content>
    </Layout>
  );
}

interface Signed {
  readonly me: Me;
}

/** The sections this officer finds, the one they are in marked. */
function Sections({ me }: Signed) {
  const t = useText();
  const { pathname } = useLocation();
  const sections = SECTIONS.filter(({ roles }) => roles === 'all' || holds(me, ...roles));
  const current = sections.findLast(({ path, leadsTo }) =>
    path === '/' ? pathname === '/' : [path, leadsTo].some((start) => start && pathname.startsWith(start)),
  );
  return (
    <Menu
      className="sections"
      mode="horizontal"
      // items folded away stay focusable though hidden: on a phone the row scrolls instead
      disabledOverflow
      style={{ overflowX: 'auto', overflowY: 'hidden', background: 'transparent' }}
      selectedKeys={current ? [current.path] : []}
      items={sections.map(({ path, title }) => ({ key: path, label: <Link to={path}>{t(title)}</Link> }))}
    />
  );
}

/** Who is signed in, for which department, and whom they stand in for. */
function Person({ me: { name, department, standsIn } }: Signed) {
  const t = useText();
  return (
    <Typography.Text>
      <Link to="/sessions" title={t('我的登录')}>
        {name}
      </Link>
      <span className="department"> {department?.name}</span>
      {standsIn.map(({ role, officer, until }) => (
        <Link key={role} to="/absence" className="stands-in">
          {t('代{officer}·{role}，至 {until}', { officer, role: t(ROLE_WORDS[role]), until: until.slice(5) })}
        </Link>
      ))}
    </Typography.Text>
  );
}

function LanguageChoice() {
  const { t, language, choose } = useLanguage();
  return (
    <Segmented
      size="small"
      aria-label={t('语言')}
      value={language}
      onChange={choose}
      options={[
        { label: '中', value: 'zh' },
        { label: 'EN', value: 'en' },
      ]}
    />
  );
}

/** Where signing out could not be finished. */
function StillIn() {
  const { language } = useLanguage();
  const said = farewellIn(language);
  return said ? <Alert type="warning" showIcon title={said} className="still-in" /> : null;
}

function Door() {
  const { t, language } = useLanguage();
  return (
    <main className="door">
      <Result
        title={t('信衡工作台')}
        subTitle={farewellIn(language) ?? t('请先登录。')}
        extra={
          <Button type="primary" size="large" onClick={signIn}>
            {t('登录')}
          </Button>
        }
      />
    </main>
  );
}
