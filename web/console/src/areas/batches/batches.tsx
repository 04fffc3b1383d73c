/** The batches: those that were handed in, those that wait for who decides, and the officer's own figures, each under its tab. */
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Tabs } from 'antd';
import { useText } from '../../language.tsx';
import { holds, useMe } from '../../session.ts';
import { HandedIn } from './handed-in.tsx';
import { OwnFigures } from './own-figures.tsx';
import { WaitingBatches } from './waiting.tsx';
import { STEPS } from './words.tsx';
import './batches.css';

export default function Batches() {
  const t = useText();
  const { data: me } = useMe();
  const navigate = useNavigate();
  const { view } = useSearch({ from: '/batches' });
  const tabs = [
    ...(holds(me, 'reporter', 'credit-office', 'auditor')
      ? [{ key: 'handed-in' as const, label: t('已报送的批次'), children: <HandedIn /> }]
      : []),
    ...(holds(me, 'reviewer')
      ? [{ key: 'review' as const, label: t(STEPS.review.tab), children: <WaitingBatches step="review" /> }]
      : []),
    ...(holds(me, 'determiner')
      ? [{ key: 'determine' as const, label: t(STEPS.determine.tab), children: <WaitingBatches step="determine" /> }]
      : []),
    ...(holds(me, 'reporter', 'reviewer', 'determiner')
      ? [{ key: 'figures' as const, label: t('质量和期限'), children: <OwnFigures /> }]
      : []),
  ];
  return (
    <>
      <div className="page-head">
        <h1>{t('批次')}</h1>
        {holds(me, 'reporter') ? (
          <Link to="/report">
            <Button type="primary" tabIndex={-1}>
              {t('报送一份表')}
            </Button>
          </Link>
        ) : null}
      </div>
      {tabs.length === 1 ? (
        tabs[0]!.children
      ) : (
        <Tabs
          destroyOnHidden
          activeKey={tabs.find(({ key }) => key === view)?.key ?? tabs[0]?.key}
          onChange={(chosen) =>
            void navigate({ to: '/batches', search: { view: chosen as typeof view }, replace: true })
          }
          items={tabs}
        />
      )}
    </>
  );
}
