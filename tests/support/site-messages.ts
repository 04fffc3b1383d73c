/** What the platform tells the site, as a test writes it: lists, notices, records, pieces of the directory, all invented. */

import { randomUUID } from 'node:crypto';
import {
  type EditionEntry,
  type EditionManifest,
  editionDigest,
  type OrganisationRecord,
  type PunctualityCount,
  type RegisteredOrganisation,
} from '#contracts/exchange.ts';
import type { CloudEvent } from '#contracts/webhook.ts';
import { inventedUscc } from './people.ts';
import { ref } from './refs.ts';

let position = 0;

/** Each newer than the one made before. */
export const event = (type: string, data: object): CloudEvent => ({
  specversion: '1.0',
  id: randomUUID(),
  source: '/platform',
  type,
  time: '2020-05-20T02:00:00.000Z',
  data: { ...data, position: ++position },
});

export const entry = (order: number, changes: Partial<EditionEntry> = {}): EditionEntry => ({
  entryId: randomUUID(),
  uscc: inventedUscc(order),
  name: `测试第${order}制造有限公司`,
  recordId: randomUUID(),
  ground: ref('3.2.2'),
  groundTitle: '圆满完成临时性紧急生产任务',
  matter: '昼夜生产医用防护服',
  department: '市工业和信息化局',
  zone: null,
  determinedOn: '2020-04-10',
  validUntil: null,
  ...changes,
});

export const manifest = (entries: EditionEntry[], changes: Partial<EditionManifest> = {}): EditionManifest => ({
  list: 'red',
  title: '疫情防控工作社会信用红榜',
  number: 1,
  clause: ref('3.2'),
  publishedOn: '2020-05-18',
  noticeFrom: '2020-05-08',
  noticeUntil: '2020-05-15',
  signedBy: [
    { department: '市信用办', signedAs: 'office', on: '2020-05-17' },
    { department: '市工业和信息化局', signedAs: 'department', on: '2020-05-18' },
  ],
  event: { id: ref('epidemic-ended'), effectiveOn: '2020-05-06', documentNumber: '测防指〔2020〕9号' },
  entries,
  ...changes,
});

export const edition = (content: EditionManifest) =>
  event('xinheng.edition.published', { manifest: content, digest: editionDigest(content) });

export const withdrawal = ({ uscc, entryId }: EditionEntry) =>
  event('xinheng.entry.withdrawn', { uscc, entryId, reason: 'revoked', effectiveOn: '2020-05-20' });

export const mark = ({ uscc, entryId }: EditionEntry, objectionOpen: boolean) =>
  event('xinheng.entry.marked', { uscc, entryId, objectionOpen });

export const notice = (entries: EditionEntry[]) =>
  event('xinheng.notice.opened', {
    list: 'red',
    title: '疫情防控工作社会信用红榜公示',
    roundId: '7',
    noticeFrom: '2020-05-19',
    noticeUntil: '2020-05-26',
    entries,
  });

export const goodRecord = (order: number, changes: Partial<OrganisationRecord> = {}): OrganisationRecord => ({
  uscc: inventedUscc(order),
  name: `测试第${order}制造有限公司`,
  recordId: randomUUID(),
  kind: ref('3.2.4'),
  clause: ref('3.2.4'),
  title: '捐款捐物',
  matter: '捐赠医用防护物资一批',
  department: '市民政局',
  area: null,
  occurredOn: '2020-03-01',
  determinedOn: '2020-05-08',
  validFrom: '2020-05-08',
  validUntil: null,
  objectionOpen: false,
  ...changes,
});

export const records = (...all: OrganisationRecord[]) =>
  event('xinheng.organisation-records.published', { records: all });

export const recordWithdrawal = ({ uscc, recordId }: OrganisationRecord) =>
  event('xinheng.organisation-record.withdrawn', { uscc, recordId, reason: 'revoked', effectiveOn: '2020-05-20' });

export const registered = (
  order: number,
  name: string,
  changes: Partial<RegisteredOrganisation> = {},
): RegisteredOrganisation => ({ uscc: inventedUscc(order), name, area: null, registeredOn: '2010-01-02', ...changes });

export const directory = (...organisations: RegisteredOrganisation[]) =>
  event('xinheng.directory.published', { organisations });

export const punctuality = (month: string, ...counts: PunctualityCount[]) =>
  event('xinheng.punctuality.published', { month, counts });

/** Tables of the site that a test empties between two tests. */
export const SITE_TABLES =
  'inbox_message, edition, edition_signature, edition_member, edition_entry, notice, notice_entry, entry_mark, withdrawn_entry, good_record, withdrawn_record, organisation, organisation_change, punctuality, punctuality_month, notice_turn';
