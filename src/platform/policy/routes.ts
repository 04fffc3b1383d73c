/** HTTP of policy: the pack in force, for everyone who is signed in. */
import type { FastifyPluginAsync } from 'fastify';
import { type PolicyQuery, policyEndpoints } from '#contracts/policy.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { PlatformContext } from '../context.ts';
import { serve } from '../http/serve.ts';
import { declaredEvents } from './store.ts';
import { noticeName, type PackState, policyView } from './view.ts';

export type { PackState } from './view.ts';

export interface PolicyRoutesOptions {
  readonly context: PlatformContext;
  /** the pack's files as they were read at start, and what the check said of them */
  readonly pack: () => Promise<PackState>;
}

export const policyRoutes: FastifyPluginAsync<PolicyRoutesOptions> = async (app, { context, pack }) => {
  serve(app, policyEndpoints, {
    'GET /policy/notices': () => context.policy.notices().map(noticeName),
    'GET /policy': async ({ caller, query }) => {
      const shown = asked(context, query);
      if (!shown) throw new Problem('not_found');
      return policyView(
        context.policy,
        shown,
        await pack(),
        await declaredEvents(context, caller),
        localDateAt(context.clock()),
      );
    },
  });
};

/** One in force, or an earlier version of any notice that ever was. */
function asked({ policy, policies }: PlatformContext, { notice, version }: PolicyQuery): Policy | undefined {
  const id = notice ?? policy.id;
  if (version === undefined) return policy.notices().find((one) => one.id === id);
  return policies.all().find((one) => one.id === id && one.version === version);
}
