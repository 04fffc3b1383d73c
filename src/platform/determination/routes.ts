/** HTTP of determination: the queue, one case and what may be done to it, and the approval of whole batches. */
import { determinationEndpoints } from '#contracts/determination.ts';
import { type PlatformRoutes, serve } from '../http/serve.ts';
import { determineBatch, reviewBatch } from './batch/approval.ts';
import { batchesWaiting, previewBatch } from './batch/preview.ts';
import { caseView, reveal } from './looks.ts';
import { noticeLetter, noticePaper } from './notice/letter.ts';
import { LETTER_POLICY } from './notice/page.ts';
import { queueCounts } from './queue/counts.ts';
import { neighbours, queue } from './queue/queue.ts';
import { performAction } from './service.ts';

export const determinationRoutes: PlatformRoutes = async (app, { context }) => {
  serve(app, determinationEndpoints, {
    'GET /cases': ({ caller, query }) => queue(context, caller, query),
    'GET /cases/counts': ({ caller }) => queueCounts(context, caller),
    'GET /cases/:id': ({ caller, params }) => caseView(context, caller, params.id),
    'GET /cases/:id/neighbours': ({ caller, params, query }) => neighbours(context, caller, params.id, query),
    'GET /cases/:id/notice': async ({ caller, params }) => ({
      content: await noticeLetter(context, caller, params.id),
      headers: { 'content-security-policy': LETTER_POLICY },
    }),
    'GET /cases/:id/notice.pdf': async ({ caller, params }) => {
      const { number, content } = await noticePaper(context, caller, params.id);
      return { content, fileName: `告知书${number}.pdf` };
    },
    'POST /cases/:id/reveal': ({ caller, params, body }) => reveal(context, caller, params.id, body.purpose),
    'POST /cases/:id/actions': ({ caller, params, body }) => performAction(context, caller, params.id, body),
    'GET /waiting-batches': ({ caller, query }) => batchesWaiting(context, caller, query),
    'GET /batches/:id/preview': ({ caller, params, query }) => previewBatch(context, caller, params.id, query.step),
    'POST /batches/:id/review': ({ caller, params, query }) => reviewBatch(context, caller, params.id, query),
    'POST /batches/:id/determine': ({ caller, params, query }) => determineBatch(context, caller, params.id, query),
  });
};
