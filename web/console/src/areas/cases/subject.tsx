/** Whom a case is about: a person stays masked until a purpose is stated; an organisation is public and leads to its records. */

import { Alert, Button, Card, Form, Input } from 'antd';
import { useState } from 'react';
import type { CaseDetail, RevealedPerson } from '#contracts/determination.ts';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { CaseFields } from '../../parts/case-fields.tsx';
import { DOCUMENTS } from '../../parts/case-words.ts';
import { PURPOSE, usePurposeRule } from '../../parts/purpose.ts';
import { useProblemNotice } from '../../problem.tsx';
import { OrganisationRecords } from './organisation-records.tsx';
import { SEXES } from './words.ts';

export function CaseSubject({ detail }: { readonly detail: CaseDetail }) {
  const t = useText();
  return (
    <Card size="small" title={<h2>{t('当事人')}</h2>}>
      {detail.organisation ? <Organisation {...detail.organisation} /> : null}
      {detail.person ? <Person caseId={detail.caseId} masked={detail.person} /> : null}
    </Card>
  );
}

function Organisation({ uscc, name }: { readonly uscc: string; readonly name: string }) {
  const t = useText();
  return (
    <>
      <CaseFields
        fields={{
          [t('单位名称')]: name,
          [t('统一社会信用代码')]: <span className="numbers">{uscc}</span>,
        }}
      />
      <OrganisationRecords uscc={uscc} />
    </>
  );
}

function Person({ caseId, masked }: { readonly caseId: string; readonly masked: RevealedPerson }) {
  const t = useText();
  const purposeRule = usePurposeRule();
  const explain = useProblemNotice();
  const [asking, setAsking] = useState(false);
  const [sending, setSending] = useState(false);
  const [revealed, setRevealed] = useState<RevealedPerson | null>(null);
  const shown = revealed ?? masked;

  async function reveal({ purpose }: { purpose: string }): Promise<void> {
    setSending(true);
    try {
      setRevealed(await call('POST /cases/:id/reveal', { params: { id: caseId }, body: { purpose } }));
      setAsking(false);
    } catch (error) {
      explain(error);
    } finally {
      setSending(false);
    }
  }

  return (
    <>
      <CaseFields
        fields={{
          [t('姓名')]: shown.name,
          [t('性别')]: t(SEXES[shown.sex] ?? shown.sex),
          [t('证件类型')]: t(DOCUMENTS[shown.documentType] ?? shown.documentType),
          [t('证件号码')]: <span className="numbers">{shown.documentNumber}</span>,
        }}
      />
      {revealed ? (
        <p className="case-hint">
          {t('已记录本次查看。')}{' '}
          <Button size="small" onClick={() => setRevealed(null)}>
            {t('重新遮盖')}
          </Button>
        </p>
      ) : null}
      {!revealed && !asking ? (
        <p>
          <Button onClick={() => setAsking(true)}>{t('查看姓名和证件号码')}</Button>
        </p>
      ) : null}
      {asking ? (
        <Form
          layout="vertical"
          className="case-refused"
          onFinish={(values: { purpose: string }) => void reveal(values)}
        >
          <Alert
            type="info"
            showIcon
            title={t('查看会留下记录，本人能看到')}
            description={t(
              '您的姓名、单位、时间和所填目的都会记入查询记录，当事人本人可以看到。请只在办理需要时查看。',
            )}
          />
          <Form.Item className="case-refused" name="purpose" label={t('查看目的')} rules={[purposeRule]}>
            <Input autoFocus placeholder={t('例如：与证件复印件核对')} maxLength={PURPOSE.most} />
          </Form.Item>
          <div className="case-acts">
            <Button type="primary" htmlType="submit" loading={sending}>
              {t('说明目的并查看')}
            </Button>
            <Button onClick={() => setAsking(false)}>{t('取消')}</Button>
          </div>
        </Form>
      ) : null}
    </>
  );
}
