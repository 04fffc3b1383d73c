/** What is in force about an organisation, opened when somebody asks: the question is logged. */
import { useQuery } from '@tanstack/react-query';
import { Button, Drawer, Empty, Spin, Tag } from 'antd';
import { useState } from 'react';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { CaseFields } from '../../parts/case-fields.tsx';
import { ProblemAlert } from '../../problem.tsx';

export function OrganisationRecords({ uscc }: { readonly uscc: string }) {
  const t = useText();
  const [open, setOpen] = useState(false);
  const records = useQuery({
    queryKey: ['organisation-records', uscc],
    queryFn: ({ signal }) => call('GET /organisations/:uscc/records', { params: { uscc }, signal }),
    enabled: open,
  });
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
              {record.kind} {record.kindTitle}{' '}
              <Tag color={record.polarity === 'adverse' ? 'red' : 'green'}>
                {record.polarity === 'adverse' ? t('不良信息') : t('良好信息')}
              </Tag>
              {record.objectionOpen ? <Tag color="orange">{t('异议处理中')}</Tag> : null}
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
