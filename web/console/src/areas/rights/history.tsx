/** The log of a request: when, who, and in which words. */
import { Card, Tag, Timeline } from 'antd';
import type { RightsDetail } from '#contracts/rights.ts';
import { lookUp } from '../../../../shared/look-up.ts';
import { useText } from '../../language.tsx';
import { instantText } from '../../parts/instant.ts';
import { KINDS, OUTCOMES, REQUEST_ACTIONS } from '../../parts/rights-words.ts';
import { CHANNELS } from './words.ts';

type Step = RightsDetail['steps'][number];

export function RequestHistory({ detail }: { readonly detail: RightsDetail }) {
  const t = useText();
  const asked = (
    <>
      <strong>{t('提出{kind}申请', { kind: t(KINDS[detail.kind]) })}</strong>
      <br />
      <small>
        <span className="numbers">{detail.openedOn}</span> · {t(CHANNELS[detail.channel])}
        {detail.asked.officer ? ` · ${detail.asked.officer}` : ''}
        {detail.asked.onBehalfOf ? t('（代 {name}）', { name: detail.asked.onBehalfOf }) : ''}
      </small>
    </>
  );
  return (
    <Card size="small" title={<h2>{t('办理经过')}</h2>} className="case-timeline">
      <Timeline
        items={[
          { key: 'asked', content: asked, color: 'gray' },
          ...detail.steps.map((step) => ({
            key: step.sequence,
            color: colourOf(step),
            content: <Entry step={step} />,
          })),
        ]}
      />
    </Card>
  );
}

function Entry({ step }: { readonly step: Step }) {
  const t = useText();
  const { action, outcome, at, officer, onBehalfOf, by, text } = step;
  return (
    <>
      <strong>{t(lookUp(REQUEST_ACTIONS, action) ?? action)}</strong>{' '}
      {outcome ? (
        <Tag color={outcome === 'granted' || outcome === 'support' ? 'green' : 'orange'}>{t(OUTCOMES[outcome])}</Tag>
      ) : null}
      <br />
      <small>
        <time dateTime={at} className="numbers">
          {instantText(at)}
        </time>
        {officer ? ` · ${officer}` : ''}
        {onBehalfOf ? t('（代 {name}）', { name: onBehalfOf }) : ''}
        {by ? ` · ${t(by)}` : ''}
      </small>
      {text ? <p className="request-said">{text}</p> : null}
    </>
  );
}

function colourOf({ outcome }: Step): string {
  if (outcome === 'granted') return 'green';
  return outcome === 'refused' ? 'red' : 'blue';
}
