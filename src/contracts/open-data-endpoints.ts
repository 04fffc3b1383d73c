/** The open data as endpoints: no sign-in, no key. A table is a file in three formats, described for programs. */
import { z } from 'zod';
import { ANYBODY, document, endpoints, json, pages, REDIRECT } from './endpoint.ts';
import { DataFileList, EditionParameters, MEDIA_TYPES, PublishedKey } from './open-data.ts';
import { EditionDocument, EditionList, OrganisationStanding } from './site.ts';
import { DATASETS, type FileFormat } from './vocabulary.ts';

interface Words {
  readonly zh: string;
  readonly en: string;
}
const ENTRIES = { zh: '一期名单', en: 'An edition of a list' };
const CHANGES = { zh: '一期名单与上一期相比的变化', en: 'What an edition changed against the one before' };
const RECORDS = { zh: '企业和社会组织良好信息', en: 'Good records of organisations' };
const WITHDRAWALS = { zh: '撤下清单', en: 'Withdrawals' };
const PUNCTUALITY = { zh: '期限遵守情况', en: 'How well deadlines were kept' };
const SINCE = { zh: '良好信息自某一位置以来的变化', en: 'What has changed in the good records since a position' };

const Since = z.object({
  since: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0).meta({
    description: '上次所得文件的 position；不填为全部',
  }),
});

const shown = { who: ANYBODY, caching: 'shared' } as const;
/** Files cost more than answers. */
const kept = { ...shown, limit: { group: 'open-data-files' } } as const;

const table = ({ zh, en }: Words, format: FileFormat) =>
  ({
    ...kept,
    summary: { zh: `${zh}（${format.toUpperCase()}）`, en: `${en} (${format.toUpperCase()})` },
    answer: document(MEDIA_TYPES[format]),
  }) as const;

const structure = ({ zh, en }: Words) =>
  ({
    ...kept,
    summary: { zh: `${zh}：表格的结构说明（CSVW）`, en: `${en}: what the columns are (CSV on the Web)` },
    answer: json(z.record(z.string(), z.unknown())),
  }) as const;

const fileList = ({ zh, en }: Words) =>
  ({
    ...kept,
    summary: { zh: `${zh}的全部文件及校验值`, en: `${en}: all files, with checksums` },
    answer: json(DataFileList),
  }) as const;

const ofEdition = { params: EditionParameters } as const;
const sincePosition = { query: Since } as const;

export const editionEndpoints = endpoints('open-data', {
  'GET /v1/editions': { ...shown, summary: { zh: '全部期次', en: 'All editions' }, answer: json(EditionList) },
  'GET /v1/editions/:list/:number': { ...shown, ...ofEdition, summary: ENTRIES, answer: json(EditionDocument) },
  'GET /v1/editions/:list/:number/files': { ...fileList(ENTRIES), ...ofEdition },
  'GET /v1/editions/:list/:number/entries.csv': { ...table(ENTRIES, 'csv'), ...ofEdition },
  'GET /v1/editions/:list/:number/entries.json': { ...table(ENTRIES, 'json'), ...ofEdition },
  'GET /v1/editions/:list/:number/entries.xlsx': { ...table(ENTRIES, 'xlsx'), ...ofEdition },
  'GET /v1/editions/:list/:number/entries.csv-metadata.json': { ...structure(ENTRIES), ...ofEdition },
  'GET /v1/editions/:list/:number/changes.csv': { ...table(CHANGES, 'csv'), ...ofEdition },
  'GET /v1/editions/:list/:number/changes.json': { ...table(CHANGES, 'json'), ...ofEdition },
  'GET /v1/editions/:list/:number/changes.xlsx': { ...table(CHANGES, 'xlsx'), ...ofEdition },
  'GET /v1/editions/:list/:number/changes.csv-metadata.json': { ...structure(CHANGES), ...ofEdition },
  'GET /v1/editions/:list/:number/edition.zip': {
    ...kept,
    ...ofEdition,
    summary: {
      zh: '一期名单的静态文件，带签名，可以离线核验（ZIP）',
      en: 'An edition as static files under a signature, to be verified offline (ZIP)',
    },
    answer: document('application/zip'),
  },
  'GET /v1/publication-key': {
    ...shown,
    summary: { zh: '签署名单和报告所用的公钥', en: 'The public key that lists and reports are signed with' },
    answer: json(PublishedKey),
  },
});

export const dataFileEndpoints = endpoints('open-data', {
  'GET /v1/records.csv': table(RECORDS, 'csv'),
  'GET /v1/records.json': table(RECORDS, 'json'),
  'GET /v1/records.xlsx': table(RECORDS, 'xlsx'),
  'GET /v1/records.csv-metadata.json': structure(RECORDS),
  'GET /v1/records/files': fileList(RECORDS),
  'GET /v1/withdrawals.csv': table(WITHDRAWALS, 'csv'),
  'GET /v1/withdrawals.json': table(WITHDRAWALS, 'json'),
  'GET /v1/withdrawals.xlsx': table(WITHDRAWALS, 'xlsx'),
  'GET /v1/withdrawals.csv-metadata.json': structure(WITHDRAWALS),
  'GET /v1/withdrawals/files': fileList(WITHDRAWALS),
  'GET /v1/punctuality.csv': table(PUNCTUALITY, 'csv'),
  'GET /v1/punctuality.json': table(PUNCTUALITY, 'json'),
  'GET /v1/punctuality.xlsx': table(PUNCTUALITY, 'xlsx'),
  'GET /v1/punctuality.csv-metadata.json': structure(PUNCTUALITY),
  'GET /v1/punctuality/files': fileList(PUNCTUALITY),
  'GET /v1/records/changes.csv': { ...table(SINCE, 'csv'), ...sincePosition },
  'GET /v1/records/changes.json': { ...table(SINCE, 'json'), ...sincePosition },
  'GET /v1/records/changes.xlsx': { ...table(SINCE, 'xlsx'), ...sincePosition },
  'GET /v1/records/changes.csv-metadata.json': {
    ...structure({ zh: '良好信息的变化', en: 'Changes of the good records' }),
    ...sincePosition,
  },
});

export const standingEndpoints = endpoints('open-data', {
  'GET /v1/schemas/:name': {
    ...shown,
    summary: { zh: '数据文件的结构（JSON Schema）', en: 'What a data file holds (JSON Schema)' },
    params: z.object({ name: z.enum(DATASETS.map((dataset) => `${dataset}.json` as const)) }),
    answer: document('application/schema+json'),
  },
  // the one question asked thousands of times a second
  'GET /v1/organisations/:uscc': {
    ...shown,
    summary: {
      zh: '一家企业或社会组织：登记名称、良好信息、目前在榜和公示的情况',
      en: 'An organisation: registered name, good records, lists it is on or proposed for',
    },
    params: z.object({ uscc: z.string().max(40) }),
    frequent: true,
    answer: json(OrganisationStanding),
  },
});

const moved = {
  ...shown,
  summary: { zh: '旧地址，转到 v1', en: 'An address from before there were versions' },
  answer: REDIRECT,
} as const;

export const formerAddresses = pages({
  'GET /editions': moved,
  'GET /editions/*': moved,
  'GET /organisations/:uscc': moved,
});

/** The key as a file, where programs look for one. */
export const publishedKeyFile = pages({
  'GET /.well-known/xinheng-publication-key.pem': {
    ...shown,
    summary: { zh: '公钥文件', en: 'The public key as a file' },
    answer: document('application/x-pem-file'),
  },
});
