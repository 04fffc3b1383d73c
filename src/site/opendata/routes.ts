/** HTTP of the open data: no sign-in, no key. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { EditionDocument, EditionList, ListParameter, OrganisationStanding } from '#contracts/site.ts';
import type { SiteContext } from '../context.ts';
import { Finder } from '../search/finder.ts';
import { describeEdition, describeEditions, describeOrganisation, editionCsv } from './service.ts';

const tags = ['open-data'];
const EditionParameters = z.object({ list: ListParameter, number: z.coerce.number().int().min(1).max(1_000_000) });

export const siteOpenData: FastifyPluginAsyncZod<{ context: SiteContext }> = async (app, { context }) => {
  const finder = new Finder(context);

  app.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-cache');
  });

  app.get('/editions', { schema: { tags, summary: '全部期次', response: { 200: EditionList } } }, async () =>
    describeEditions(context),
  );

  app.get(
    '/editions/:list/:number',
    { schema: { tags, summary: '一期名单', params: EditionParameters, response: { 200: EditionDocument } } },
    async (request) => describeEdition(context, request.params.list, request.params.number),
  );

  app.get(
    '/editions/:list/:number/entries.csv',
    { schema: { tags, summary: '一期名单（表格）', params: EditionParameters, produces: ['text/csv'] } },
    async (request, reply) => {
      const { list, number } = request.params;
      const text = await editionCsv(context, list, number);
      return reply
        .type('text/csv; charset=utf-8')
        .header('content-disposition', `attachment; filename="${list}-${number}.csv"`)
        .send(text);
    },
  );

  app.get(
    '/organisations/:uscc',
    {
      schema: {
        tags,
        summary: '一家企业或社会组织：登记名称、良好信息、目前在榜的情况',
        params: z.object({ uscc: z.string().max(40) }),
        response: { 200: OrganisationStanding },
      },
      helmet: false,
      serializerCompiler: () => (data) => JSON.stringify(data),
    },
    async (request) => describeOrganisation(context, finder, request.params.uscc),
  );
};
