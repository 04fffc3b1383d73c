/** The API of intake (报送): files handed in, what became of their rows, templates, the directory of organisations. */
import { z } from 'zod';
import { accepted, endpoints, file, json, NOTHING, officers } from './endpoint.ts';
import { freeText } from './free-text.ts';
import { LARGEST_INTEGER } from './given-values.ts';
import { ClauseRef, KindRef } from './refs.ts';
import {
  BATCH_STATES,
  DIRECTORY_VERDICTS,
  FILE_KINDS,
  FORM_KINDS,
  POLARITIES,
  ROW_VERDICTS,
  STORE_FAULTS,
} from './vocabulary.ts';

export const BatchId = z
  .string()
  .regex(/^[1-9]\d{0,17}$/)
  .meta({ description: '批次号', example: '12' });
export const FileKind = z.enum(FILE_KINDS).meta({ description: '个人 / 企业和社会组织' });
export type FileKind = z.infer<typeof FileKind>;
export const RowVerdict = z.enum(ROW_VERDICTS);
export type RowVerdict = z.infer<typeof RowVerdict>;

const notice = z
  .string()
  .max(32)
  .optional()
  .meta({ description: '哪一份通知的表；现行只有一份通知时不必填', example: '2099-1' });
export const FormQuery = z.object({ notice });

export const UploadQuery = z.object({
  kind: FileKind,
  fileName: z.string().trim().min(1).max(255).meta({ description: '文件名，仅供辨认；格式按内容识别' }),
  notice: z
    .string()
    .max(32)
    .optional()
    .meta({ description: '这份表按哪一份通知填报；现行只有一份通知时不必填', example: '2099-1' }),
  category: z.string().max(60).optional().meta({
    description: '表中没有“信息类别”列时（如全国行政处罚、行政许可报送表），各行所属的类别，照通知中的编号填写',
    example: 'B.2',
  }),
  corrects: BatchId.optional().meta({ description: '所交的是该批次更正后的行' }),
});

export const Receipt = z.object({
  batchId: BatchId,
  known: z.boolean().meta({ description: '同一文件此前已报送：仍是原批次，未重复处理' }),
  resumed: z
    .literal(true)
    .optional()
    .meta({ description: '原批次在等待这份文件（文件库中缺失、损坏），或曾因读不出来而未接收；现在接着处理' }),
  renamed: z.literal(true).optional().meta({ description: '文件名中有依法不得保存的内容，没有保存原名' }),
});
export type Receipt = z.infer<typeof Receipt>;

const count = z.number().int().min(0);

/** Beside the verdicts of the rows: what the sender should know of a file that was read all the same. */
export const FileNote = z
  .object({
    code: z.enum([
      'header.guessed',
      'header.doubled',
      'header.ignored',
      'sheets.unread',
      'rows.hidden',
      'cells.merged',
      'formulas.no_value',
      'text.mapped',
    ]),
    rows: z.array(z.number().int()).optional().meta({ description: '涉及的行，最多列出前20行' }),
    columns: z.array(z.string()).optional().meta({ description: '涉及的列的名称' }),
    count: z.number().int().optional().meta({ description: '涉及的行数' }),
    zh: z.string(),
    en: z.string(),
  })
  .meta({ description: '读取文件时的提示' });
export type FileNote = z.infer<typeof FileNote>;

export const FileHeader = z
  .object({
    rowNumber: z.number().int(),
    titles: z.array(z.string()),
    formKind: z.enum(FORM_KINDS),
    columns: z.record(z.string(), z.number().int()).meta({ description: '项目所在的列，从0数起' }),
    ignored: z.array(z.string()).meta({ description: '无法识别、没有读取的列' }),
    duplicates: z.array(z.object({ field: z.string(), titles: z.array(z.string()) })),
    guessed: z.array(z.object({ field: z.string(), title: z.string(), meant: z.string() })),
    notes: z.array(FileNote).optional().meta({ description: '整份文件读完后的提示' }),
  })
  .meta({ description: '表头的识别结果' });

export const Batch = z.object({
  id: BatchId,
  kind: FileKind,
  fileName: z.string(),
  fileBytes: count,
  departmentId: z.string(),
  departmentName: z.string(),
  notice: z.string().meta({ description: '按哪一份通知填报' }),
  noticeTitle: z.string(),
  noticeTitleEn: z.string(),
  receivedAt: z.iso.datetime(),
  state: z.enum(BATCH_STATES),
  format: z.string().nullable(),
  encoding: z.string().nullable(),
  header: FileHeader.nullable(),
  rowsDone: count,
  bytesDone: count.meta({ description: '已处理到文件的第几个字节；与 fileBytes 相比即进度' }),
  accepted: count,
  duplicate: count,
  suspect: count,
  rejected: count,
  refusal: z.record(z.string(), z.unknown()).nullable().meta({ description: '整份文件未被接收的原因' }),
  completedAt: z.iso.datetime().nullable(),
  corrects: BatchId.nullable().meta({ description: '更正哪一批次的行' }),
  waiting: z
    .object({
      since: z.iso.datetime(),
      because: z.enum(STORE_FAULTS).meta({
        description:
          'missing：文件库中没有；damaged：校验不通过；key-missing：密钥环中没有其密钥；full：磁盘已满；unreachable：读写不了',
      }),
    })
    .nullable()
    .meta({
      description: '在等待文件库中的原文件：不是所报文件的问题，会自动重试；把同一份文件再报送一次即可接着处理',
    }),
});
export type Batch = z.infer<typeof Batch>;

