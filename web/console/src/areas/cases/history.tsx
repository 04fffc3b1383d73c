/** The log of a case from the report on: when, who, as what, and in which words. */
import { Card, Timeline } from 'antd';
import type { CaseDetail } from '#contracts/determination.ts';
import { lookUp } from '../../../../shared/look-up.ts';
import { type Translate, useText } from '../../language.tsx';
import { CaseFields } from '../../parts/case-fields.tsx';
import { ACTIONS, PARTS, SERVICE_METHODS } from './words.ts';

type Act = CaseDetail['actions'][number];

export function CaseHistory({ detail }: { readonly detail: CaseDetail }) {
  const t = useText();
  const reported = (
    <>
      <strong>{t('报送')}</strong>
      <br />
      <small>
        {detail.ownReport
          ? ownWords(detail.ownReport.assistedBy, t)
          : `${detail.reporter} · ${detail.reportingDepartment} · ${t(PARTS.reporter)}`}
      </small>
    </>
  );
  return (
    <Card size="small" title={<h2>{t('办理经过')}</h2>} className="case-timeline">
      <Timeline
        items={[
          { key: 'reported', content: reported, color: 'gray' },
          ...detail.actions.map((act) => ({
            key: act.sequence,
            color: colourOf(act),
            content: <Entry act={act} t={t} />,
          })),
        ]}
      />
    </Card>
  );
}

const ownWords = (assistant: string | null, t: Translate): string =>
  assistant === null ? t('本人上报') : `${t('本人上报')} · ${t('窗口代办：{name}', { name: assistant })}`;

function Entry({ act, t }: { readonly act: Act; readonly t: Translate }) {
  const said = wordsOf(act, t);
  return (
    <>
      <strong>{t(ACTIONS[act.action])}</strong>
      <br />
      <small>
        <time dateTime={act.at} className="numbers">
          {timeOf(act.at)}
        </time>{' '}
        · {act.officer}
        {act.onBehalfOf ? t('（代 {name}）', { name: act.onBehalfOf }) : ''}
        {act.department ? ` · ${act.department}` : ''}
        {act.counter ? ` · ${t('窗口代办（{department}）', { department: act.counter })}` : ''}
        {act.part ? ` · ${t(PARTS[act.part])}` : act.counter ? '' : ` · ${t('本人办理')}`}
      </small>
      <CaseFields fields={said} />
    </>
  );
}

const FIELDS: Readonly<Record<string, string>> = {
  reason: '理由',
  note: '说明',
  registryEvidence: '登记信息',
  matter: '具体事项改为',
  occurredOn: '发生日期改为',
  organisationName: '单位名称改为',
  number: '告知书编号',
  servedOn: '送达日期',
  serviceMethod: '送达方式',
  windowEndsOn: '陈述申辩截止',
  receivedOn: '收到日期',
  summary: '陈述申辩要点',
  consideredOn: '审查日期',
  reasoning: '审查意见',
  determinedOn: '认定日期',
};

function wordsOf({ payload }: Act, t: Translate): Readonly<Record<string, string>> {
  const words = Object.entries(FIELDS).flatMap(([field, title]): [string, string][] => {
    const value = payload[field];
    if (typeof value !== 'string' || value === '') return [];
    const said = field === 'serviceMethod' ? t(lookUp(SERVICE_METHODS, value) ?? value) : value;
    return [[t(title), said]];
  });
  if (payload['decision']) words.push([t('决定文书'), t('已更正，见报送内容')]);
  return Object.fromEntries(words);
}

function colourOf({ action }: Act): string {
  if (action === 'determine') return 'green';
  return action === 'return' || action === 'refuse' || action === 'withdraw' ? 'red' : 'blue';
}

const CLOCK = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
});

/** Beijing time, whatever the officer's machine is set to. */
function timeOf(at: string): string {
  return CLOCK.format(new Date(at));
}
