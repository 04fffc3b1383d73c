/** The rows of a batch with verdict and reasons, a page at a time; rows that were sent back can be mended here. */
import { useNavigate, useSearch } from '@tanstack/react-router';
import { Button, Flex, Radio } from 'antd';
import type { BatchDetail, ReportForm } from '#contracts/intake.ts';
import { useText } from '../../language.tsx';
import { ProblemAlert } from '../../problem.tsx';
import { CorrectionDrawer, MendedRowsBar } from './corrections.tsx';
import { ROWS_SHOWN, useBatchRows } from './questions.ts';
import { RowTable, type VerdictShown } from './row-table.tsx';
import type { BatchSearch } from './search.ts';
import { useCorrections } from './use-corrections.ts';
import { VERDICT_ORDER, VERDICTS } from './words.tsx';

interface Props {
  readonly batch: BatchDetail;
  readonly report: ReportForm | undefined;
  readonly mayCorrect: boolean;
}

export function BatchRows({ batch, report, mayCorrect }: Props) {
  const t = useText();
  const navigate = useNavigate();
  const search = useSearch({ from: '/batches/$id' });
  const verdict = verdictShown(batch, search.verdict);
  const rows = useBatchRows(batch.id, verdict, search.after);
  const corrections = useCorrections(batch, report, rows.data?.items ?? []);
  const go = (change: BatchSearch) =>
    void navigate({ to: '/batches/$id', params: { id: batch.id }, search: { ...search, ...change } });
  return (
    <Flex vertical gap="small">
      <VerdictChoice batch={batch} chosen={verdict} onChoose={(chosen) => go({ verdict: chosen, after: undefined })} />
      <MendedRowsBar corrections={corrections} />
      {rows.isError ? <ProblemAlert error={rows.error} onRetry={() => void rows.refetch()} /> : null}
      <RowTable
        rows={rows.data?.items ?? []}
        loading={rows.isPending || rows.isPlaceholderData}
        verdict={verdict}
        ofOrganisations={batch.kind === 'organisations'}
        report={report}
        corrections={mayCorrect && report ? corrections : null}
      />
      <Flex gap="small">
        {search.after ? (
          <Button size="small" onClick={() => go({ after: undefined })}>
            {t('从头看')}
          </Button>
        ) : null}
        {rows.data?.next ? (
          <Button size="small" onClick={() => go({ after: String(rows.data.next) })}>
            {t('往后 {count} 行', { count: ROWS_SHOWN })}
          </Button>
        ) : null}
      </Flex>
      <CorrectionDrawer batch={batch} report={report} corrections={corrections} />
    </Flex>
  );
}

/** What needs a hand is shown first; the address says otherwise when somebody chose otherwise. */
function verdictShown(batch: BatchDetail, chosen: BatchSearch['verdict']): VerdictShown {
  return chosen ?? (['rejected', 'suspect'] as const).find((verdict) => batch[verdict] > 0) ?? 'all';
}

interface ChoiceProps {
  readonly batch: BatchDetail;
  readonly chosen: VerdictShown;
  readonly onChoose: (chosen: VerdictShown) => void;
}

function VerdictChoice({ batch, chosen, onChoose }: ChoiceProps) {
  const t = useText();
  return (
    <Radio.Group
      className="verdicts"
      optionType="button"
      aria-label={t('按结果筛选')}
      value={chosen}
      onChange={({ target }) => onChoose(target.value as VerdictShown)}
      options={[
        ...VERDICT_ORDER.map((value) => ({
          value,
          label: `${t(VERDICTS[value].title)} ${batch[value].toLocaleString()}`,
        })),
        { value: 'all', label: `${t('全部')} ${batch.rowsDone.toLocaleString()}` },
      ]}
    />
  );
}
