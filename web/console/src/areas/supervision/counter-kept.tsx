/** How what binds people at a counter was confirmed, by body; where second officers confirm unusually much stands out. */
import type { CounterFigures } from '#contracts/counter.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { useCounterFigures } from './questions.ts';

type Body = CounterFigures['bodies'][number];
type Pair = CounterFigures['pairs'][number];

export function CounterKept() {
  const t = useText();
  const figures = useCounterFigures();
  if (figures.isError) return <ProblemAlert error={figures.error} onRetry={() => void figures.refetch()} />;
  const { bodies = [], pairs = [] } = figures.data ?? {};
  const number = { className: 'numbers', align: 'right' as const };
  return (
    <section className="office-card">
      <header>
        <h2>{t('窗口代办')}</h2>
        <span className="quiet">{t('近三个月；第二人确认异常多的突出显示')}</span>
      </header>
      {figures.data && bodies.length === 0 ? <p className="quiet">{t('这段时间没有窗口代办。')}</p> : null}
      {bodies.length > 0 ? (
        <DataTable<Body>
          label={t('窗口代办')}
          width={640}
          empty=""
          dataSource={bodies}
          rowKey="departmentId"
          columns={[
            { title: t('窗口所在单位'), dataIndex: 'department' },
            {
              title: t('第二人确认'),
              ...number,
              render: (_, { bySecondOfficer, outlier }) => marked(bySecondOfficer, outlier),
            },
            { title: t('本人确认'), dataIndex: 'byPerson', ...number },
            { title: t('不同意'), dataIndex: 'refused', ...number },
            { title: t('过期'), dataIndex: 'expired', ...number },
            { title: t('全部代办'), dataIndex: 'acts', ...number },
          ]}
        />
      ) : null}
      {pairs.length > 0 ? (
        <DataTable<Pair>
          label={t('谁为谁到场确认')}
          width={480}
          empty=""
          dataSource={pairs}
          rowKey={({ department, assistant, second }) => `${department} ${assistant} ${second}`}
          columns={[
            { title: t('窗口工作人员'), dataIndex: 'assistant' },
            { title: t('到场确认的第二人'), dataIndex: 'second' },
            { title: t('单位'), dataIndex: 'department' },
            { title: t('件数'), ...number, render: (_, { confirmed, outlier }) => marked(confirmed, outlier) },
          ]}
        />
      ) : null}
    </section>
  );
}

const marked = (count: number, outlier: boolean) => (outlier ? <span className="mark bad">{count}</span> : count);
