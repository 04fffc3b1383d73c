/** Points: what an account starts with, what counts how much, the levels, and what a level opens. */

import type { PolicyView } from '#contracts/policy.ts';
import { localId } from '#kernel/policy/refs.ts';
import { useText } from '../../language.tsx';
import { DataTable } from '../../parts/data-table.tsx';
import { ClauseLink, Dated } from './words.tsx';

type Points = PolicyView['points'];
type Rule = Points['rules'][number];
type Benefit = PolicyView['benefits'][number];
type Level = Points['levels'][number]['value'][number];

const interval = ({ low, lowIncluded, high, highIncluded }: Level) =>
  `${lowIncluded ? '[' : '('}${low}, ${high}${highIncluded ? ']' : ')'}`;
const signed = (points: number) => (points > 0 ? `+${points}` : `−${Math.abs(points)}`);

export function PolicyPoints({ policy: { points, benefits } }: { readonly policy: PolicyView }) {
  const t = useText();
  return (
    <>
      <p className="quiet">
        {t('积分只属于本人申请开通的账户，只用来开启权益，从不用来限制任何人。')} {points.citation}
      </p>
      <div className="office-pair">
        <Scale scale={points.scale} />
        <Levels levels={points.levels} />
      </div>
      <Rules rules={points.rules} />
      <Benefits benefits={benefits} />
    </>
  );
}

/** Where an account starts and what bounds it. */
function Scale({ scale }: Pick<Points, 'scale'>) {
  const t = useText();
  return (
    <section className="office-card">
      <h2>{t('起点和上下限')}</h2>
      <Dated
        entries={scale}
        show={({ base, minimum, maximum, goodCap, adverseCap }) => (
          <dl className="policy-terms numbers">
            <dt>{t('起点')}</dt>
            <dd>{base}</dd>
            <dt>{t('范围')}</dt>
            <dd>
              {minimum}–{maximum}
            </dd>
            <dt>{t('良好信息合计至多')}</dt>
            <dd>{signed(goodCap)}</dd>
            <dt>{t('不良信息合计至多')}</dt>
            <dd>{signed(-adverseCap)}</dd>
          </dl>
        )}
      />
    </section>
  );
}

function Levels({ levels }: Pick<Points, 'levels'>) {
  const t = useText();
  return (
    <section className="office-card">
      <h2>{t('等级')}</h2>
      <Dated
        entries={levels}
        show={(value) => (
          <dl className="policy-terms numbers">
            {value.map((level) => (
              <div key={level.id} style={{ display: 'contents' }}>
                <dt>{level.title}</dt>
                <dd>{interval(level)}</dd>
              </div>
            ))}
          </dl>
        )}
      />
    </section>
  );
}

/** What each kind of record counts. */
function Rules({ rules }: Pick<Points, 'rules'>) {
  const t = useText();
  return (
    <section className="office-card">
      <h2>{t('怎么计分')}</h2>
      <DataTable<Rule>
        label={t('计分规则')}
        width={820}
        empty={t('没有计分规则。')}
        rowKey="kind"
        dataSource={rules}
        columns={[
          {
            title: t('类别'),
            width: 280,
            render: (_, { kind, title, clause }) => (
              <>
                <span className="numbers">{localId(kind)}</span> {title} <ClauseLink clause={clause} />
              </>
            ),
          },
          {
            title: t('每条记录'),
            render: (_, rule) => (
              <Dated entries={rule.points} show={(value) => <b className="numbers">{signed(value)}</b>} />
            ),
          },
          {
            title: t('同类合计至多'),
            render: (_, rule) => <Dated entries={rule.cap} show={(value) => <b className="numbers">{value}</b>} />,
          },
        ]}
      />
    </section>
  );
}

/** What a level opens, and what everybody has without it. */
function Benefits({ benefits }: Pick<PolicyView, 'benefits'>) {
  const t = useText();
  return (
    <section className="office-card">
      <h2>{t('权益')}</h2>
      <DataTable<Benefit>
        label={t('权益')}
        width={720}
        empty={t('没有权益。')}
        rowKey="id"
        dataSource={benefits}
        columns={[
          {
            title: t('权益'),
            width: 260,
            render: (_, { title, clause }) => (
              <>
                {title} <ClauseLink clause={clause} />
              </>
            ),
          },
          { title: t('达到等级'), dataIndex: 'threshold', width: 120 },
          { title: t('人人都有的基本服务'), dataIndex: 'basicService' },
        ]}
      />
    </section>
  );
}
