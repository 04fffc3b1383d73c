/** What the determining department may propose of its own motion: that its record is wrong, or that a small firm be spared for now (4.4). Others decide. */
import { Alert, Button, Card, Form, Input, Modal, Radio } from 'antd';
import { useState } from 'react';
import type { CaseDetail } from '#contracts/determination.ts';
import { Statement } from '#contracts/rights.ts';
import { lengthOf } from '../../../../shared/limits.ts';
import { useText } from '../../language.tsx';
import { useLengthRule } from '../../parts/length-rule.ts';
import { SIZES } from '../../parts/rights-words.ts';
import { ProblemAlert } from '../../problem.tsx';
import { holds, useMe } from '../../session.ts';
import { type ProposalKind, type ProposalValues, useProposal } from './use-proposal.ts';

const STATEMENT = lengthOf(Statement);

const TITLES: Readonly<Record<ProposalKind, string>> = {
  objection: '主动提出更正或者撤销',
  relief: '主动提出暂不纳入',
};

export function CaseProposals({ detail }: { readonly detail: CaseDetail }) {
  const t = useText();
  const { data: me } = useMe();
  const [chosen, setChosen] = useState<ProposalKind | null>(null);
  const possible = proposable(detail);
  if (possible.length === 0 || !holds(me, 'reviewer', 'determiner')) return null;
  return (
    <Card size="small" title={<h2>{t('认定之后')}</h2>}>
      <p className="case-hint">
        {t('认定有误或者企业确因通知规定的情形失信的，由您提出，由其他人核查和决定；提出后通知当事人。')}
      </p>
      <div className="case-acts">
        {possible.map((kind) => (
          <Button key={kind} onClick={() => setChosen(kind)}>
            {t(TITLES[kind])}
          </Button>
        ))}
      </div>
      {chosen ? <ProposalForm detail={detail} kind={chosen} onClose={() => setChosen(null)} /> : null}
    </Card>
  );
}

function proposable({ state, polarity, organisation }: CaseDetail): ProposalKind[] {
  const over = state === 'lapsed' || state === 'withdrawn' || state === 'refused';
  return [
    ...(state === 'determined' ? (['objection'] as const) : []),
    ...(polarity === 'adverse' && organisation && !over ? (['relief'] as const) : []),
  ];
}

interface FormProps {
  readonly detail: CaseDetail;
  readonly kind: ProposalKind;
  readonly onClose: () => void;
}

function ProposalForm({ detail, kind, onClose }: FormProps) {
  const t = useText();
  const rule = useLengthRule();
  const { sending, problem, send } = useProposal(detail.caseId, kind);
  return (
    <Modal open title={`${t(TITLES[kind])} · ${detail.caseId}`} onCancel={onClose} footer={null} destroyOnHidden>
      <Form<ProposalValues> layout="vertical" onFinish={send} scrollToFirstError>
        <Alert
          className="case-consequence"
          type="info"
          showIcon
          title={
            kind === 'objection'
              ? t('提出后记录立即标注有异议；您不能再核查或者决定这件事。')
              : t('决定以后该记录暂不显示；您不能决定这件事。')
          }
        />
        <Form.Item
          name="statement"
          label={kind === 'objection' ? t('哪里有误，应当如何') : t('通知规定的情形如何造成了失信')}
          extra={t('当事人会看到；不要写病情、行踪、证件号码')}
          rules={[rule(STATEMENT)]}
        >
          <Input.TextArea rows={4} maxLength={STATEMENT.most} showCount />
        </Form.Item>
        {kind === 'relief' ? <ReliefFields today={detail.today} /> : null}
        {problem ? <ProblemAlert error={problem} /> : null}
        <div className="case-acts case-refused">
          <Button type="primary" htmlType="submit" loading={sending}>
            {t('确定{action}', { action: t(TITLES[kind]) })}
          </Button>
          <Button onClick={onClose}>{t('取消')}</Button>
        </div>
      </Form>
    </Modal>
  );
}

function ReliefFields({ today }: Pick<CaseDetail, 'today'>) {
  const t = useText();
  return (
    <>
      <Form.Item name="size" label={t('企业规模')} rules={[{ required: true, message: t('请选择。') }]}>
        <Radio.Group options={Object.entries(SIZES).map(([value, label]) => ({ value, label: t(label) }))} />
      </Form.Item>
      <Form.Item name="until" label={t('暂不纳入至')} rules={[{ required: true, message: t('请填写日期。') }]}>
        <Input type="date" min={today} />
      </Form.Item>
    </>
  );
}
