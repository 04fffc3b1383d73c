/** The lists with what must have happened before they are published, and the measures that may follow: no others. */
import { Tag } from 'antd';
import type { PolicyView } from '#contracts/policy.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { ClauseLink, Dated, useWords } from './words.tsx';

type Measure = PolicyView['measures'][number];

export function PolicyLists({ policy }: { readonly policy: PolicyView }) {
  const t = useText();
  return (
    <>
      <div className="office-pair">
        {policy.lists.map((list) => (
          <List key={list.id} list={list} />
        ))}
      </div>
      <section className="office-card">
        <h2>{t('措施')}</h2>
        <p className="quiet">{t('只有这里列出的措施可以采取，且只在所列事项中采取。')}</p>
        <DataTable<Measure>
          label={t('措施')}
          width={900}
          empty={t('本政策包没有措施。')}
          rowKey="id"
          dataSource={policy.measures}
          columns={[
            {
              title: t('措施'),
              width: 260,
              render: (_, { title, polarity }) => (
                <>
                  {title}{' '}
                  <Tag color={polarity === 'incentive' ? 'green' : 'red'}>
                    {t(polarity === 'incentive' ? '激励' : '限制')}
                  </Tag>
                </>
              ),
            },
            { title: t('对谁'), dataIndex: 'appliesTo', width: 130 },
            { title: t('在哪些事项'), width: 230, render: (_, { matters }) => matters.join('；') },
            {
              title: t('依据'),
              render: (_, { clause, legalBasis, from, until }) => (
                <>
                  <ClauseLink clause={clause} />
                  <span className="policy-source">{legalBasis}</span>
                  <span className="policy-source">
                    {t('自 {day} 起', { day: from })}
                    {until ? ` ${t('至 {day}', { day: until })}` : ''}
                  </span>
                </>
              ),
            },
          ]}
        />
      </section>
    </>
  );
}

function List({ list }: { readonly list: PolicyView['lists'][number] }) {
  const t = useText();
  const { months } = useWords();
  return (
    <section className="office-card">
      <header>
        <h2>{list.title}</h2>
        <ClauseLink clause={list.clause} />
      </header>
      <dl className="policy-terms">
        <dt>{t('发布前须')}</dt>
        <dd>
          <ul className="policy-plain">
            {list.gates.map(({ text, clause, open }) => (
              <li key={text}>
                {text} {clause ? <ClauseLink clause={clause} /> : null}{' '}
                {open === null ? null : <Tag color={open ? 'green' : 'red'}>{t(open ? '已具备' : '未具备')}</Tag>}
              </li>
            ))}
          </ul>
        </dd>
        <dt>{t('公示')}</dt>
        <dd>{list.publicNotice}</dd>
        <dt>{t('列入时长')}</dt>
        <dd>
          <Dated entries={list.entryMonths} show={(value) => months(value, '直至移出')} />
        </dd>
        <dt>{t('列入情形')}</dt>
        <dd>
          <ul className="policy-plain">
            {list.grounds.map(({ id, title, clause }) => (
              <li key={id}>
                {title} <ClauseLink clause={clause} />
              </li>
            ))}
          </ul>
        </dd>
      </dl>
    </section>
  );
}
