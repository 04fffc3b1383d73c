/** HTTP of access: administrators appoint and dismiss officers and register departments' systems. */
import type { FastifyPluginAsync } from 'fastify';
import { appointmentEndpoints } from '#contracts/appointments.ts';
import { accessEndpoints } from '#contracts/officers.ts';
import type { PlatformContext } from '../context.ts';
import { serve } from '../http/serve.ts';
import { appointments, changeRoles, decide, propose, proposeMachine } from './appointments.ts';
import { delegate, delegations, ownDelegations, revokeDelegation } from './delegations.ts';
import { departmentTree } from './departments.ts';
import { dismissMachine, machineClients } from './machine-clients.ts';
import { restore, restoreMachine } from './restoring.ts';
import { dismiss, officers } from './service.ts';
import { endSessions, officerSessions, type SessionAges } from './sessions.ts';

export interface AccessRoutesOptions {
  readonly context: PlatformContext;
  /** `iss` of the provider officers sign in at, where a request names none */
  readonly issuer: string;
  readonly sessionLimits: SessionAges;
  /** what sessions age by */
  readonly wallClock: () => Date;
}

export const accessRoutes: FastifyPluginAsync<AccessRoutesOptions> = async (app, options) => {
  const { context, issuer } = options;
  serve(app, accessEndpoints, {
    'GET /officers': ({ caller, query }) => officers(context, caller, query),
    'POST /officers/:id/dismiss': ({ caller, params }) => dismiss(context, caller, params.id),
    'GET /officers/:id/sessions': async ({ caller, params }) => ({
      items: await officerSessions(options, caller, params.id),
    }),
    'POST /officers/:id/sessions/end': async ({ caller, params, body }) => ({
      ended: await endSessions(options, caller, params.id, body.session),
    }),
    'GET /my-delegations': ({ caller }) => ownDelegations(context, caller),
    'GET /delegations': ({ caller, query }) => delegations(context, caller, query),
    'POST /delegations': ({ caller, body }) => delegate(context, caller, body),
    'POST /delegations/:id/revoke': ({ caller, params }) => revokeDelegation(context, caller, params.id),
    'GET /departments': async ({ caller }) => ({ items: await departmentTree(context, caller) }),
    'GET /machine-clients': async ({ caller }) => ({ items: await machineClients(context, caller) }),
    'POST /machine-clients/:id/dismiss': ({ caller, params }) => dismissMachine(context, caller, params.id),
  });
  serve(app, appointmentEndpoints, {
    'POST /officers': ({ caller, body }) => propose(context, caller, issuer, body),
    'POST /officers/:id/roles': ({ caller, params, body }) => changeRoles(context, caller, params.id, body.roles),
    'POST /officers/:id/restore': ({ caller, params, body }) => restore(context, caller, params.id, body.roles),
    'POST /machine-clients/:id/restore': ({ caller, params }) => restoreMachine(context, caller, params.id),
    'POST /machine-clients': ({ caller, body }) => proposeMachine(context, caller, issuer, body),
    'GET /appointments': ({ caller, query }) => appointments(context, caller, query),
    'POST /appointments/:id/decision': ({ caller, params, body }) => decide(context, caller, params.id, body.decision),
  });
};
