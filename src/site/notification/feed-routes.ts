/** Addresses of the feeds. */
import type { FastifyReply } from 'fastify';
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { checkUscc } from '#kernel/identity/uscc.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import type { Proposals } from '../notices/proposals.ts';
import { changeFeed, editionFeed, type FeedSource, noticeFeed } from './feeds.ts';

export const FEEDS = ['editions', 'notices', 'red', 'black'] as const;
const hide = true;

export const feedRoutes: FastifyPluginAsyncZod<{ source: FeedSource; proposals: Proposals }> = async (
  app,
  { source, proposals },
) => {
  const send = (reply: FastifyReply, text: string) => reply.type('application/atom+xml; charset=utf-8').send(text);

  for (const name of FEEDS) {
    app.get(`/feeds/${name}.atom`, { schema: { hide } }, async (_request, reply) => {
      if (name === 'notices') return send(reply, await noticeFeed(source));
      return send(reply, await editionFeed(source, name === 'editions' ? undefined : name));
    });
  }

  app.get(
    '/organisations/:uscc/changes.atom',
    { schema: { hide, params: z.object({ uscc: z.string().max(40) }) } },
    async (request, reply) => {
      const checked = checkUscc(request.params.uscc);
      if (checked.verdict === 'invalid' || checked.uscc !== request.params.uscc)
        throw new Problem('organisation.not_found');
      return send(reply, await changeFeed(source, proposals, checked.uscc));
    },
  );
};
