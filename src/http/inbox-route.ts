/** The inbox of every system: takes the raw body, checks its signature before anything reads it, then hands its records on. */
import type { FastifyInstance, FastifyPluginAsync } from 'fastify';
import { answerDelivery, type TakeDelivery } from '#contracts/envelope.ts';
import {
  type HeldPage,
  HeldQuestion,
  heldEndpoints,
  holdingsEndpoints,
  type inboxEndpoints,
} from '#contracts/inbox.ts';
import {
  CLOUD_EVENT_TYPE,
  type CloudEvent,
  DELIVERY_BODY_LIMIT,
  presentedSignature,
  verifyEvent,
} from '#contracts/webhook.ts';
import type { Holdings } from '#kernel/exchange/canonical-json.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { endpointServer } from './serve.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** set once a signature was found to be one of another system's; null for everybody else */
    delivered: CloudEvent | null;
  }
}

export interface InboxRouteOptions {
  /** the system's own words for what it takes (contracts/inbox.ts) */
  readonly inbox: ReturnType<typeof inboxEndpoints>;
  readonly secrets: readonly string[];
  readonly clock: () => Date;
  readonly receiver: 'platform' | 'points' | 'site';
  readonly take: TakeDelivery;
  /** with this, the sender may ask what is held (`POST /inbox/holdings`), to reconcile */
  readonly holdings?: () => Promise<Holdings>;
  /** with this, it may also ask for the items themselves (`POST /inbox/held`), after a restore */
  readonly held?: (question: HeldQuestion) => Promise<HeldPage>;
}

const notAnEvent = () =>
  new Problem('signature.invalid', {
    said: { zh: `内容类型应为 ${CLOUD_EVENT_TYPE}`, en: `The content type must be ${CLOUD_EVENT_TYPE}.` },
  });

/** The systems' door: whoever signed. */
const serve = endpointServer<{ systems: CloudEvent }>({
  systems: ({ delivered }) => {
    if (!delivered) throw notAnEvent();
    return delivered;
  },
});

export const inboxRoute: FastifyPluginAsync<InboxRouteOptions> = async (app, options) => {
  const { receiver, take, holdings, held } = options;
  verifyDeliveries(app, options);
  serve(app, options.inbox, { 'POST /inbox': ({ body }) => answerDelivery(body, receiver, take) });
  if (holdings) serve(app, holdingsEndpoints, { 'POST /inbox/holdings': holdings });
  if (held) serve(app, heldEndpoints, { 'POST /inbox/held': ({ body }) => held(questionIn(body)) });
};

function questionIn({ data }: CloudEvent): HeldQuestion {
  const question = HeldQuestion.safeParse(data);
  if (question.success) return question.data;
  throw new Problem('request.invalid', { extra: { errors: question.error.issues } });
}

/** For every route registered in `app` afterwards. */
function verifyDeliveries(app: FastifyInstance, { secrets, clock }: InboxRouteOptions): void {
  app.decorateRequest('delivered', null);
  app.addContentTypeParser(
    CLOUD_EVENT_TYPE,
    { parseAs: 'string', bodyLimit: DELIVERY_BODY_LIMIT },
    (_request, body, done) => done(null, body),
  );
  // before a byte of the body is read: what the headers alone show; a forger must at least know what a signature looks like
  app.addHook('preParsing', async (request) => {
    if (!request.headers['content-type']?.startsWith(CLOUD_EVENT_TYPE)) throw notAnEvent();
    presentedSignature(request.headers, clock());
  });
  app.addHook('preValidation', async (request) => {
    if (typeof request.body !== 'string') throw notAnEvent();
    request.delivered = verifyEvent(request.headers, request.body, secrets, clock());
    request.body = request.delivered;
  });
}
