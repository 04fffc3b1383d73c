/** HTTP of access: administrators appoint and dismiss officers and register departments' systems. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { MachineClient, NewMachineClient, NewOfficer, Officer } from '#contracts/officers.ts';
import type { PlatformContext } from '../context.ts';
import { requireActor } from '../http.ts';
import { appoint, dismiss, officers, registerMachine } from './service.ts';

export interface AccessRoutesOptions {
  readonly context: PlatformContext;
  /** `iss` of the provider officers sign in at, where a request names none */
  readonly issuer: string;
}

export const accessRoutes: FastifyPluginAsyncZod<AccessRoutesOptions> = async (app, { context, issuer }) => {
  app.get(
    '/officers',
    { schema: { tags: ['access'], summary: '经办人名册', response: { 200: z.object({ items: z.array(Officer) }) } } },
    async (request) => ({ items: await officers(context, requireActor(request, 'administrator', 'auditor')) }),
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

  app.post(
    '/machine-clients',
    { schema: { tags: ['access'], summary: '登记单位系统', body: NewMachineClient, response: { 201: MachineClient } } },
    async (request, reply) => {
      const client = await registerMachine(context, requireActor(request, 'administrator'), issuer, request.body);
      return reply.code(201).send(client);
    },
  );
};
