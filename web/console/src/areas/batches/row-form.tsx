/** One row of a report as a form: the template's columns, with what the chosen kind demands. */

import { Form, type FormInstance, Input, Select } from 'antd';
import type { BatchRow, OriginalRow, ReportForm } from '#contracts/intake.ts';
import { localId } from '#kernel/policy/refs.ts';
import { type Translate, useSaid, useText } from '../../language.tsx';
import '../../parts/form.css';

export type RowValues = Readonly<Record<string, string | undefined>>;

type Field = ReportForm['fields'][number];
type Cells = OriginalRow['cells'];
type Faults = ReadonlyMap<string, readonly BatchRow['reasons'][number][]>;
const DECISION = ['decisionType', 'decisionNumber', 'decisionAuthority', 'decisionDate', 'legalBasis'];
/** No contract bounds a cell: this much is room for anything true; what is wrong with it, the check of the table says. */
const MOST_IN_LONG = 1000;
const MOST_IN_SHORT = 200;
const LONG = ['matter', 'legalBasis', 'remark'];

interface Props {
  readonly form: FormInstance<RowValues>;
  readonly report: ReportForm;
  /** what was sent for this row, where it is being mended */
  readonly original?: Cells | undefined;
  /** why it came back, by field; gone from a field once something else stands in it */
  readonly faults?: Faults | undefined;
  readonly onFinish: (values: RowValues) => void;
  readonly id: string;
}

export function RowForm({ form, report, original, faults, onFinish, id }: Props) {
  const values: RowValues | undefined = Form.useWatch([], form);
  const kindId = Form.useWatch('kind', form);
  const documentType = Form.useWatch('documentType', form);
  const kind = report.kinds.find(({ id }) => localId(id) === kindId);
  return (
    <Form
      id={id}
      form={form}
      layout="vertical"
      className="row-form"
      onFinish={onFinish}
      scrollToFirstError
      initialValues={report.kind === 'individuals' ? { documentType: '居民身份证' } : {}}
    >
      {fieldsAsked(report, kind, documentType).map((field) => {
        const cell = original?.find(({ key }) => key === field.key);
        const asSent = (values?.[field.key] ?? '') === (cell?.value ?? '');
        return (
          <RowField
            key={field.key}
            field={field}
            report={report}
            required={field.required || (kind?.requiredFields.includes(field.key) ?? false)}
            cell={cell}
            faults={asSent ? (faults?.get(field.key) ?? []) : []}
          />
        );
      })}
    </Form>
  );
}

/** The columns of the template the chosen kind has a use for: a decision only where it is adverse, a country only for a passport. */
function fieldsAsked(
  { fields }: ReportForm,
  kind: ReportForm['kinds'][number] | undefined,
  documentType: string | undefined,
): readonly Field[] {
  return fields.filter(({ key }) => {
    if (DECISION.includes(key)) return kind?.polarity === 'adverse';
    return key !== 'issuingCountry' || documentType === '护照';
  });
}

interface FieldProps {
  readonly field: Field;
  readonly report: ReportForm;
  readonly required: boolean;
  readonly cell: Cells[number] | undefined;
  /** what was wrong with the cell as it was sent, as long as it still stands there */
  readonly faults: readonly BatchRow['reasons'][number][];
}

function RowField({ field, report, required, cell, faults }: FieldProps) {
  const t = useText();
  const said = useSaid();
  const wrong = faults.map(({ text, textEn }) => said({ zh: text, en: textEn })).join('；');
  return (
    <Form.Item
      name={field.key}
      label={field.title}
      {...(faults.length > 0 ? { validateStatus: 'error', help: wrong } : {})}
      className={LONG.includes(field.key) || field.key === 'kind' ? 'wide' : undefined}
      extra={sentWords(cell, t) ?? noteOnScreen(field)}
      rules={
        required ? [{ required: true, whitespace: true, message: t('请填写{field}', { field: field.title }) }] : []
      }
    >
      {control(field, report)}
    </Form.Item>
  );
}

/** What stood in the cell where the form cannot show it as it was: a date in other words, a kind nobody knows, forbidden content. */
function sentWords(cell: Cells[number] | undefined, t: Translate): string | undefined {
  if (cell?.refused) return t('原填内容含禁止采集的信息，不再显示；请改写。');
  if (!cell || cell.text === '' || cell.text === cell.value) return undefined;
  return t('原填：{text}', { text: cell.text });
}

/** The template's note where it says something about the content; cell formats do not concern a form. */
function noteOnScreen({ key, note, choices }: Field): string | undefined {
  if (key === 'kind' || choices || ['documentNumber', 'uscc', 'occurredOn', 'decisionDate', 'remark'].includes(key))
    return undefined;
  return note;
}

function control(field: Field, report: ReportForm) {
  if (field.key === 'kind')
    return (
      <Select
        showSearch={{ optionFilterProp: 'label' }}
        options={report.kinds.map(({ id, title, plainTitle }) => ({
          value: localId(id), // a cell holds the notice's own number
          label: `${localId(id)}　${plainTitle || title}${plainTitle && plainTitle !== title ? `（${title}）` : ''}`,
        }))}
      />
    );
  if (field.choices) return <Select options={field.choices.map((value) => ({ value, label: value }))} />;
  if (field.key === 'occurredOn' || field.key === 'decisionDate') return <Input type="date" />;
  if (LONG.includes(field.key)) return <Input.TextArea rows={2} maxLength={MOST_IN_LONG} />;
  return <Input autoComplete="off" maxLength={MOST_IN_SHORT} />;
}

/** The header and the rows of a sheet that holds these values. */
export function sheetOf(report: ReportForm, rows: readonly RowValues[]): string[][] {
  return [
    report.fields.map(({ title }) => title),
    ...rows.map((values) => report.fields.map(({ key }) => (values[key] ?? '').trim())),
  ];
}
