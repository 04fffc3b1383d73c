/** Addresses of the feeds. */
import type { FastifyPluginAsync } from 'fastify';
import { feedEndpoints } from '#contracts/notification.ts';
import { checkUscc } from '#kernel/identity/uscc.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { serve } from '../http.ts';
import type { Proposals } from '../notices/proposals.ts';
import { changeFeed, editionFeed, type FeedSource, noticeFeed } from './feeds.ts';

export const feedRoutes: FastifyPluginAsync<{ source: FeedSource; proposals: Proposals }> = async (
  app,
  { source, proposals },
) => {
  serve(app, feedEndpoints, {
    'GET /feeds/editions.atom': async () => ({ content: await editionFeed(source) }),
    'GET /feeds/notices.atom': async () => ({ content: await noticeFeed(source) }),
    'GET /feeds/:list.atom': async ({ params }) => ({ content: await editionFeed(source, params.list) }),
    'GET /organisations/:uscc/changes.atom': async ({ params }) => {
      const checked = checkUscc(params.uscc);
      if (checked.verdict === 'invalid' || checked.uscc !== params.uscc) throw new Problem('organisation.not_found');
      return { content: await changeFeed(source, proposals, checked.uscc) };
    },
  });
};
