/** HTTP of the open data: no sign-in, no key. Files come from the library, answers for programs from the service. */
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type DataFileList, DataFileList as DataFiles, EditionParameters, PublishedKey } from '#contracts/open-data.ts';
import { EditionDocument, EditionList, OrganisationStanding } from '#contracts/site.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import { lastModified } from '../answers/caching.ts';
import type { Proposals } from '../notices/proposals.ts';
import { zipEdition } from '../publication/edition-folder.ts';
import { fingerprintOf, type PublicationKey, pemOf } from '../publication/key.ts';
import { Finder } from '../search/finder.ts';
import { API, COLUMNS, DATASETS, LICENCE } from './datasets.ts';
import { FORMATS, MEDIA_TYPES } from './formats.ts';
import { addressOf, describedAt, type FileChoice, type Library, type OpenFile } from './library.ts';
import { csvMetadata, jsonSchema } from './schemas.ts';
import { describeEdition, describeEditions, describeOrganisation } from './service.ts';

export interface OpenDataOptions {
  readonly library: Library;
  readonly key: PublicationKey;
  readonly proposals: Proposals;
  readonly filesPerMinute: number;
  /** what caches' clocks go by */
  readonly wallClock: () => Date;
}

const tags = ['open-data'];
const HEADERS_OF_DATA = {
  'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
};
const Since = z.object({
  since: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0).meta({
    description: '上次所得文件的 position；不填为全部',
  }),
});

