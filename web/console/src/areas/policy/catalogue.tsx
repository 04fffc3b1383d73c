/** The catalogue: every kind of information there is, nothing else is ever recorded. */

import { Collapse, Input, Segmented, Tag } from 'antd';
import type { PolicyView } from '#contracts/policy.ts';
import { localId } from '#kernel/policy/refs.ts';
import { useText } from '../../language.tsx';
import { useAddress } from '../../parts/address.ts';
import { keysOf } from '../../parts/keys.ts';
import { SUBJECTS } from './search.ts';
import { ClauseLink, Dated, useWords } from './words.tsx';

type Kind = PolicyView['catalogue'][number];

const NEVER: Readonly<Record<string, string>> = {
  disease: '疾病',
  history: '病史',
  contact: '接触史',
  travel: '行程轨迹',
  religion: '宗教信仰',
  genes: '基因',
  fingerprints: '指纹',
  'blood-type': '血型',
};
const MODES = { public: '向社会公示', authorities: '只在机关之间共享', authorisation: '经本人授权方可查询' } as const;

export function PolicyCatalogue({ policy }: { readonly policy: PolicyView }) {
  const t = useText();
  const [{ subject = 'all', q: sought = '' }, go] = useAddress('/policy');
  const shown = policy.catalogue.filter(
    (kind) =>
      (subject === 'all' || kind.subject === subject) &&
      `${localId(kind.id)} ${kind.title} ${kind.plainTitle} ${kind.competent.join(' ')}`.includes(sought),
  );
  return (
    <>
      <div style={{ display: 'flex', flexWrap: 'wrap', gap: 8, marginBottom: 12 }}>
        <Segmented<typeof subject>
          aria-label={t('主体')}
          value={subject}
          onChange={(chosen) => go({ subject: chosen })}
          options={keysOf(SUBJECTS).map((value) => ({ value, label: t(SUBJECTS[value]) }))}
        />
        <Input.Search
          allowClear
          defaultValue={sought}
          aria-label={t('在目录中找')}
          placeholder={t('类别或单位')}
          style={{ width: 220 }}
          onSearch={(text) => go({ q: text.trim() || undefined })}
        />
      </div>
      <Collapse
        items={shown.map((kind) => ({
          key: kind.id,
          label: <Heading kind={kind} />,
          children: <Details kind={kind} />,
        }))}
      />
      {shown.length === 0 ? <p className="quiet">{t('目录中没有这样的类别：目录以外的信息一律不记录。')}</p> : null}
      <h2 style={{ fontSize: 16 }}>{t('绝不采集')}</h2>
      <ul className="policy-plain">
        {policy.neverCollect.map(({ id, category, citation }) => (
          <li key={id}>
            {t(NEVER[category] ?? category)}
            <span className="policy-source">{citation}</span>
          </li>
        ))}
        <li>
          {t('未满 {years} 周岁的人的信息', { years: policy.minimumAge.years })}{' '}
          <ClauseLink clause={policy.minimumAge.clause} />
        </li>
      </ul>
    </>
  );
}

function Heading({ kind }: { readonly kind: Kind }) {
  const t = useText();
  return (
    <>
      <span className="numbers">{localId(kind.id)}</span> <strong>{kind.title}</strong>{' '}
      <Tag>{t(SUBJECTS[kind.subject])}</Tag>
      <Tag color={kind.polarity === 'good' ? 'green' : 'red'}>{t(kind.polarity === 'good' ? '良好' : '不良')}</Tag>
    </>
  );
}

function Details({ kind }: { readonly kind: Kind }) {
  const t = useText();
  const { months } = useWords();
  return (
    <dl className="policy-terms">
      <dt>{t('条款')}</dt>
      <dd>
        <ClauseLink clause={kind.clause} /> <span className="quiet">{kind.plainTitle}</span>
      </dd>
      <dt>{t('须填')}</dt>
      <dd>{kind.fields.map(({ title }) => title).join('、')}</dd>
      <dt>{t('凭证')}</dt>
      <dd>
        {kind.evidence.length === 0
          ? t('不要求')
          : kind.evidence.map(({ title, required }) => `${title}${required ? '' : t('（可不交）')}`).join('、')}
      </dd>
      <dt>{t('谁报送')}</dt>
      <dd>{kind.reporters === null ? t('各单位') : kind.reporters.join('、')}</dd>
      <dt>{t('谁认定')}</dt>
      <dd>{kind.competent.join('、')}</dd>
      <dt>{t('怎么认定')}</dt>
      <dd>{kind.approval === 'batch' ? t('合格的整批可一次办理') : t('逐件办理，不得整批')}</dd>
      <dt>{t('有效期')}</dt>
      <dd>
        <Dated entries={kind.validityMonths} show={(value) => months(value, '长期有效')} />
      </dd>
      <dt>{t('公开')}</dt>
      <dd>
        {t(MODES[kind.disclosureMode])}
        <Dated entries={kind.disclosureMonths} show={(value) => months(value, '有效期内')} />
      </dd>
      {kind.nominates ? (
        <>
          <dt>{t('可推荐列入')}</dt>
          <dd>
            {kind.nominates.list}：{kind.nominates.ground}
          </dd>
        </>
      ) : null}
      <Rules title={t('可凭的文书')} rules={kind.decisionTypes} />
      <Rules title={t('不得报送')} rules={kind.notReported} />
    </dl>
  );
}

function Rules({ title, rules }: { readonly title: string; readonly rules: Kind['notReported'] }) {
  if (rules.length === 0) return null;
  return (
    <>
      <dt>{title}</dt>
      <dd>
        {rules.map((rule) => (
          <div key={rule.id}>
            {rule.title}
            <span className="policy-source">{rule.citation}</span>
          </div>
        ))}
      </dd>
    </>
  );
}
