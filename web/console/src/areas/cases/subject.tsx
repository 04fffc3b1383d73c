/** Whom a case is about: a person stays masked until a purpose is stated; an organisation is public and leads to its records. */
import { Button, Card } from 'antd';
import { useState } from 'react';
import type { CaseDetail, RevealedPerson } from '#contracts/determination.ts';
import { useText } from '../../language.tsx';
import { CaseFields } from '../../parts/case-fields.tsx';
import { DOCUMENTS } from '../../parts/case-words.ts';
import { OrganisationRecords } from './organisation-records.tsx';
import { PurposeForm } from './purpose-form.tsx';
import { useReveal } from './use-reveal.ts';
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
  const [asking, setAsking] = useState(false);
  const { revealed, sending, reveal, mask } = useReveal(caseId, () => setAsking(false));
  const shown = revealed ?? masked;
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
          <Button size="small" onClick={mask}>
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
        <div className="case-refused">
          <PurposeForm
            placeholder={t('例如：与证件复印件核对')}
            sending={sending}
            onStated={reveal}
            onCancel={() => setAsking(false)}
          />
        </div>
      ) : null}
    </>
  );
}
