/** A blank table to fill in, per kind of report, generated from the catalogue: what it offers is what will be taken. */

import type { FileKind } from '#contracts/vocabulary.ts';
import { type SheetRow, type SheetSpec, writeWorkbook } from '#documents/spreadsheet/workbook-writer.ts';
import type { FieldSpec, TableForm } from './forms.ts';
import { INDIVIDUALS, ORGANISATIONS } from './forms.ts';
import { GUIDE_SHEET } from './table.ts';

export interface TemplateCatalogue {
  /** whose table it is, where several notices are in force */
  readonly notice?: string;
  readonly kinds: readonly { readonly id: string; readonly title: string; readonly plainTitle: string }[];
}

const SEXES = ['男', '女'];
const DOCUMENT_TYPES = [
  '居民身份证',
  '港澳台居民居住证',
  '港澳居民来往内地通行证',
  '台湾居民来往大陆通行证',
  '外国人永久居留身份证',
  '护照',
];

const NOTES: Readonly<Record<string, string>> = {
  name: '填写证件或登记证照上的全称，不要用简称。',
  sex: '填“男”或“女”，须与证件一致。',
  documentType: `填写下列之一：${DOCUMENT_TYPES.join('、')}。不填的按居民身份证核对。`,
  documentNumber: '本列已设为文本格式，请勿改成数字，否则号码末几位会丢失。',
  uscc: '18位。本列已设为文本格式，请勿改成数字。',
  kind: '填写下表“类别编号”中的编号。',
  matter: '写明时间、地点、所做的事，不要填写病史、宗教信仰等与信用无关的内容。',
  occurredOn: '形如 2020-03-05。',
  recommender: '推荐该单位的部门或县区全称。',
  zone: '属于功能区的，请填写功能区名称。',
  decisionType:
    '不良信息必填，例如：行政处罚决定书、判决书。只给予警告、适用简易程序的处罚，写“给予警告的行政处罚决定书”“适用简易程序作出的行政处罚决定书”。',
  decisionNumber: '不良信息必填，照文书填写。',
  decisionAuthority: '不良信息必填，作出决定的机关全称。',
  decisionDate: '不良信息必填，形如 2020-03-05。',
  legalBasis: '不良信息必填，写明法律法规名称和条款。',
  issuingCountry: '证件为护照时填写。',
  remark: '可不填。',
};

const WIDTHS: Readonly<Record<string, number>> = {
  matter: 48,
  name: 24,
  uscc: 24,
  documentNumber: 24,
  legalBasis: 36,
  documentType: 24,
};

/** A column of the template in words: whether it must be filled in, how, and what may stand in it. */
export interface TemplateField {
  readonly key: string;
  readonly title: string;
  readonly required: boolean;
  readonly note: string;
  readonly choices?: string[];
}

export function templateFields(kind: FileKind): TemplateField[] {
  const form: TableForm<string> = kind === 'individuals' ? INDIVIDUALS : ORGANISATIONS;
  const choices: Readonly<Record<string, string[]>> = { sex: SEXES, documentType: DOCUMENT_TYPES };
  return form.fields.map((field) => ({
    key: field.key,
    title: field.title,
    required: isRequired(field),
    note: NOTES[field.key] ?? '',
    ...(choices[field.key] ? { choices: choices[field.key]! } : {}),
  }));
}

/** @param kind which table; the catalogue's kinds should be those of its subjects */
export async function writeTemplate(kind: FileKind, catalogue: TemplateCatalogue, path: string): Promise<void> {
  const form: TableForm<string> = kind === 'individuals' ? INDIVIDUALS : ORGANISATIONS;
  const guide = guideRows(form.fields, catalogue);
  await writeWorkbook(path, [
    tableSheet(form, guide.kinds),
    { name: GUIDE_SHEET, widths: [22, 12, 70], rows: [guide.rows] },
  ]);
}

const isRequired = (field: FieldSpec<string>): boolean => field.required.includes('report');

function tableSheet(form: TableForm<string>, kinds: { from: number; to: number }): SheetSpec {
  const { fields } = form;
  const choices: { column: number; fromRow: number; source: string }[] = [];
  fields.forEach(({ key }, column) => {
    if (key === 'sex') choices.push({ column, fromRow: 2, source: `"${SEXES.join(',')}"` });
    if (key === 'documentType') choices.push({ column, fromRow: 2, source: `"${DOCUMENT_TYPES.join(',')}"` });
    if (key === 'kind' && kinds.to >= kinds.from) {
      choices.push({ column, fromRow: 2, source: `${GUIDE_SHEET}!$A$${kinds.from}:$A$${kinds.to}` });
    }
  });
  return {
    name: form.title,
    widths: fields.map((field) => WIDTHS[field.key] ?? 16),
    frozenRows: 1,
    choices,
    rows: [
      [
        {
          number: 1,
          cells: fields.map((field) => (isRequired(field) ? `${field.title}*` : field.title)),
          looks: fields.map((field) => (isRequired(field) ? 'required' : 'title')),
        },
      ],
    ],
  };
}

function guideRows(
  fields: readonly FieldSpec<string>[],
  catalogue: TemplateCatalogue,
): { rows: SheetRow[]; kinds: { from: number; to: number } } {
  const rows: SheetRow[] = [];
  const add = (cells: string[], look: 'title' | 'wrapped' = 'wrapped') => {
    rows.push({ number: rows.length + 1, cells, look });
  };
  if (catalogue.notice) {
    add(['依据通知', '', catalogue.notice], 'title');
    add(['', '', '本表只用于这一份通知；类别编号里带着通知的编号，请从下拉项中选，不要改写。报送时也选这一份通知。']);
    add(['', '', '']);
  }
  add(['列名', '是否必填', '填写要求'], 'title');
  for (const field of fields) add([field.title, isRequired(field) ? '必填' : '选填', NOTES[field.key] ?? '']);
  add(['', '', '']);
  add(['类别编号', '', '类别'], 'title');
  const from = rows.length + 1;
  for (const { id, title, plainTitle } of catalogue.kinds) {
    add([id, '', plainTitle === title || plainTitle === '' ? title : `${plainTitle}（${title}）`]);
  }
  return { rows, kinds: { from, to: rows.length } };
}
