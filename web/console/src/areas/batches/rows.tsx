/** The rows of a batch with verdict and reasons, a page at a time; rows that were sent back can be mended here. */
import { keepPreviousData, useQuery } from '@tanstack/react-query';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { Alert, App, Button, Empty, Flex, Radio, Table } from 'antd';
import { useEffect, useState } from 'react';
import type { BatchDetail, BatchRow, ReportForm, RowVerdict } from '#contracts/intake.ts';
import { call } from '../../api.ts';
import { useText } from '../../language.tsx';
import { ProblemAlert, useProblemNotice } from '../../problem.tsx';
import { csvFile } from './csv.ts';
import { handIn } from './hand-in.ts';
import { RowCorrection } from './row-correction.tsx';
import { type RowValues, sheetOf } from './row-form.tsx';
import { RowReasons } from './row-reasons.tsx';
import type { BatchSearch } from './search.ts';
import { VERDICT_ORDER, VERDICTS, VerdictTag } from './words.tsx';

const PAGE = 100;
const CORRECTABLE: readonly RowVerdict[] = ['rejected', 'suspect'];

export function BatchRows({
  batch,
  report,
  mayCorrect,
}: {
  readonly batch: BatchDetail;
  readonly report: ReportForm | undefined;
  readonly mayCorrect: boolean;
}) {
  const t = useText();
  const navigate = useNavigate();
  const search = useSearch({ from: '/batches/$id' });
  const verdict = verdictShown(batch, search.verdict);
  const rows = useQuery({
    queryKey: ['batch-rows', batch.id, verdict, search.after ?? ''],
    queryFn: ({ signal }) =>
      call('GET /batches/:id/rows', {
        params: { id: batch.id },
        query: { limit: PAGE, after: search.after, ...(verdict === 'all' ? {} : { verdict }) },
        signal,
      }),
    placeholderData: keepPreviousData,
    staleTime: 60_000, // every look is logged: none is made for nothing
  });
  const corrections = useCorrections(batch, report, rows.data?.items ?? []);
  const go = (change: BatchSearch) =>
    void navigate({ to: '/batches/$id', params: { id: batch.id }, search: { ...search, ...change } });
  const organisations = batch.kind === 'organisations';
  return (
    <Flex vertical gap="small">
      <Radio.Group
        className="verdicts"
        optionType="button"
        aria-label={t('按结果筛选')}
        value={verdict}
        onChange={({ target }) => go({ verdict: target.value as BatchSearch['verdict'], after: undefined })}
        options={[
          ...VERDICT_ORDER.map((value) => ({
            value,
            label: `${t(VERDICTS[value].title)} ${batch[value].toLocaleString()}`,
          })),
          { value: 'all', label: `${t('全部')} ${batch.rowsDone.toLocaleString()}` },
        ]}
      />
      {corrections.bar}
      {rows.isError ? <ProblemAlert error={rows.error} onRetry={() => void rows.refetch()} /> : null}
      <div className="scrolling">
        <Table
          size="small"
          rowKey="row"
          loading={rows.isPending || rows.isPlaceholderData}
          dataSource={rows.data?.items ?? []}
          pagination={false}
          locale={{ emptyText: <Empty image={Empty.PRESENTED_IMAGE_SIMPLE} description={t('没有这样的行。')} /> }}
          columns={[
            { title: t('行'), dataIndex: 'row', align: 'right', className: 'numbers' },
            {
              title: t('结果'),
              dataIndex: 'verdict',
              render: (_, { verdict: found }) => <VerdictTag verdict={found} />,
            },
            ...(verdict === 'accepted'
              ? []
              : [
                  {
                    title: t('原因和怎么办'),
                    className: 'wrapping',
                    render: (_: unknown, row: BatchRow) => <RowReasons row={row} report={report} />,
                  },
                ]),
            ...(verdict === 'rejected'
              ? []
              : [
                  {
                    title: t('事项'),
                    className: 'wrapping',
                    render: (_: unknown, row: BatchRow) => <Matter row={row} organisations={organisations} />,
                  },
                ]),
            ...(verdict === 'accepted'
              ? [
                  {
                    title: t('备注'),
                    className: 'wrapping',
                    render: (_: unknown, row: BatchRow) => <RowReasons row={row} report={report} />,
                  },
                ]
              : []),
            {
              key: 'act',
              title: t('办理'),
              render: (_, row) => (
                <Flex gap="small" align="center" wrap>
                  {row.caseId ? (
                    <Link to="/cases/$id" params={{ id: row.caseId }}>
                      {t('事项 {id}', { id: row.caseId })}
                    </Link>
                  ) : null}
                  {CORRECTABLE.includes(row.verdict) && mayCorrect && report ? (
                    <Button
                      size="small"
                      onClick={() => corrections.open(row)}
                      aria-label={t('更正第 {row} 行', { row: row.row })}
                    >
                      {corrections.has(row.row) ? t('再改') : t('更正')}
                    </Button>
                  ) : null}
                </Flex>
              ),
            },
          ]}
        />
      </div>
      <Flex gap="small">
        {search.after ? (
          <Button size="small" onClick={() => go({ after: undefined })}>
            {t('从头看')}
          </Button>
        ) : null}
        {rows.data?.next ? (
          <Button size="small" onClick={() => go({ after: String(rows.data.next) })}>
            {t('往后 {count} 行', { count: PAGE })}
          </Button>
        ) : null}
      </Flex>
      {corrections.drawer}
    </Flex>
  );
}

