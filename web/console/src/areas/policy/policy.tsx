/** The policy pack in words: what is recorded, what follows from it, how long, and where each value is written. */
import { Link } from '@tanstack/react-router';
import { Alert, Spin } from 'antd';
import type { NoticeInForce } from '#contracts/policy.ts';
import { useChosenNotice } from '../../../../shared/notices.tsx';
import { useSaid, useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { keysOf } from '../../parts/keys.ts';
import { PolicyCatalogue } from './catalogue.tsx';
import { PolicyClauses } from './clauses.tsx';
import { PolicyLists } from './lists.tsx';
import { PolicyPoints } from './points.tsx';
import { usePolicy } from './questions.ts';
import type { PolicyPart } from './search.ts';
import { PolicyTimers } from './timers.tsx';
import { PolicyVersion } from './version.tsx';
import './policy.css';
import { ProblemAlert } from '../../problem.tsx';

const VIEWS = {
  catalogue: ['目录', PolicyCatalogue],
  lists: ['名单和措施', PolicyLists],
  points: ['积分和权益', PolicyPoints],
  timers: ['期限和修复', PolicyTimers],
  clauses: ['条款', PolicyClauses],
  version: ['版本和检查', PolicyVersion],
} as const satisfies Record<PolicyPart, unknown>;

export default function Policy() {
  const t = useText();
  const [{ view = 'catalogue', notice: asked }] = useAddress('/policy');
  const { several, notice } = useChosenNotice(asked);
  const policy = usePolicy(notice);
  if (policy.isError) return <ProblemAlert error={policy.error} onRetry={() => void policy.refetch()} />;
  if (policy.isPending)
    return (
      <Spin description={t('正在载入……')}>
        <div style={{ minHeight: 160 }} />
      </Spin>
    );
  const { title, document, effectiveFrom, enactment } = policy.data;
  const [, Part] = VIEWS[view];
  return (
    <>
      <div className="page-head">
        <h1>{title}</h1>
        <span className="quiet">
          {document.number} · {document.authority} · {t('自 {day} 起施行', { day: effectiveFrom })}
        </span>
      </div>
      {enactment?.differs ? (
        <Alert
          type="warning"
          showIcon
          title={t('政策包文件夹的内容与已施行的第 {version} 版不同；运行的是已施行的版本，改动文件夹不改变规则。', {
            version: enactment.version,
          })}
          style={{ marginBottom: 12 }}
        />
      ) : null}
      {several ? <Notices shown={policy.data.id} view={view} notices={several} /> : null}
      <nav className="policy-views" aria-label={t('政策')}>
        {keysOf(VIEWS).map((key) => (
          <Link key={key} to="/policy" search={{ view: key, notice }} aria-current={key === view ? 'page' : undefined}>
            {t(VIEWS[key][0])}
          </Link>
        ))}
      </nav>
      <Part policy={policy.data} />
    </>
  );
}

interface NoticesProps {
  readonly shown: string;
  readonly view: PolicyPart;
  readonly notices: readonly NoticeInForce[];
}

/** Where several are in force, each is read by itself. */
function Notices({ shown, view, notices }: NoticesProps) {
  const t = useText();
  const said = useSaid();
  return (
    <nav className="policy-views" aria-label={t('现行的通知')}>
      {notices.map(({ id, title, titleEn }) => (
        <Link key={id} to="/policy" search={{ view, notice: id }} aria-current={id === shown ? 'page' : undefined}>
          {said({ zh: `《${title}》`, en: titleEn })}
        </Link>
      ))}
    </nav>
  );
}
