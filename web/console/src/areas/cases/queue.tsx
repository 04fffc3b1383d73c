/** Cases of the officer's own departments that stand in one state, a page at a time; the filters are the address. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Space } from 'antd';
import { useText } from '../../language.tsx';
import '../../parts/case-pages.css';
import { ProblemAlert } from '../../problem.tsx';
import { useMe } from '../../session.ts';
import { useQueue } from './questions.ts';
import { QueueChoices } from './queue-choices.tsx';
import { queueFilter } from './queue-filter.ts';
import { QueueTable } from './queue-table.tsx';
import type { QueueSearch } from './search.ts';
import './cases.css';

export default function Queue() {
  const t = useText();
  const { data: me } = useMe();
  const navigate = useNavigate();
  const search = useSearch({ from: '/queue' });
  const filter = queueFilter(search, me?.roles ?? []);
  const page = useQueue(filter, search.after, search.before);
  const go = (change: QueueSearch) => void navigate({ to: '/queue', search: { ...filter, ...change } });
  const { kinds = [], after = null, before = null } = page.data ?? {};
  return (
    <>
      <div className="page-head">
        <h1>{t('待办事项')}</h1>
        <span className="case-hint">{t('↑ ↓ 选择，Enter 打开')}</span>
      </div>
      <QueueChoices filter={filter} kinds={kinds} onChange={go} />
      {page.isError ? (
        <ProblemAlert error={page.error} onRetry={() => void page.refetch()} />
      ) : (
        <QueueTable filter={filter} page={page} />
      )}
      <div className="case-queue-foot">
        <span className="case-hint">{t('按期限先后排列，同一期限的按报送先后；列表不显示当事人。')}</span>
        <Space>
          <Button disabled={before === null} onClick={() => go({ before: before ?? undefined })}>
            {t('上一页')}
          </Button>
          <Button disabled={after === null} onClick={() => go({ after: after ?? undefined })}>
            {t('下一页')}
          </Button>
        </Space>
      </div>
    </>
  );
}
