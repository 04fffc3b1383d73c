/** HTTP of the open data: no sign-in, no key. Files come from the library, answers for programs from the service. */
import type { FastifyPluginAsync } from 'fastify';
import {
  dataFileEndpoints,
  editionEndpoints,
  formerAddresses,
  publishedKeyFile,
  standingEndpoints,
} from '#contracts/open-data-endpoints.ts';
import { DATASETS, FILE_FORMATS } from '#contracts/vocabulary.ts';
import type { SentFile } from '#http/answer.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { type SiteHandlers, serve } from '../http.ts';
import type { Proposals } from '../notices/proposals.ts';
import { fingerprintOf, type PublicationKey, pemOf } from '../publication/key.ts';
import { Finder } from '../search/finder.ts';
import { API, COLUMNS, type EditionChoice } from './datasets.ts';
import { describeTable, listFiles } from './describe.ts';
import type { FileChoice } from './library.ts';
import { jsonSchema } from './schemas.ts';
import { type DataDesk, sendEdition, sendTable } from './send.ts';
import { describeEdition, describeEditions, describeOrganisation } from './service.ts';

export interface OpenDataOptions extends DataDesk {
  readonly proposals: Proposals;
  readonly filesPerMinute: number;
}

export const siteOpenData: FastifyPluginAsync<OpenDataOptions> = async (app, options) => {
  const perMinute = { 'open-data-files': options.filesPerMinute };
  serve(app, editionEndpoints, editions(options), { perMinute });
  serve(app, dataFileEndpoints, dataFiles(options), { perMinute });
  serve(app, standingEndpoints, standings(options));
  const moved = ({ request }: { request: { url: string } }) =>
    ({ location: request.url.replace(/^\/api\/site\//, `${API}/`), status: 308 }) as const;
  serve(app, formerAddresses, { 'GET /editions': moved, 'GET /editions/*': moved, 'GET /organisations/:uscc': moved });
};

/** The key as a file, at the root of the site. */
export const publishedKey: FastifyPluginAsync<{ key: PublicationKey }> = async (app, { key }) => {
  serve(app, publishedKeyFile, {
    'GET /.well-known/xinheng-publication-key.pem': () => ({ content: pemOf(key.publicKey) }),
  });
};

function editions(desk: DataDesk): SiteHandlers<typeof editionEndpoints.all> {
  const { library, key } = desk;
  const { publisher } = library;
  const both = (edition: EditionChoice) =>
    (['entries', 'changes'] as const).flatMap((dataset) =>
      FILE_FORMATS.map((format): FileChoice => ({ dataset, edition, format })),
    );
  const entries = (edition: EditionChoice, format: FileChoice['format']) =>
    sendTable(desk, { dataset: 'entries', edition, format });
  const changes = (edition: EditionChoice, format: FileChoice['format']) =>
    sendTable(desk, { dataset: 'changes', edition, format });
  const structure = (dataset: 'entries' | 'changes', edition: EditionChoice) =>
    describeTable(library, { dataset, edition, format: 'csv' });
  return {
    'GET /v1/editions': () => describeEditions(publisher),
    'GET /v1/editions/:list/:number': ({ params }) => describeEdition(publisher.context, params.list, params.number),
    'GET /v1/editions/:list/:number/files': ({ params }) => listFiles(library, both(params)),
    'GET /v1/editions/:list/:number/entries.csv': ({ params }) => entries(params, 'csv'),
    'GET /v1/editions/:list/:number/entries.json': ({ params }) => entries(params, 'json'),
    'GET /v1/editions/:list/:number/entries.xlsx': ({ params }) => entries(params, 'xlsx'),
    'GET /v1/editions/:list/:number/entries.csv-metadata.json': ({ params }) => structure('entries', params),
    'GET /v1/editions/:list/:number/changes.csv': ({ params }) => changes(params, 'csv'),
    'GET /v1/editions/:list/:number/changes.json': ({ params }) => changes(params, 'json'),
    'GET /v1/editions/:list/:number/changes.xlsx': ({ params }) => changes(params, 'xlsx'),
    'GET /v1/editions/:list/:number/changes.csv-metadata.json': ({ params }) => structure('changes', params),
    'GET /v1/editions/:list/:number/edition.zip': ({ params }) => sendEdition(desk, params),
    'GET /v1/publication-key': () => ({
      algorithm: 'Ed25519' as const,
      fingerprint: fingerprintOf(key.publicKey),
      pem: pemOf(key.publicKey),
    }),
  };
}

function dataFiles(desk: DataDesk): SiteHandlers<typeof dataFileEndpoints.all> {
  const { library } = desk;
  type Whole = 'records' | 'withdrawals' | 'punctuality';
  const table = (dataset: Whole, format: FileChoice['format']) => sendTable(desk, { dataset, format });
  const structure = (dataset: Whole) => describeTable(library, { dataset, format: 'csv' });
  const list = (dataset: Whole) =>
    listFiles(
      library,
      FILE_FORMATS.map((format): FileChoice => ({ dataset, format })),
    );
  const changes = (since: number, format: FileChoice['format']) =>
    sendTable(desk, { dataset: 'record-changes', since, format });
  return {
    'GET /v1/records.csv': () => table('records', 'csv'),
    'GET /v1/records.json': () => table('records', 'json'),
    'GET /v1/records.xlsx': () => table('records', 'xlsx'),
    'GET /v1/records.csv-metadata.json': () => structure('records'),
    'GET /v1/records/files': () => list('records'),
    'GET /v1/withdrawals.csv': () => table('withdrawals', 'csv'),
    'GET /v1/withdrawals.json': () => table('withdrawals', 'json'),
    'GET /v1/withdrawals.xlsx': () => table('withdrawals', 'xlsx'),
    'GET /v1/withdrawals.csv-metadata.json': () => structure('withdrawals'),
    'GET /v1/withdrawals/files': () => list('withdrawals'),
    'GET /v1/punctuality.csv': () => table('punctuality', 'csv'),
    'GET /v1/punctuality.json': () => table('punctuality', 'json'),
    'GET /v1/punctuality.xlsx': () => table('punctuality', 'xlsx'),
    'GET /v1/punctuality.csv-metadata.json': () => structure('punctuality'),
    'GET /v1/punctuality/files': () => list('punctuality'),
    'GET /v1/records/changes.csv': ({ query }) => changes(query.since, 'csv'),
    'GET /v1/records/changes.json': ({ query }) => changes(query.since, 'json'),
    'GET /v1/records/changes.xlsx': ({ query }) => changes(query.since, 'xlsx'),
    'GET /v1/records/changes.csv-metadata.json': ({ query }) =>
      describeTable(library, { dataset: 'record-changes', since: query.since, format: 'csv' }),
  };
}

function standings({ library, proposals }: OpenDataOptions): SiteHandlers<typeof standingEndpoints.all> {
  const { context } = library.publisher;
  const finder = new Finder(context);
  return {
    'GET /v1/schemas/:name': ({ params }) => schema(library.publisher.publicUrl, params.name),
    'GET /v1/organisations/:uscc': ({ params }) => describeOrganisation(context, { finder, proposals }, params.uscc),
  };
}

function schema(publicUrl: string, name: string): SentFile {
  const dataset = DATASETS.find((one) => `${one}.json` === name);
  if (!dataset) throw new Problem('not_found');
  const address = `${publicUrl}${API}/schemas/${dataset}.json`;
  return { content: JSON.stringify(jsonSchema(dataset, address, COLUMNS[dataset]), null, 1) };
}
