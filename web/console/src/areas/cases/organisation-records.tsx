/** What is in force about an organisation, opened when somebody asks: the question is logged. */

import { Button, Drawer, Empty, Spin } from 'antd';
import { useState } from 'react';
import { useNumbered } from '../../../../shared/notices.tsx';
import { useText } from '../../language.tsx';
import { CaseFields } from '../../parts/case-fields.tsx';
import { ObjectionMark } from '../../parts/objection-mark.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { PolarityTag } from './polarity-tag.tsx';
import { useOrganisationRecords } from './questions.ts';

export function OrganisationRecords({ uscc }: { readonly uscc: string }) {
  const t = useText();
  const numbered = useNumbered();
  const [open, setOpen] = useState(false);
  const records = useOrganisationRecords(uscc, open);
  return (
    <p className="case-acts">
      <Button onClick={() => setOpen(true)}>{t('查看该单位在册记录')}</Button>
      <Button type="link" href={`/organisations/${encodeURIComponent(uscc)}`} target="_blank" rel="noopener">
        {t('公示网站上的页面')}
      </Button>
      <Drawer open={open} onClose={() => setOpen(false)} title={t('在册记录')} size={560}>
        <p className="case-hint">{t('只列有效期内的记录；本次查询已留痕。')}</p>
        {records.isLoading ? <Spin /> : null}
        {records.isError ? <ProblemAlert error={records.error} onRetry={() => void records.refetch()} /> : null}
        {records.data?.length === 0 ? <Empty description={t('没有在册记录。')} /> : null}
        {records.data?.map((record) => (
          <section key={record.recordId} className="case-record">
            <h3>
              {numbered(record.kind)} {record.kindTitle} <PolarityTag polarity={record.polarity} />
              <ObjectionMark of={record} />
            </h3>
            <CaseFields
              fields={{
                [t('具体事项')]: record.matter,
                [t('认定单位')]: record.department,
                [t('认定日期')]: record.determinedOn,
                [t('有效期至')]: record.validUntil ?? t('长期'),
              }}
            />
          </section>
        ))}
      </Drawer>
    </p>
  );
}
