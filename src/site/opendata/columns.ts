/** The columns of what is published: entries of an edition, what an edition changed, good records, withdrawals. */

import { createHash } from 'node:crypto';
import type { ChangeKind, EndingClass } from '#contracts/vocabulary.ts';
import type { ListId } from '#kernel/policy/policy.ts';
import { localId } from '#kernel/policy/refs.ts';
import type { Entry } from '../lists/store.ts';
import type { GoodRecord } from '../search/standing.ts';
import type { Column } from './table.ts';

/**
 * SHA-256 of an entry's or a record's id, in hexadecimal. Who holds an earlier copy finds with it which line to delete; who does not learns
 * nothing: ids are made under a key and cannot be guessed.
 */
export const idDigest = (id: string): string => createHash('sha256').update(id).digest('hex');

export interface EntryRow extends Entry {
  readonly list: ListId;
  /** what people call the list */
  readonly listTitle: string;
  readonly number: number;
  readonly supersededBy: number | null;
}

export const ENTRY_COLUMNS: readonly Column<EntryRow>[] = [
  {
    ...{ name: 'sequence', zh: '序号', en: 'Number', type: 'integer', required: true },
    about: 'Place in the edition as it was signed; gaps are entries expired or withdrawn',
    value: (row) => row.sequence,
  },
  {
    ...{ name: 'uscc', zh: '统一社会信用代码', en: 'Unified social credit code', type: 'string', required: true },
    about: 'GB 32100, 18 characters; the only proof of identity in this table',
    value: (row) => row.uscc,
  },
  {
    ...{ name: 'name', zh: '名称', en: 'Name', type: 'string', required: true },
    about: 'As it was signed; a name is no proof of identity',
    value: (row) => row.name,
  },
  {
    ...{ name: 'list', zh: '榜单', en: 'List', type: 'string', required: true },
    about: 'What the list is called, in the words of the policy',
    value: (row) => row.listTitle,
  },
  {
    ...{ name: 'edition', zh: '期次', en: 'Edition', type: 'integer', required: true },
    about: 'Number of the edition',
    value: (row) => row.number,
  },
  {
    ...{ name: 'groundTitle', zh: '列入理由', en: 'Ground', type: 'string', required: true },
    about: 'Ground in words',
    value: (row) => row.ground_title,
  },
  {
    ...{ name: 'ground', zh: '条款', en: 'Clause', type: 'string', required: true },
    about: 'Id of the ground: the notice, and the notice’s own number; clauses are explained at /policy',
    value: (row) => row.ground,
  },
  {
    ...{ name: 'matter', zh: '具体事项', en: 'Matter', type: 'string', required: true },
    about: 'What was done',
    value: (row) => row.matter,
  },
  {
    ...{ name: 'department', zh: '认定部门', en: 'Determined by', type: 'string', required: true },
    about: 'Department that determined it and answers for it',
    value: (row) => row.department,
  },
  {
    ...{ name: 'zone', zh: '功能区', en: 'Functional zone', type: 'string' },
    about: 'Empty outside the functional zones',
    value: (row) => row.zone,
  },
  {
    ...{ name: 'determinedOn', zh: '认定日期', en: 'Determined on', type: 'date', required: true },
    about: 'YYYY-MM-DD',
    value: (row) => row.determined_on,
  },
  {
    ...{ name: 'validUntil', zh: '有效期至', en: 'In force until', type: 'date' },
    about: 'Last day; empty: no end. Do not show it afterwards',
    value: (row) => row.valid_until,
  },
  {
    ...{ name: 'documentType', zh: '依据文书', en: 'Decision', type: 'string' },
    about: 'Kind of the decision an adverse entry rests on; empty on a good list',
    value: (row) => row.document_type,
  },
  {
    ...{ name: 'documentNumber', zh: '文号', en: 'Number of the decision', type: 'string' },
    about: 'Empty on a good list',
    value: (row) => row.document_number,
  },
  {
    ...{ name: 'documentAuthority', zh: '作出机关', en: 'Decided by', type: 'string' },
    about: 'Empty on a good list',
    value: (row) => row.document_authority,
  },
  {
    ...{ name: 'documentDate', zh: '作出日期', en: 'Decided on', type: 'date' },
    about: 'Empty on a good list',
    value: (row) => row.document_date,
  },
  {
    ...{ name: 'objectionOpen', zh: '异议', en: 'Objection open', type: 'boolean', required: true },
    about: 'An objection is being dealt with: show this mark wherever you show the entry',
    value: (row) => row.objection_open,
  },
  {
    ...{ name: 'entryId', zh: '条目编号', en: 'Entry', type: 'string', required: true },
    about: 'Id of the entry, the same on every edition it stands on. Compare the SHA-256 of it with the withdrawals',
    value: (row) => row.entry_id,
  },
  {
    ...{ name: 'recordId', zh: '记录编号', en: 'Record', type: 'string', required: true },
    about: 'Id of the record the entry stands on',
    value: (row) => row.record_id,
  },
  {
    ...{ name: 'supersededBy', zh: '已被取代', en: 'Superseded by', type: 'integer' },
    about: 'Number of the newest edition of this list; empty while this edition is the newest',
    value: (row) => row.supersededBy,
  },
];