/** One batch with what the caller may do to it, or why not. */
export const BatchDetail = Batch.extend({
  own: z.boolean().meta({ description: '由本人报送' }),
  correctedBy: z.array(BatchId).meta({ description: '更正本批次各行的批次' }),
  withdrawal: z.discriminatedUnion('available', [
    z.object({ available: z.literal(true) }),
    z.object({ available: z.literal(false), zh: z.string(), en: z.string() }),
  ]),
});
export type BatchDetail = z.infer<typeof BatchDetail>;

export const BatchPageQuery = z.object({
  before: BatchId.optional().meta({ description: '上一页最后一个批次号' }),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  mine: z.enum(['true', 'false']).optional().meta({ description: 'true：只看本人报送的' }),
  waiting: z.enum(['true', 'false']).optional().meta({ description: 'true：只看在等待原文件的' }),
});
export type BatchPageQuery = z.infer<typeof BatchPageQuery>;
export const BatchPage = z.object({ items: z.array(Batch), next: BatchId.nullable() });
export type BatchPage = z.infer<typeof BatchPage>;

export const RowPageQuery = z.object({
  after: z.coerce.number().int().min(0).max(LARGEST_INTEGER).default(0).meta({ description: '从该行号之后开始' }),
  limit: z.coerce.number().int().min(1).max(500).default(100),
  verdict: RowVerdict.optional(),
});
export type RowPageQuery = z.infer<typeof RowPageQuery>;

const coded = z.object({
  code: z.string(),
  text: z.string(),
  textEn: z.string().optional(),
  remedy: z.string().optional(),
  remedyEn: z.string().optional(),
});

export const BatchRow = z.object({
  row: z.number().int().meta({ description: '表中行号，表头为第1行' }),
  caseId: z.string().nullable().meta({ description: '事项编号；未成为事项的行没有' }),
  verdict: RowVerdict,
  reasons: z.array(
    coded.extend({
      fields: z.array(z.string()).meta({ description: '说的是哪几项（报送表的项目）；整行、整份的为空' }),
    }),
  ),
  remarks: z.array(coded),
  kind: KindRef.nullable(),
  kindTitle: z.string().nullable(),
  matter: z.string().nullable(),
  occurredOn: z.string().nullable(),
  uscc: z.string().nullable(),
  organisationName: z.string().nullable(),
  registeredName: z.string().nullable().meta({ description: '名录中该代码的名称，与所报名称不一致时给出' }),
});
export type BatchRow = z.infer<typeof BatchRow>;
export const BatchRowPage = z.object({ items: z.array(BatchRow), next: z.number().int().nullable() });
export type BatchRowPage = z.infer<typeof BatchRowPage>;

export const OriginalRowsQuery = z.object({
  rows: z
    .string()
    .regex(/^[1-9]\d{0,7}(,[1-9]\d{0,7}){0,19}$/)
    .transform((text) => text.split(',').map(Number))
    .meta({ description: '行号，逗号分隔，一次最多20行', example: '3,7' }),
});
export const OriginalRow = z.object({
  row: z.number().int(),
  cells: z.array(
    z.object({
      key: z.string().meta({ description: '报送表的项目' }),
      text: z.string().meta({ description: '原来填的' }),
      value: z.string().meta({ description: '换成表单能填的；认不出的为空' }),
      refused: z.boolean().meta({ description: '含禁止采集的内容，不再显示' }),
    }),
  ),
});
export type OriginalRow = z.infer<typeof OriginalRow>;
export const OriginalRows = z.object({
  keptUntil: z.iso.datetime().nullable().meta({ description: '原文件保存到何时；已清除的为 null，此时没有行' }),
  rows: z.array(OriginalRow),
});
export type OriginalRows = z.infer<typeof OriginalRows>;

/** What a report of one kind of table holds: the template's columns, and what the caller's department may report in it. */
export const ReportForm = z.object({
  kind: FileKind,
  notice: z.string().meta({ description: '按哪一份通知填报' }),
  title: z.string(),
  fields: z.array(
    z.object({
      key: z.string(),
      title: z.string(),
      required: z.boolean(),
      note: z.string(),
      choices: z.array(z.string()).optional().meta({ description: '只能填其中之一' }),
    }),
  ),
  kinds: z.array(
    z.object({
      id: KindRef,
      clause: ClauseRef,
      title: z.string(),
      plainTitle: z.string(),
      polarity: z.enum(POLARITIES),
      requiredFields: z.array(z.string()),
    }),
  ),
});
export type ReportForm = z.infer<typeof ReportForm>;

