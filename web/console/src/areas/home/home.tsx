/** What waits for this officer, then what each section is for. */
import { Link } from '@tanstack/react-router';
import { Alert, Card, Typography } from 'antd';
import { useSaid, useText } from '../../language.tsx';
import { ROLE_WORDS } from '../../parts/role-words.ts';
import { WhoEnds } from '../../parts/who-ends.tsx';
import { SECTIONS } from '../../sections.ts';
import { holds, useMe } from '../../session.ts';
import { HomeWaiting } from './waiting.tsx';
import './home.css';

const DUTIES: Readonly<Record<string, string>> = {
  '/report': '交一张表，几秒内看到哪几行不合格、为什么。',
  '/batches': '按表看：各行结果和原因、更正、撤回；整批审核和认定；本单位的质量和期限。',
  '/queue': '一件一件看：报送内容、证明材料、还缺什么、可以怎么办。',
  '/counter': '有人到场：核对证件，代为查看、上报好事、异议、修复、申请暂不纳入、陈述申辩。',
  '/at-desk': '同事的窗口有人没有手机：您到场核对本人和签字的申请表，再确认。',
  '/rights': '异议、信用修复、暂不纳入：期限、核查、决定和通知各方的结果。',
  '/lists': '推荐、冲突、公示、会签、发布。',
  '/providers': '哪些单位提供什么优惠；登记和撤销须两人。',
  '/supervision': '各单位报送的数量和质量。',
  '/deliveries': '推送到积分系统和公示网站的情况。',
  '/audit': '谁在什么时候因为什么看过谁的信息。',
  '/officers': '登记、停用经办人和单位系统。',
  '/absence': '不在岗时请同事代为办理；现在代理谁。',
  '/policy': '目录、名单、措施、期限和依据。',
};

export default function Home() {
  const t = useText();
  const said = useSaid();
  const { data: me } = useMe();
  const sections = SECTIONS.filter(({ path, roles }) => path !== '/' && (roles === 'all' || holds(me, ...roles)));
  return (
    <>
      <div className="page-head">
        <h1>{t('{name}，您好', { name: me?.name ?? '' })}</h1>
        <Typography.Text type="secondary">{me?.department?.name}</Typography.Text>
      </div>
      {me?.resting.map(({ role, department, takenOver, endedBy, ...why }) => (
        <Alert
          key={`${department} ${role}`}
          type="warning"
          showIcon
          className="resting"
          title={t('您在{department}的{role}岗位现在暂停', { department, role: t(ROLE_WORDS[role]) })}
          description={
            <>
              {said(why)} {takenOver ? null : <WhoEnds endedBy={endedBy} />}
            </>
          }
        />
      ))}
      <HomeWaiting />
      <div className="duties">
        {sections.map(({ path, title }) => (
          <Link key={path} to={path} className="duty">
            <Card hoverable size="small" title={t(title)}>
              {t(DUTIES[path] ?? '')}
            </Card>
          </Link>
        ))}
      </div>
    </>
  );
}
