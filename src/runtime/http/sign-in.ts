/**
 * Sign-in of one system, for people (a session cookie) and machines (a bearer token): puts who asks on every request
 * below it, refuses what another site's page sends with our cookie, and brings the /auth routes.
 */
import type { FastifyInstance } from 'fastify';
import type { SignInOptions } from './door.ts';
import { recogniseCallers } from './recognise.ts';
import { SignInCookies } from './sign-in-cookies.ts';
import { SignInSteps } from './sign-in-steps.ts';

/** Registers the hooks in `scope` itself: every route registered in it afterwards is behind the door. */
export function signIn<Holder extends object>(scope: FastifyInstance, options: SignInOptions<Holder>): void {
  const cookies = new SignInCookies(options.cookie, options.publicUrl, options.client.issuer);
  const door = { ...options, cookies };
  recogniseCallers(scope, door);
  // what a person or a system is told behind a door is theirs: no cache, shared or in the browser, keeps it
  scope.addHook('onSend', async (_request, reply) => {
    reply.header('cache-control', 'no-store');
  });
  const steps = new SignInSteps(door);
  scope.register(
    async (app) =>
      options.door.serve(app, {
        'GET /auth/sign-in': ({ request, reply, query }) => steps.begin(request, reply, query.returnTo),
        'GET /auth/callback': ({ request, reply }) => steps.finish(request, reply),
        'GET /auth/sessions': ({ request }) => steps.ownSessions(request),
        'POST /auth/sessions/end': ({ request, body }) => steps.endOthers(request, body.id),
        'POST /auth/sign-out': ({ request, reply }) => steps.end(request, reply),
      }),
    { prefix: options.prefix },
  );
}
