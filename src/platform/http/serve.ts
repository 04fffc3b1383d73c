/** Makes the platform's routes of its endpoints, behind the platform's doors. */
import type { FastifyPluginAsyncZod } from 'fastify-type-provider-zod';
import { type Admit, endpointServer } from '#http/serve.ts';
import type { Actor } from '../access/actor.ts';
import type { Applicant } from '../access/applicant.ts';
import type { PlatformContext } from '../context.ts';
import { requireActor, requireApplicant } from './doors.ts';

/** A folder's `routes.ts` exports one of these. */
export type PlatformRoutes = FastifyPluginAsyncZod<{ context: PlatformContext }>;

type PlatformCallers = { readonly officers: Actor; readonly applicants: Applicant; readonly anybody: null };

/** The platform's doors, as endpoints name them. */
export const doors: Admit<PlatformCallers> = {
  officers: (request, { roles }) => requireActor(request, ...roles),
  applicants: requireApplicant,
  anybody: () => null,
};

export const serve = endpointServer(doors);