/** What needs a hand is shown first; the address says otherwise when somebody chose otherwise. */
function verdictShown(batch: BatchDetail, chosen: BatchSearch['verdict']): RowVerdict | 'all' {
  return chosen ?? (['rejected', 'suspect'] as const).find((verdict) => batch[verdict] > 0) ?? 'all';
}

function Matter({ row, organisations }: { readonly row: BatchRow; readonly organisations: boolean }) {
  if (row.kind === null) return null;
  return (
    <>
      {organisations && row.organisationName ? (
        <div>
          {row.organisationName} <span className="numbers">{row.uscc}</span>
        </div>
      ) : null}
      <div>{row.matter}</div>
      <small className="remedy">
        {row.kind} {row.kindTitle} · {row.occurredOn}
      </small>
    </>
  );
}

/** Rows entered anew on this page. They live here only and go nowhere but into the file that is handed in. */
function useCorrections(batch: BatchDetail, report: ReportForm | undefined, shown: readonly BatchRow[]) {
  const t = useText();
  const navigate = useNavigate();
  const { notification } = App.useApp();
  const notice = useProblemNotice();
  const [corrected, setCorrected] = useState<ReadonlyMap<number, RowValues>>(new Map());
  const [current, setCurrent] = useState<BatchRow | null>(null);
  const [sending, setSending] = useState(false);

  useEffect(() => {
    if (corrected.size === 0) return;
    const warn = (event: BeforeUnloadEvent) => event.preventDefault();
    addEventListener('beforeunload', warn);
    return () => removeEventListener('beforeunload', warn);
  }, [corrected.size]);

  const send = async (rows: ReadonlyMap<number, RowValues>) => {
    if (!report) return;
    setSending(true);
    try {
      const inOrder = [...rows].sort(([a], [b]) => a - b);
      const numbers = inOrder.map(([row]) => row);
      const file = csvFile(
        followUpName(batch.fileName, numbers),
        sheetOf(
          report,
          inOrder.map(([, values]) => values),
        ),
      );
      const { batchId } = await handIn(batch.kind, file, { corrects: batch.id });
      setCorrected(new Map());
      notification.success({ title: t('已补交 {count} 行，成为批次 {id}。', { count: numbers.length, id: batchId }) });
      await navigate({ to: '/batches/$id', params: { id: batchId } });
    } catch (error) {
      notice(error);
    } finally {
      setSending(false);
    }
  };

  return {
    open: setCurrent,
    has: (row: number) => corrected.has(row),
    bar:
      corrected.size > 0 ? (
        <Alert
          type="info"
          title={t('已更正 {count} 行（第 {rows} 行），尚未交出；离开本页会丢失。', {
            count: corrected.size,
            rows: [...corrected.keys()].sort((a, b) => a - b).join('、'),
          })}
          action={
            <Button type="primary" loading={sending} onClick={() => void send(corrected)}>
              {t('交出更正的行')}
            </Button>
          }
        />
      ) : null,
    drawer:
      current && report ? (
        <RowCorrection
          key={current.row}
          batchId={batch.id}
          following={shown.some((row) => row.row > current.row && CORRECTABLE.includes(row.verdict))}
          row={current}
          report={report}
          known={corrected.get(current.row)}
          onClose={() => setCurrent(null)}
          onCorrected={(values, then) => {
            const rows = new Map(corrected).set(current.row, values);
            setCorrected(rows);
            const next = shown.find((row) => row.row > current.row && CORRECTABLE.includes(row.verdict)) ?? null;
            setCurrent(then === 'next' ? next : null);
            if (then === 'send') void send(rows);
          }}
        />
      ) : null,
  };
}

function followUpName(fileName: string, rows: readonly number[]): string {
  const bare = fileName.replace(/\.(csv|xlsx?|txt)$/iu, '').slice(0, 60);
  const named = rows.length <= 5 ? `第${rows.join('、')}行` : `${rows.length}行`;
  return `${bare}（更正${named}）.csv`;
}