export const WithdrawRequest = z.strictObject({ reason: freeText(z.string().trim().min(2).max(500)) });

export const DirectoryImportQuery = z.object({ fileName: z.string().trim().min(1).max(255) });
export const DirectoryImport = z.object({
  rows: count,
  valid: count,
  suspect: count,
  invalid: count,
  invalidByReason: z.record(z.string(), z.number().int()),
  repeated: count.meta({ description: '同一代码在文件中多次出现，以后面的一行为准' }),
  added: count,
  changed: count,
  unchanged: count,
});
export type DirectoryImport = z.infer<typeof DirectoryImport>;

export const DirectoryEntry = z.object({
  uscc: z.string(),
  name: z.string(),
  registeredOn: z.string().nullable(),
  organisationType: z.string().nullable(),
  area: z.string().nullable(),
  verdict: z.enum(DIRECTORY_VERDICTS),
  source: z.string(),
  importedAt: z.iso.datetime(),
});
export type DirectoryEntry = z.infer<typeof DirectoryEntry>;

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet';
const workbook = file(XLSX, z.any().meta({ description: `工作簿（${XLSX}）` }));
const byBatch = z.object({ id: BatchId });
const byKind = z.object({ kind: FileKind });

export const intakeEndpoints = endpoints('intake', {
  'POST /batches': {
    summary: { zh: '报送一份表：请求体即文件内容', en: 'Hand in a table: the request body is the file' },
    who: officers('reporter'),
    query: UploadQuery,
    upload: true,
    answer: accepted(Receipt),
  },
  'GET /batches': {
    summary: { zh: '批次列表，新的在前', en: 'Batches, newest first' },
    who: officers(),
    query: BatchPageQuery,
    answer: json(BatchPage),
  },
  'GET /batches/:id': {
    summary: {
      zh: '批次的进度和各类行数，能否撤回',
      en: 'How far a batch is, its rows by verdict, whether it may be withdrawn',
    },
    who: officers(),
    params: byBatch,
    answer: json(BatchDetail),
  },
  'GET /batches/:id/rows': {
    summary: {
      zh: '逐行结果和原因（不含姓名、证件号码；查看留痕）',
      en: 'What became of each row and why (no names, no document numbers; the look is logged)',
    },
    who: officers('reporter', 'reviewer', 'determiner'),
    params: byBatch,
    query: RowPageQuery,
    answer: json(BatchRowPage),
  },
  'GET /batches/:id/originals': {
    summary: {
      zh: '退回或存疑的行原来填了什么，供更正（查看留痕；禁止采集的内容不再显示）',
      en: 'What rejected or suspect rows held, to mend them (the look is logged; what may never be collected is not shown)',
    },
    who: officers('reporter'),
    params: byBatch,
    query: OriginalRowsQuery,
    answer: json(OriginalRows),
  },
  'GET /batches/:id/annotated': {
    summary: {
      zh: '取回原表，逐行附结果、原因和处理建议（查看留痕）',
      en: 'The table as it was sent, with verdict, reason and advice beside each row (the look is logged)',
    },
    who: officers('reporter'),
    params: byBatch,
    answer: workbook,
  },
  'POST /batches/:id/withdraw': {
    summary: { zh: '撤回整批（尚未开始审核）', en: 'Withdraw a whole batch whose review has not begun' },
    who: officers('reporter'),
    params: byBatch,
    body: WithdrawRequest,
    answer: NOTHING,
  },
  'GET /templates/:kind': {
    summary: { zh: '空白报送模板', en: 'An empty table to fill in' },
    who: officers(),
    params: byKind,
    query: FormQuery,
    answer: workbook,
  },
  'GET /forms/:kind': {
    summary: {
      zh: '报送表的列、填写要求和本单位可报的类别',
      en: 'Columns of the table, how to fill them, and the kinds this department may report',
    },
    who: officers(),
    params: byKind,
    query: FormQuery,
    answer: json(ReportForm),
  },
  'POST /directory/imports': {
    summary: {
      zh: '导入组织机构名录：请求体即登记机关的名录文件',
      en: 'Import the directory of organisations: the request body is the registry’s file',
    },
    who: officers('credit-office', 'administrator'),
    query: DirectoryImportQuery,
    upload: true,
    answer: json(DirectoryImport),
  },
  'GET /directory/:uscc': {
    summary: { zh: '按统一社会信用代码查名录', en: 'Look up a unified social credit code in the directory' },
    who: officers(),
    params: z.object({ uscc: z.string().min(1).max(40) }),
    answer: json(DirectoryEntry),
  },
});
