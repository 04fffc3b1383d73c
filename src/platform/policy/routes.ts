/** HTTP of policy: the pack in force, for everyone who is signed in. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { PolicyView } from '#contracts/policy.ts';
import type { PlatformContext } from '../context.ts';
import { requireActor } from '../http.ts';
import { declaredEvents } from './store.ts';
import { type PackState, policyView } from './view.ts';

export type { PackState } from './view.ts';

export interface PolicyRoutesOptions {
  readonly context: PlatformContext;
  /** the pack's files as they were read at start, and what the check said of them */
  readonly pack: () => Promise<PackState>;
}

export const policyRoutes: FastifyPluginAsyncZod<PolicyRoutesOptions> = async (app, { context, pack }) => {
  app.get(
    '/policy',
    {
      schema: {
        tags: ['policy'],
        summary: '现行政策包：条款、目录、名单、措施、积分、期限和依据，以及检查结果',
        response: { 200: PolicyView },
      },
    },
    async (request) => {
      const actor = requireActor(request);
      return policyView(context.policy, await pack(), await declaredEvents(context, actor));
    },
  );
};
