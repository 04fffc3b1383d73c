/** Makes the platform's routes of its endpoints, behind the platform's doors. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { endpointServer } from '#http/serve.ts';
import type { PlatformContext } from '../context.ts';
import { requireActor, requireApplicant } from './doors.ts';

/** A folder's `routes.ts` exports one of these. */
export type PlatformRoutes = FastifyPluginAsyncZod<{ context: PlatformContext }>;

/** The platform's doors, as endpoints name them. */
export const serve = endpointServer({
  officers: (request, { roles }) => requireActor(request, ...roles),
  applicants: requireApplicant,
  anybody: () => null,
});