export type ChangeRow =
  | { readonly change: Exclude<ChangeKind, 'removed'>; readonly entry: EntryRow }
  | { readonly change: ChangeKind; readonly entryId: string };

export const CHANGE_WORDS = { added: '新增', changed: '变更', removed: '退出' } as const;

const digestColumn = (name: string, zh: string, en: string, of: string): Omit<Column<never>, 'value'> => ({
  ...{ name, zh: `${zh}的摘要`, en: `Digest of the ${en}`, type: 'string', required: true },
  about: `SHA-256 of ${of} in hexadecimal: finds the line of an earlier copy without naming anybody`,
});

/** Who left, then or since, is not named again: its digest tells who holds the earlier edition which line to delete. */
export const CHANGE_COLUMNS: readonly Column<ChangeRow>[] = [
  {
    ...{ name: 'change', zh: '变化', en: 'Change', type: 'string', required: true },
    about:
      '新增 (added), 变更 (changed) or 退出 (removed) against the edition before, as published. Of what has ended since the other columns are empty',
    value: (row) => CHANGE_WORDS[row.change],
  },
  {
    ...digestColumn('entryDigest', '条目编号', 'entry', 'the entry id'),
    value: (row) => idDigest('entryId' in row ? row.entryId : row.entry.entry_id),
  },
  ...ENTRY_COLUMNS.map(
    ({ required: _, value, ...column }): Column<ChangeRow> => ({
      ...column,
      value: (row) => ('entryId' in row ? null : value(row.entry)),
    }),
  ),
];

export interface RecordRow extends GoodRecord {
  readonly areaName: string | null;
}

