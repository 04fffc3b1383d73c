/** HTTP of access: administrators appoint and dismiss officers and register departments' systems. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  ChangedRoles,
  Delegation,
  DelegationPage,
  DelegationQuery,
  DepartmentNode,
  EndSessions,
  MachineClient,
  NewDelegation,
  NewMachineClient,
  NewOfficer,
  Officer,
  OfficerPage,
  OfficerQuery,
  OfficerSession,
  OwnDelegations,
} from '#contracts/officers.ts';
import type { PlatformContext } from '../context.ts';
import { requireActor } from '../http.ts';
import { delegate, delegations, ownDelegations, revokeDelegation } from './delegations.ts';
import { dismissMachine, machineClients, registerMachine } from './machine-clients.ts';
import { appoint, changeRoles, departmentTree, dismiss, officers } from './service.ts';
import { endSessions, officerSessions, type SessionAges } from './sessions.ts';

export interface AccessRoutesOptions {
  readonly context: PlatformContext;
  /** `iss` of the provider officers sign in at, where a request names none */
  readonly issuer: string;
  readonly sessionLimits: SessionAges;
  /** what sessions age by */
  readonly wallClock: () => Date;
}

export const accessRoutes: FastifyPluginAsyncZod<AccessRoutesOptions> = async (app, options) => {
  const { context, issuer } = options;
  app.get(
    '/officers',
    {
      schema: {
        tags: ['access'],
        summary: '经办人名册，按单位和姓名排列',
        querystring: OfficerQuery,
        response: { 200: OfficerPage },
      },
    },
    async (request) => officers(context, requireActor(request, 'administrator', 'auditor'), request.query),
  );

  app.get(
    '/my-delegations',
    {
      schema: {
        tags: ['access'],
        summary: '本人的代理：请谁代理，代理谁',
        response: { 200: OwnDelegations },
      },
    },
    async (request) => ownDelegations(context, requireActor(request)),
  );

  app.get(
    '/delegations',
    {
      schema: {
        tags: ['access'],
        summary: '管辖内的代理，新登记的在前',
        querystring: DelegationQuery,
        response: { 200: DelegationPage },
      },
    },
    async (request) => delegations(context, requireActor(request, 'administrator', 'auditor'), request.query),
  );

  app.post(
    '/delegations',
    {
      schema: {
        tags: ['access'],
        summary: '登记代理：本人不在岗时由同一单位的同事代为办理',
        body: NewDelegation,
        response: { 201: Delegation },
      },
    },
    async (request, reply) => reply.code(201).send(await delegate(context, requireActor(request), request.body)),
  );

  app.post(
    '/delegations/:id/revoke',
    {
      schema: {
        tags: ['access'],
        summary: '提前结束代理',
        params: z.object({ id: z.uuid() }),
        response: { 200: Delegation },
      },
    },
    async (request) => revokeDelegation(context, requireActor(request), request.params.id),
  );

  app.get(
    '/departments',
    {
      schema: {
        tags: ['access'],
        summary: '单位：市、部门、区县、功能区和办公室',
        response: { 200: z.object({ items: z.array(DepartmentNode) }) },
      },
    },
    async (request) => ({
      items: await departmentTree(context, requireActor(request, 'administrator', 'auditor', 'credit-office')),
    }),
  );

  app.post(
    '/officers/:id/roles',
    {
      schema: {
        tags: ['access'],
        summary: '变更经办人的岗位',
        params: z.object({ id: z.uuid() }),
        body: ChangedRoles,
        response: { 200: Officer },
      },
    },
    async (request) =>
      changeRoles(context, requireActor(request, 'administrator'), request.params.id, request.body.roles),
  );

  app.get(
    '/officers/:id/sessions',
    {
      schema: {
        tags: ['access'],
        summary: '某经办人现有的登录：只知何时登录、何时最近使用',
        params: z.object({ id: z.uuid() }),
        response: { 200: z.object({ items: z.array(OfficerSession) }) },
      },
    },
    async (request) => ({
      items: await officerSessions(options, requireActor(request, 'administrator'), request.params.id),
    }),
  );

  app.post(
    '/officers/:id/sessions/end',
    {
      schema: {
        tags: ['access'],
        summary: '结束某经办人的登录',
        params: z.object({ id: z.uuid() }),
        body: EndSessions,
        response: { 200: z.object({ ended: z.number().int() }) },
      },
    },
    async (request) => ({
      ended: await endSessions(
        options,
        requireActor(request, 'administrator'),
        request.params.id,
        request.body.session,
      ),
    }),
  );

  app.post(
    '/officers',
    { schema: { tags: ['access'], summary: '登记经办人', body: NewOfficer, response: { 201: Officer } } },
    async (request, reply) => {
      const officer = await appoint(context, requireActor(request, 'administrator'), issuer, request.body);
      return reply.code(201).send(officer);
    },
  );

  app.post(
    '/officers/:id/dismiss',
    {
      schema: {
        tags: ['access'],
        summary: '停用经办人',
        params: z.object({ id: z.uuid() }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await dismiss(context, requireActor(request, 'administrator'), request.params.id);
      return reply.code(204).send(null);
    },
  );

  app.get(
    '/machine-clients',
    {
      schema: {
        tags: ['access'],
        summary: '已登记的单位系统',
        response: { 200: z.object({ items: z.array(MachineClient) }) },
      },
    },
    async (request) => ({ items: await machineClients(context, requireActor(request, 'administrator', 'auditor')) }),
  );

  app.post(
    '/machine-clients/:id/dismiss',
    {
      schema: {
        tags: ['access'],
        summary: '停用单位系统',
        params: z.object({ id: z.string().min(1).max(200) }),
        response: { 204: z.null() },
      },
    },
    async (request, reply) => {
      await dismissMachine(context, requireActor(request, 'administrator'), request.params.id);
      return reply.code(204).send(null);
    },
  );

  app.post(
    '/machine-clients',
    { schema: { tags: ['access'], summary: '登记单位系统', body: NewMachineClient, response: { 201: MachineClient } } },
    async (request, reply) => {
      const client = await registerMachine(context, requireActor(request, 'administrator'), issuer, request.body);
      return reply.code(201).send(client);
    },
  );
};
