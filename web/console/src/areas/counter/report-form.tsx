/** One good deed, told at a counter: what it was, where, when; which paper was shown; and what the person states, point by point. */

import { Alert, Button, Form, Spin } from 'antd';
import { useState } from 'react';
import type { AssistedOwnReport, OwnReportContent, OwnReportForm, OwnReportOutcome } from '#contracts/own-reports.ts';
import { newIdempotencyKey } from '../../api.ts';
import { useCited, useSaid, useText } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import type { Appeared } from './appeared.ts';
import { useCounterReportForm, useReport } from './questions.ts';
import { faultsOf, placeOf } from './report-faults.ts';
import { ReportFields } from './report-fields.tsx';
import { Papers, Statements } from './report-ticks.tsx';

interface Props {
  readonly appeared: Appeared;
  readonly onClose: () => void;
  readonly onDone: (outcome: OwnReportOutcome) => void;
}

interface Values extends OwnReportContent {
  readonly papers?: Readonly<Record<string, boolean>>;
  readonly stated?: Readonly<Record<string, boolean>>;
}

export function CounterReportForm(props: Props) {
  const form = useCounterReportForm();
  if (form.isError) return <ProblemAlert error={form.error} onRetry={() => void form.refetch()} />;
  if (form.isPending) return <Spin />;
  return <Asked {...props} asked={form.data} />;
}

function Asked({ appeared: { identity }, asked, onClose, onDone }: Props & { readonly asked: OwnReportForm }) {
  const t = useText();
  const cited = useCited();
  const said = useSaid();
  const [form] = Form.useForm<Values>();
  const [reportId] = useState(newIdempotencyKey);
  const chosen = Form.useWatch('kind', form);
  const kind = asked.kinds.find(({ id }) => id === chosen);
  const report = useReport(onDone, (error) =>
    form.setFields(faultsOf(error).map((fault) => ({ name: placeOf(fault), errors: [said(fault)] }))),
  );
  return (
    <Form<Values>
      form={form}
      layout="vertical"
      className="row-form counter-report"
      autoComplete="off"
      onFinish={(values) => report.mutate({ identity, reportId, ...told(values, asked, kind) })}
      scrollToFirstError
    >
      <Alert
        className="wide case-consequence"
        type="info"
        showIcon
        title={t('请照本人的意思填写，念给本人听，同意后再提交')}
        description={t(
          '只能上报本人做的好事（通知{clause}）。您核对纸质材料并由本单位留存；您代为上报以后，不再参与这一事项的审核和认定。',
          { clause: cited(asked.clause) },
        )}
      />
      <ReportFields asked={asked} kind={kind} identity={identity} />
      {kind ? <Papers kinds={kind.evidence} /> : null}
      <Statements statements={asked.statements} />
      <div className="wide">
        {report.isError ? <ProblemAlert error={report.error} /> : null}
        <div className="case-acts case-refused">
          <Button type="primary" htmlType="submit" loading={report.isPending}>
            {t('代为上报')}
          </Button>
          <Button onClick={onClose}>{t('取消')}</Button>
        </div>
      </div>
    </Form>
  );
}

/** Only what was answered, stated and shown: an empty field is no answer. */
function told(
  { papers = {}, stated = {}, ...content }: Values,
  { statements }: OwnReportForm,
  kind: OwnReportForm['kinds'][number] | undefined,
): Pick<AssistedOwnReport, 'content' | 'statements' | 'paperKinds'> {
  const answered = Object.entries(content).filter(([, value]) => value !== undefined && value !== '');
  return {
    content: Object.fromEntries(answered),
    statements: statements.filter(({ id }) => stated[id]).map(({ id, version }) => ({ id, version })),
    paperKinds: (kind?.evidence ?? []).filter(({ id }) => papers[id]).map(({ id }) => id),
  };
}