export const RECORD_COLUMNS: readonly Column<RecordRow>[] = [
  {
    ...{ name: 'uscc', zh: '统一社会信用代码', en: 'Unified social credit code', type: 'string', required: true },
    about: 'GB 32100, 18 characters; the only proof of identity in this table',
    value: (row) => row.uscc,
  },
  {
    ...{ name: 'name', zh: '名称', en: 'Name', type: 'string', required: true },
    about: 'As it was reported; a name is no proof of identity',
    value: (row) => row.name,
  },
  {
    ...{ name: 'kind', zh: '信息类别', en: 'Kind', type: 'string', required: true },
    about: 'Id of the kind: the notice, and the number in its catalogue',
    value: (row) => row.kind,
  },
  {
    ...{ name: 'title', zh: '类别名称', en: 'Title of the kind', type: 'string', required: true },
    about: 'The kind in words',
    value: (row) => row.title,
  },
  {
    ...{ name: 'clause', zh: '条款', en: 'Clause', type: 'string', required: true },
    about: 'Clause of the policy; explained at /policy',
    value: (row) => localId(row.clause),
  },
  {
    ...{ name: 'matter', zh: '具体事项', en: 'Matter', type: 'string', required: true },
    about: 'What was done',
    value: (row) => row.matter,
  },
  {
    ...{ name: 'department', zh: '认定部门', en: 'Determined by', type: 'string', required: true },
    about: 'Department that determined it and answers for it',
    value: (row) => row.department,
  },
  {
    ...{ name: 'area', zh: '区域', en: 'Area', type: 'string' },
    about: 'Functional zone or division',
    value: (row) => row.areaName,
  },
  {
    ...{ name: 'occurredOn', zh: '发生日期', en: 'Happened on', type: 'date', required: true },
    about: 'YYYY-MM-DD',
    value: (row) => row.occurred_on,
  },
  {
    ...{ name: 'determinedOn', zh: '认定日期', en: 'Determined on', type: 'date', required: true },
    about: 'YYYY-MM-DD',
    value: (row) => row.determined_on,
  },
  {
    ...{ name: 'validUntil', zh: '有效期至', en: 'In force until', type: 'date' },
    about: 'Last day; empty: no end. Do not show it afterwards',
    value: (row) => row.valid_until,
  },
  {
    ...{ name: 'objectionOpen', zh: '异议', en: 'Objection open', type: 'boolean', required: true },
    about: 'An objection is being dealt with: show this mark wherever you show the record',
    value: (row) => row.objection_open,
  },
  {
    ...{ name: 'recordId', zh: '记录编号', en: 'Record', type: 'string', required: true },
    about: 'Id of the record. Compare the SHA-256 of it with the withdrawals',
    value: (row) => row.record_id,
  },
];

export type RecordChangeRow =
  | { readonly change: 'put'; readonly record: RecordRow }
  | { readonly change: 'withdrawn'; readonly recordId: string };

export const RECORD_CHANGE_COLUMNS: readonly Column<RecordChangeRow>[] = [
  {
    ...{ name: 'change', zh: '变化', en: 'Change', type: 'string', required: true },
    about: '新增或变更 (new or changed: put it in place of what you hold) or 撤下 (withdrawn: delete it)',
    value: (row) => (row.change === 'put' ? '新增或变更' : '撤下'),
  },
  {
    ...digestColumn('recordDigest', '记录编号', 'record', 'the record id'),
    value: (row) => idDigest(row.change === 'put' ? row.record.record_id : row.recordId),
  },
  ...RECORD_COLUMNS.map(
    ({ required: _, value, ...column }): Column<RecordChangeRow> => ({
      ...column,
      value: (row) => (row.change === 'put' ? value(row.record) : null),
    }),
  ),
];

export interface WithdrawalRow {
  /** of an entry or a good record */
  readonly id: string;
  readonly effective_on: string;
  readonly reason: EndingClass;
}

export const ENDING_WORDS: Readonly<Record<EndingClass, string>> = {
  expired: '到期',
  repaired: '修复',
  revoked: '撤销',
  corrected: '更正',
  'left-out': '后一期不再列入',
  withdrawn: '撤下',
};

export const WITHDRAWAL_COLUMNS: readonly Column<WithdrawalRow>[] = [
  {
    ...digestColumn('idDigest', '条目、记录编号', 'id', 'the id of an entry or a good record'),
    value: (row) => idDigest(row.id),
  },
  {
    ...{ name: 'effectiveOn', zh: '撤下日期', en: 'Withdrawn on', type: 'date', required: true },
    about: 'From this day on nobody may show it',
    value: (row) => row.effective_on,
  },
  {
    ...{ name: 'reason', zh: '原因', en: 'Reason', type: 'string', required: true },
    about:
      '到期 (expired), 修复 (repaired), 撤销 (revoked), 更正 (corrected), 后一期不再列入 (not on the next edition) or 撤下 (withdrawn, and nothing more is said)',
    value: (row) => ENDING_WORDS[row.reason],
  },
];
