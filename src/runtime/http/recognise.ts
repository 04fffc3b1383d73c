/** Who asks: the holder of a session by the cookie, a department's system by its token; refused if another site's page sends the cookie. */
import type { FastifyInstance, FastifyRequest } from 'fastify';
import { Problem } from '#kernel/refusal/problem.ts';
import type { DoorWithCookies } from './door.ts';

declare module 'fastify' {
  interface FastifyRequest {
    /** why the caller's token or page is refused; told once the request has been counted */
    refusal: unknown;
  }
}

const READING = new Set(['GET', 'HEAD', 'OPTIONS']);

/** For every route registered in `scope` afterwards. */
export function recogniseCallers<Holder extends object>(scope: FastifyInstance, door: DoorWithCookies<Holder>): void {
  scope.decorateRequest('refusal', null);
  // the limits look after this hook, and count who was recognised; a refusal waits until they have
  scope.addHook('onRequest', async (request) => {
    await recognise(request, door).catch((error: unknown) => {
      request.refusal = error;
    });
  });
  scope.addHook('preParsing', async (request) => {
    if (request.refusal !== null) throw request.refusal;
  });
}

async function recognise<Holder extends object>(request: FastifyRequest, at: DoorWithCookies<Holder>): Promise<void> {
  const bearer = /^Bearer (.+)$/i.exec(request.headers.authorization ?? '')?.[1];
  if (bearer !== undefined) return recogniseMachine(request, at, bearer);
  const token = at.cookies.session(request);
  if (!token) return;
  const holder = await at.sessions.find(token);
  if (!holder || !(await at.door.recognise(request, holder, token))) return;
  request.countedAs = `session ${token}`;
  refuseForeignPage(request, at.publicUrl);
}

async function recogniseMachine<Holder extends object>(
  request: FastifyRequest,
  { client, door }: DoorWithCookies<Holder>,
  bearer: string,
): Promise<void> {
  if (!door.recogniseMachine)
    throw new Problem('session.required', {
      said: { zh: '此系统只供本人登录使用。', en: 'This system is for people signing in themselves.' },
    });
  const { clientId } = await client.verifyMachine(bearer);
  await door.recogniseMachine(request, clientId, client.issuer, bearer);
  request.countedAs = `client ${clientId}`;
}

/**
 * A page of another site can make the browser send our cookie, but cannot set a header of its own nor claim our origin:
 * a change by cookie needs one or the other. (SameSite=Lax stands before this; older browsers ignore it.)
 */
function refuseForeignPage(request: FastifyRequest, publicUrl: string): void {
  if (READING.has(request.method)) return;
  const { origin } = request.headers;
  if (origin === undefined ? request.headers['x-xinheng-csrf'] !== undefined : origin === publicUrl) return;
  throw new Problem('permission.denied', {
    said: {
      zh: '此请求不是从本系统的页面发出的，已拦下。程序调用请带请求头 x-xinheng-csrf: 1。',
      en: 'The request did not come from a page of this system. Programs send the header x-xinheng-csrf: 1.',
    },
  });
}
