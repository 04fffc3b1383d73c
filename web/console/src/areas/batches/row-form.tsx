/** One row of a report as a form: the template's columns, with what the chosen kind demands. */
import { Form, type FormInstance, Input, Select } from 'antd';
import type { BatchRow, OriginalRow, ReportForm } from '#contracts/intake.ts';
import { type Translate, useSaid, useText } from '../../language.tsx';
import '../../parts/form.css';

export type RowValues = Readonly<Record<string, string | undefined>>;

type Field = ReportForm['fields'][number];
const DECISION = ['decisionType', 'decisionNumber', 'decisionAuthority', 'decisionDate', 'legalBasis'];
/** No contract bounds a cell: this much is room for anything true; what is wrong with it, the check of the table says. */
const MOST_IN_LONG = 1000;
const MOST_IN_SHORT = 200;
const LONG = ['matter', 'legalBasis', 'remark'];

export function RowForm({
  form,
  report,
  original,
  faults,
  onFinish,
  id,
}: {
  readonly form: FormInstance<RowValues>;
  readonly report: ReportForm;
  /** what was sent for this row, where it is being mended */
  readonly original?: OriginalRow['cells'] | undefined;
  /** why it came back, by field; gone from a field once something else stands in it */
  readonly faults?: ReadonlyMap<string, readonly BatchRow['reasons'][number][]> | undefined;
  readonly onFinish: (values: RowValues) => void;
  readonly id: string;
}) {
  const t = useText();
  const said = useSaid();
  const values = Form.useWatch([], form);
  const kindId = Form.useWatch('kind', form);
  const documentType = Form.useWatch('documentType', form);
  const kind = report.kinds.find(({ id }) => id === kindId);
  const demanded = (field: Field) => field.required || (kind?.requiredFields.includes(field.key) ?? false);
  const shown = report.fields.filter(({ key }) => {
    if (DECISION.includes(key)) return kind?.polarity === 'adverse';
    return key !== 'issuingCountry' || documentType === '护照';
  });
  /** What was wrong with the cell as it was sent, as long as it still stands there. */
  const faultsOf = (key: string) => {
    const cell = original?.find((one) => one.key === key);
    return (values?.[key] ?? '') === (cell?.value ?? '') ? (faults?.get(key) ?? []) : [];
  };
  const marked = (key: string): { validateStatus: 'error'; help: string } | object => {
    const wrong = faultsOf(key);
    if (wrong.length === 0) return {};
    return {
      validateStatus: 'error',
      help: wrong.map(({ text, textEn }) => said({ zh: text, en: textEn })).join('；'),
    };
  };
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
      {shown.map((field) => (
        <Form.Item
          key={field.key}
          name={field.key}
          label={field.title}
          {...marked(field.key)}
          className={LONG.includes(field.key) || field.key === 'kind' ? 'wide' : undefined}
          extra={
            sentWords(
              original?.find(({ key }) => key === field.key),
              t,
            ) ?? noteOnScreen(field)
          }
          rules={
            demanded(field)
              ? [{ required: true, whitespace: true, message: t('请填写{field}', { field: field.title }) }]
              : []
          }
        >
          {control(field, report)}
        </Form.Item>
      ))}
    </Form>
  );
}

/** What stood in the cell where the form cannot show it as it was: a date in other words, a kind nobody knows, forbidden content. */
function sentWords(cell: OriginalRow['cells'][number] | undefined, t: Translate): string | undefined {
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
          value: id,
          label: `${id}　${plainTitle || title}${plainTitle && plainTitle !== title ? `（${title}）` : ''}`,
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