export const siteOpenData: FastifyPluginAsyncZod<OpenDataOptions> = async (app, options) => {
  const { library } = options;
  const { context, publicUrl } = library.publisher;
  const finder = new Finder(context);
  const config = { rateLimit: { max: options.filesPerMinute, timeWindow: 60_000, groupId: 'open-data-files' } };

  const send = async (reply: FastifyReply, choice: FileChoice) => {
    const file = await library.open(choice);
    const { supersededBy } = file.about;
    const links = [
      `<${choice.format === 'csv' ? describedAt(choice) : `${API}/schemas/${choice.dataset}.json`}>; rel="describedby"`,
      `<${LICENCE}>; rel="license"`,
      ...(supersededBy === null ? [] : [`<${supersededBy}>; rel="successor-version"`]),
    ];
    reply.header('link', links.join(', '));
    return sendFile(reply, file, MEDIA_TYPES[choice.format], fileName(choice, supersededBy));
  };

  const sendFile = (reply: FastifyReply, { handle, bytes, sha256, state }: OpenFile, type: string, name: string) => {
    const today = localDateAt(context.clock());
    lastModified(reply, [state.changedAt, new Date(`${today}T00:00:00+08:00`)], options.wallClock);
    return reply
      .type(type)
      .header('content-length', bytes)
      .header('etag', `"${sha256}"`)
      .header('repr-digest', `sha-256=:${Buffer.from(sha256, 'hex').toString('base64')}:`)
      .header('content-disposition', `attachment; filename="${name}"`)
      .send(handle.createReadStream());
  };

  const metadata = async (choice: FileChoice) => {
    const { about, ...file } = await library.describe(choice);
    return csvMetadata(about, COLUMNS[choice.dataset], file);
  };

  const listFiles = async (choices: readonly FileChoice[]): Promise<DataFileList> => {
    const described = await Promise.all(choices.map((choice) => library.describe(choice)));
    const [first] = described;
    if (!first) throw new RangeError('no file to list');
    return {
      title: first.about.title,
      ...{ licence: LICENCE, publisher: first.about.publisher, asOf: first.about.asOf },
      // another edition has its own list of files
      supersededBy: first.about.supersededBy?.replace(/[^/]+$/, 'files') ?? null,
      files: choices.flatMap((choice, index) => {
        const file = described[index];
        if (!file) return [];
        const schema = choice.format === 'csv' ? describedAt(choice) : `${API}/schemas/${choice.dataset}.json`;
        return {
          ...{ dataset: choice.dataset, format: choice.format, mediaType: MEDIA_TYPES[choice.format] },
          ...{ address: publicUrl + addressOf(choice), bytes: file.bytes, sha256: file.sha256 },
          schema: publicUrl + schema,
        };
      }),
    };
  };

  app.get('/v1/editions', { schema: { tags, summary: '全部期次', response: { 200: EditionList } } }, async () =>
    describeEditions(library.publisher),
  );

  app.get(
    '/v1/editions/:list/:number',
    { schema: { tags, summary: '一期名单', params: EditionParameters, response: { 200: EditionDocument } } },
    async (request) => describeEdition(context, request.params.list, request.params.number),
  );

  app.get(
    '/v1/editions/:list/:number/files',
    {
      config,
      schema: { tags, summary: '一期名单的全部文件及校验值', params: EditionParameters, response: { 200: DataFiles } },
    },
    async (request) =>
      listFiles(
        (['entries', 'changes'] as const).flatMap((dataset) =>
          FORMATS.map((format): FileChoice => ({ dataset, edition: request.params, format })),
        ),
      ),
  );

  for (const [dataset, words] of [
    ['entries', '一期名单'],
    ['changes', '一期名单与上一期相比的变化'],
  ] as const) {
    for (const format of FORMATS) {
      app.get(
        `/v1/editions/:list/:number/${dataset}.${format}`,
        {
          config,
          schema: {
            ...{ tags, summary: `${words}（${format.toUpperCase()}）`, params: EditionParameters },
            produces: [MEDIA_TYPES[format]],
          },
        },
        async (request, reply) => send(reply, { dataset, edition: request.params, format }),
      );
    }
    app.get(
      `/v1/editions/:list/:number/${dataset}.csv-metadata.json`,
      { config, schema: { tags, summary: `${words}：表格的结构说明（CSVW）`, params: EditionParameters } },
      async (request) => metadata({ dataset, edition: request.params, format: 'csv' }),
    );
  }

  app.get(
    '/v1/editions/:list/:number/edition.zip',
    {
      config,
      schema: {
        ...{ tags, summary: '一期名单的静态文件，带签名，可以离线核验（ZIP）', params: EditionParameters },
        produces: ['application/zip'],
      },
    },
    async (request, reply) => {
      const edition = request.params;
      const { about } = await library.describe({ dataset: 'entries', edition, format: 'json' });
      const address = `${API}/editions/${edition.list}/${edition.number}/edition.zip`;
      const file = await library.openOther(address, async (path) => {
        await zipEdition(library.publisher, options.key, edition, path);
        return about;
      });
      return sendFile(reply, file, 'application/zip', `${edition.list}-${edition.number}.zip`);
    },
  );

  app.get(
    '/v1/publication-key',
    { schema: { tags, summary: '签署名单和报告所用的公钥', response: { 200: PublishedKey } } },
    async () => ({
      algorithm: 'Ed25519' as const,
      fingerprint: fingerprintOf(options.key.publicKey),
      pem: pemOf(options.key.publicKey),
    }),
  );

  for (const [dataset, words] of [
    ['records', '企业和社会组织良好信息'],
    ['withdrawals', '撤下清单'],
    ['punctuality', '期限遵守情况'],
  ] as const) {
    for (const format of FORMATS) {
      app.get(
        `/v1/${dataset}.${format}`,
        { config, schema: { tags, summary: `${words}（${format.toUpperCase()}）`, produces: [MEDIA_TYPES[format]] } },
        async (_request, reply) => send(reply, { dataset, format }),
      );
    }
    app.get(
      `/v1/${dataset}.csv-metadata.json`,
      { config, schema: { tags, summary: `${words}：表格的结构说明（CSVW）` } },
      async () => metadata({ dataset, format: 'csv' }),
    );
    app.get(
      `/v1/${dataset}/files`,
      { config, schema: { tags, summary: `${words}的全部文件及校验值`, response: { 200: DataFiles } } },
      async () => listFiles(FORMATS.map((format): FileChoice => ({ dataset, format }))),
    );
  }

  for (const format of FORMATS) {
    app.get(
      `/v1/records/changes.${format}`,
      {
        config,
        schema: {
          ...{ tags, summary: `良好信息自某一位置以来的变化（${format.toUpperCase()}）`, querystring: Since },
          produces: [MEDIA_TYPES[format]],
        },
      },
      async (request, reply) => send(reply, { dataset: 'record-changes', since: request.query.since, format }),
    );
  }
  app.get(
    '/v1/records/changes.csv-metadata.json',
    { config, schema: { tags, summary: '良好信息的变化：表格的结构说明（CSVW）', querystring: Since } },
    async (request) => metadata({ dataset: 'record-changes', since: request.query.since, format: 'csv' }),
  );

  app.get(
    '/v1/schemas/:name',
    {
      schema: {
        ...{ tags, summary: '数据文件的结构（JSON Schema）' },
        params: z.object({ name: z.enum(DATASETS.map((dataset) => `${dataset}.json` as const)) }),
      },
    },
    async (request, reply) => {
      const dataset = DATASETS.find((one) => `${one}.json` === request.params.name);
      if (!dataset) throw new Problem('not_found');
      reply.type('application/schema+json; charset=utf-8');
      return JSON.stringify(
        jsonSchema(dataset, `${publicUrl}${API}/schemas/${dataset}.json`, COLUMNS[dataset]),
        null,
        1,
      );
    },
  );

  app.get(
    '/v1/organisations/:uscc',
    {
      schema: {
        tags,
        summary: '一家企业或社会组织：登记名称、良好信息、目前在榜和公示的情况',
        params: z.object({ uscc: z.string().max(40) }),
        response: { 200: OrganisationStanding },
      },
      // the one question asked thousands of times a second: its headers are made once, its answer is checked by its type
      helmet: false,
      serializerCompiler: () => (data) => JSON.stringify(data),
    },
    async (request, reply) => {
      reply.headers(HEADERS_OF_DATA);
      return describeOrganisation(context, { finder, proposals: options.proposals }, request.params.uscc);
    },
  );

  // addresses from before there were versions
  for (const path of ['/editions', '/editions/*', '/organisations/:uscc']) {
    app.get(path, { schema: { hide: true } }, async (request, reply) =>
      reply.redirect(request.url.replace(/^\/api\/site\//, `${API}/`), 308),
    );
  }
};

/** An old edition says so in its name, too: files lie about long after they were downloaded. */
function fileName(choice: FileChoice, supersededBy: string | null): string {
  if (!('edition' in choice)) return `${choice.dataset}.${choice.format}`;
  const { list, number } = choice.edition;
  const newest = /\/(\d+)\/[^/]+$/.exec(supersededBy ?? '')?.[1];
  return `${list}-${number}-${choice.dataset}${newest ? `-superseded-by-${newest}` : ''}.${choice.format}`;
}
