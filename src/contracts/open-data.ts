/** Open data files as programs find them: address, kind, size, checksum. */
import { z } from 'zod';
import { ListId } from './list-id.ts';
import { DATASETS, FILE_FORMATS, type FileFormat } from './vocabulary.ts';

export const EditionParameters = z.object({
  list: ListId,
  number: z.coerce.number().int().min(1).max(1_000_000),
});

export const MEDIA_TYPES: Readonly<Record<FileFormat, string>> = {
  csv: 'text/csv',
  json: 'application/json',
  xlsx: 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
};

export const DataFileSummary = z.object({
  dataset: z.enum(DATASETS),
  format: z.enum(FILE_FORMATS),
  address: z.string(),
  mediaType: z.string(),
  bytes: z.number().int(),
  sha256: z.string().meta({ description: 'of the file as it comes uncompressed' }),
  schema: z.string().meta({ description: 'JSON Schema; for CSV the metadata of CSV on the Web' }),
});
export type DataFileSummary = z.infer<typeof DataFileSummary>;

export const DataFileList = z.object({
  title: z.string(),
  licence: z.string(),
  publisher: z.string(),
  asOf: z.iso.date().meta({ description: 'day as of which nothing had expired' }),
  supersededBy: z
    .string()
    .nullable()
    .meta({ description: 'files of the newest edition of the list; null while this is the newest' }),
  files: z.array(DataFileSummary),
});
export type DataFileList = z.infer<typeof DataFileList>;

export const PublishedKey = z.object({
  algorithm: z.literal('Ed25519'),
  fingerprint: z.string().meta({ description: 'SHA-256 of the public key (SPKI, DER) in Base64, to compare by eye' }),
  pem: z.string(),
});
export type PublishedKey = z.infer<typeof PublishedKey>;
