/** `POST /inbox` of every system: takes the raw body, checks its signature before anything reads it, then hands the event on. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  CLOUD_EVENT_TYPE,
  CloudEvent,
  DELIVERY_BODY_LIMIT,
  InboxAnswer,
  presentedSignature,
  verifyEvent,
} from '#contracts/webhook.ts';
import type { Holdings } from '#kernel/exchange/canonical-json.ts';
import { Problem } from '#kernel/refusal/problem.ts';

export interface InboxRouteOptions {
  readonly summary: string;
  readonly secrets: readonly string[];
  readonly clock: () => Date;
  readonly receive: (event: CloudEvent) => Promise<InboxAnswer['outcome']>;
  /** with this, the sender may ask what is held (`POST /inbox/holdings`), to reconcile */
  readonly holdings?: () => Promise<Holdings>;
}

/** A question has next to nothing in it. */
const HOLDINGS_BODY_LIMIT = 16 * 1024;

const notAnEvent = () =>
  new Problem('signature.invalid', {
    said: { zh: `内容类型应为 ${CLOUD_EVENT_TYPE}`, en: `The content type must be ${CLOUD_EVENT_TYPE}.` },
  });
const config = { body: { kind: 'delivery', tooLarge: () => new Problem('request.too_large') } } as const;

export const inboxRoute: FastifyPluginAsyncZod<InboxRouteOptions> = async (app, options) => {
  app.addContentTypeParser(
    CLOUD_EVENT_TYPE,
    { parseAs: 'string', bodyLimit: DELIVERY_BODY_LIMIT },
    (_request, body, done) => done(null, body),
  );
  // before a byte of the body is read: what the headers alone show; a forger must at least know what a signature looks like
  app.addHook('preParsing', async (request) => {
    if (!request.headers['content-type']?.startsWith(CLOUD_EVENT_TYPE)) throw notAnEvent();
    presentedSignature(request.headers, options.clock());
  });
  app.addHook('preValidation', async (request) => {
    if (typeof request.body !== 'string') throw notAnEvent();
    request.body = verifyEvent(request.headers, request.body, options.secrets, options.clock());
  });

  app.post(
    '/inbox',
    {
      bodyLimit: DELIVERY_BODY_LIMIT,
      config,
      schema: { tags: ['exchange'], summary: options.summary, body: CloudEvent, response: { 200: InboxAnswer } },
    },
    async (request) => ({ outcome: await options.receive(request.body) }),
  );

  const { holdings } = options;
  if (!holdings) return;
  app.post(
    '/inbox/holdings',
    {
      bodyLimit: HOLDINGS_BODY_LIMIT,
      config,
      schema: {
        tags: ['exchange'],
        summary: '核对所持有的内容（签名请求）',
        body: CloudEvent,
        response: { 200: z.object({ count: z.number().int(), digest: z.string() }) },
      },
    },
    async () => holdings(),
  );
};
