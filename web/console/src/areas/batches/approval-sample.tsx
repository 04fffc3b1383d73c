/** Some of the cases a decision over the whole batch would take in, to be looked at before. */
import { Link } from '@tanstack/react-router';
import { Table, type TableProps, Typography } from 'antd';
import type { BatchPreview } from '#contracts/determination.ts';
import { type Translate, useText } from '../../language.tsx';

type Sample = BatchPreview['sample'];

export function ApprovalSample({ sample }: { readonly sample: Sample }) {
  const t = useText();
  return (
    <section>
      <h2>{t('抽样 {count} 件，请先查看', { count: sample.length })}</h2>
      <Typography.Paragraph type="secondary">
        {t('由系统在可办理的事项中抽取，姓名不显示；点编号可看全部内容。')}
      </Typography.Paragraph>
      <Table
        size="small"
        rowKey="caseId"
        pagination={false}
        scroll={{ x: 'max-content' }}
        dataSource={sample}
        columns={tableColumns(sample, t)}
      />
    </section>
  );
}

function tableColumns(sample: Sample, t: Translate): TableProps<Sample[number]>['columns'] {
  return [
    {
      title: t('事项编号'),
      dataIndex: 'caseId',
      className: 'numbers',
      render: (_, { caseId }) => (
        <Link to="/cases/$id" params={{ id: caseId }}>
          {caseId}
        </Link>
      ),
    },
    {
      title: t('类别'),
      render: (_, { kind, kindTitle }) => <span title={kindTitle}>{`${kind} ${kindTitle}`}</span>,
      className: 'clipped',
    },
    ...(sample.some(({ organisationName }) => organisationName)
      ? [{ title: t('单位名称'), dataIndex: 'organisationName' }]
      : []),
    { title: t('具体事项'), dataIndex: 'matter', className: 'wrapping' },
    { title: t('发生日期'), dataIndex: 'occurredOn', className: 'numbers' },
    { title: t('报送单位'), dataIndex: 'reportingDepartment' },
  ];
}
