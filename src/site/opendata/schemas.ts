/** What a file's columns are, for programs: JSON Schema for the JSON, CSV on the Web (W3C) for the CSV. */
import type { About, Column, DataTable } from './table.ts';

const JSON_TYPES = {
  string: { type: 'string' },
  integer: { type: 'integer' },
  date: { type: 'string', format: 'date' },
  boolean: { type: 'boolean' },
} as const;

/** JSON Schema 2020-12 of the JSON form of a table. */
export function jsonSchema(title: string, address: string, columns: readonly Column<never>[]): object {
  return {
    $schema: 'https://json-schema.org/draft/2020-12/schema',
    $id: address,
    title,
    type: 'object',
    required: ['about', 'rows'],
    properties: {
      about: { type: 'object', required: ['title', 'publisher', 'licence', 'asOf', 'supersededBy'] },
      rows: {
        type: 'array',
        items: {
          type: 'object',
          additionalProperties: false,
          required: columns.map(({ name }) => name),
          properties: Object.fromEntries(
            columns.map(({ name, zh, en, type, required, about }) => [
              name,
              {
                title: `${zh} ${en}`,
                description: about,
                ...(required ? JSON_TYPES[type] : { anyOf: [JSON_TYPES[type], { type: 'null' }] }),
              },
            ]),
          ),
        },
      },
    },
  };
}

/** `https://www.w3.org/TR/tabular-metadata/`; stands beside the file as `<file>-metadata.json`, where programs look for it. */
export function csvMetadata(
  about: About,
  columns: readonly Column<never>[],
  file: { sha256: string; bytes: number },
): Record<string, unknown> {
  return {
    '@context': ['http://www.w3.org/ns/csvw', { '@language': 'zh' }],
    url: about.address,
    'dc:title': about.title,
    'dc:publisher': about.publisher,
    'dc:license': { '@id': about.licence },
    'dc:date': about.asOf,
    'dc:description': about.note,
    ...(about.supersededBy === null ? {} : { 'dc:isReplacedBy': { '@id': about.supersededBy } }),
    'schema:sha256': file.sha256,
    'schema:contentSize': file.bytes,
    dialect: { encoding: 'utf-8', header: true, lineTerminators: ['\r\n'], quoteChar: '"', doubleQuote: true },
    tableSchema: {
      columns: columns.map(({ name, zh, en, type, required, about: meaning }) => ({
        name,
        titles: { zh, en },
        'dc:description': meaning,
        datatype: type === 'boolean' ? { base: 'boolean', format: '是|否' } : type,
        required: required === true,
      })),
    },
  };
}

export type AnyTable = Pick<DataTable<never>, 'columns' | 'about'>;
