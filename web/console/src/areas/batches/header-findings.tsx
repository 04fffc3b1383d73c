/** How the header of a sheet was read, where it was not read word for word; and what the whole file told, once it was read. */
import { Alert } from 'antd';
import type { Batch, ReportForm } from '#contracts/intake.ts';
import { useSaid, useText } from '../../language.tsx';

export function HeaderFindings({
  header,
  fields,
}: {
  readonly header: Batch['header'];
  readonly fields: ReportForm['fields'] | undefined;
}) {
  const t = useText();
  const said = useSaid();
  if (!header) return null;
  const { ignored, duplicates, guessed, rowNumber, formKind } = header;
  // those of the heading are told below, with the titles of the form, as soon as the file is open
  const ofRows = (header.notes ?? []).filter(({ code }) => !code.startsWith('header.'));
  const titleOf = (key: string) => fields?.find((field) => field.key === key)?.title ?? key;
  const findings = [
    ...guessed.map(({ title, field }) => t('“{title}”列按“{meant}”读取，请核对。', { title, meant: titleOf(field) })),
    ...duplicates.map(({ field, titles }) =>
      t('“{field}”有不止一列，只读了最先的一列，未读：{titles}。', {
        field: titleOf(field),
        titles: titles.join('、'),
      }),
    ),
    ...(ignored.length > 0 ? [t('未读取的列（目录以外，不收集）：{titles}。', { titles: ignored.join('、') })] : []),
    ...(rowNumber > 1 ? [t('表头在第 {row} 行。', { row: rowNumber })] : []),
    ...(formKind === 'penalty' ? [t('按“双公示”行政处罚表读取。')] : []),
    ...(formKind === 'licence' ? [t('按“双公示”行政许可表读取。')] : []),
    ...ofRows.map(said),
  ];
  if (findings.length === 0) return null;
  return (
    <Alert
      type={guessed.length + duplicates.length + ofRows.length > 0 ? 'warning' : 'info'}
      showIcon
      title={t('表头')}
      description={
        <ul className="findings">
          {findings.map((finding) => (
            <li key={finding}>{finding}</li>
          ))}
        </ul>
      }
    />
  );
}
