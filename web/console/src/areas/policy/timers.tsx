/** Every deadline the product counts, and after how long adverse information may be repaired. */
import type { PolicyView } from '#contracts/policy.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { ClauseLink, Dated, useWords } from './words.tsx';

type Timer = PolicyView['timers'][number];
type Grade = PolicyView['repair'][number];

export function PolicyTimers({ policy }: { readonly policy: PolicyView }) {
  const t = useText();
  const { duration } = useWords();
  return (
    <>
      <section className="office-card">
        <h2>{t('期限')}</h2>
        <DataTable<Timer>
          label={t('期限')}
          width={520}
          empty={t('没有期限。')}
          rowKey="id"
          dataSource={policy.timers}
          columns={[
            { title: t('期限'), dataIndex: 'title', width: 170 },
            {
              title: t('时长和出处'),
              render: (_, { value }) => <Dated entries={value} show={(length) => <b>{duration(length)}</b>} />,
            },
            {
              title: t('条款'),
              width: 100,
              render: (_, { clause }) => (clause ? <ClauseLink clause={clause} /> : '—'),
            },
          ]}
        />
      </section>
      <section className="office-card">
        <h2>{t('信用修复')}</h2>
        <DataTable<Grade>
          label={t('信用修复')}
          width={420}
          empty={t('没有修复的规定。')}
          rowKey="id"
          dataSource={policy.repair}
          columns={[
            { title: t('情形'), dataIndex: 'title', width: 110 },
            {
              title: t('公示'),
              render: (_, { range }) => (
                <Dated
                  entries={range}
                  show={({ published, minimumMonths, maximumMonths }) =>
                    published
                      ? t('满 {least} 个月可申请修复，至多 {most} 个月', { least: minimumMonths, most: maximumMonths })
                      : t('不公示')
                  }
                />
              ),
            },
          ]}
        />
      </section>
    </>
  );
}
