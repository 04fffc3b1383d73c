/** Rows of a batch in a table: what became of each, why, and what it leads to. The columns follow the verdict that is shown. */

import { Link } from '@tanstack/react-router';
import { Button, Empty, Flex, Table, type TableProps } from 'antd';
import type { BatchRow, ReportForm, RowVerdict } from '#contracts/intake.ts';
import { localId } from '#kernel/policy/refs.ts';
import { type Translate, useText } from '../../language.tsx';
import { RowReasons } from './row-reasons.tsx';
import { type Corrections, isCorrectable } from './use-corrections.ts';
import { VerdictTag } from './words.tsx';

export type VerdictShown = RowVerdict | 'all';

interface Shown {
  readonly verdict: VerdictShown;
  readonly ofOrganisations: boolean;
  readonly report: ReportForm | undefined;
  /** null where the officer may not mend rows */
  readonly corrections: Corrections | null;
}

interface Props extends Shown {
  readonly rows: readonly BatchRow[];
  readonly loading: boolean;
}

export function RowTable({ rows, loading, ...shown }: Props) {
  const t = useText();
  return (
    <div className="scrolling">
      <Table
        size="small"
        rowKey="row"
        loading={loading}
        dataSource={rows}
        pagination={false}
        locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('没有这样的行。')} /> }}
        columns={tableColumns(shown, t)}
      />
    </div>
  );
}

type Columns = NonNullable<TableProps<BatchRow>['columns']>;

function tableColumns({ verdict, ofOrganisations, report, corrections }: Shown, t: Translate): Columns {
  const reasons = (title: string): Columns => [
    { title, className: 'wrapping', render: (_, row) => <RowReasons row={row} report={report} /> },
  ];
  const matter: Columns = [
    {
      title: t('事项'),
      className: 'wrapping',
      render: (_, row) => <Matter row={row} ofOrganisations={ofOrganisations} />,
    },
  ];
  return [
    { title: t('行'), dataIndex: 'row', align: 'right', className: 'numbers' },
    { title: t('结果'), dataIndex: 'verdict', render: (_, row) => <VerdictTag verdict={row.verdict} /> },
    ...(verdict === 'accepted' ? [] : reasons(t('原因和怎么办'))),
    ...(verdict === 'rejected' ? [] : matter),
    ...(verdict === 'accepted' ? reasons(t('备注')) : []),
    { key: 'act', title: t('办理'), render: (_, row) => <Acts row={row} corrections={corrections} /> },
  ];
}

function Matter({ row, ofOrganisations }: { readonly row: BatchRow; readonly ofOrganisations: boolean }) {
  if (row.kind === null) return null;
  return (
    <>
      {ofOrganisations && row.organisationName ? (
        <div>
          {row.organisationName} <span className="numbers">{row.uscc}</span>
        </div>
      ) : null}
      <div>{row.matter}</div>
      <small className="remedy">
        {localId(row.kind)} {row.kindTitle} · {row.occurredOn}
      </small>
    </>
  );
}

function Acts({ row, corrections }: { readonly row: BatchRow; readonly corrections: Corrections | null }) {
  const t = useText();
  return (
    <Flex gap="small" align="center" wrap>
      {row.caseId ? (
        <Link to="/cases/$id" params={{ id: row.caseId }}>
          {t('事项 {id}', { id: row.caseId })}
        </Link>
      ) : null}
      {corrections && isCorrectable(row) ? (
        <Button size="small" onClick={() => corrections.open(row)} aria-label={t('更正第 {row} 行', { row: row.row })}>
          {corrections.mended.has(row.row) ? t('再改') : t('更正')}
        </Button>
      ) : null}
    </Flex>
  );
}
