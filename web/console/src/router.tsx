/** Addresses of the console and what each may say. Each page is loaded when it is first opened; filters live in the address. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { z } from 'zod';
import { readAddress, writeAddress } from './address-text.ts';
import { auditSearch } from './areas/audit/search.ts';
import { batchesSearch, batchSearch, reportSearch } from './areas/batches/search.ts';
import { caseSearch, queueSearch } from './areas/cases/search.ts';
import { deliveriesSearch } from './areas/deliveries/search.ts';
import { listsSearch, roundSearch } from './areas/lists/search.ts';
import { officersSearch } from './areas/officers/search.ts';
import { policySearch } from './areas/policy/search.ts';
import { requestSearch, rightsSearch } from './areas/rights/search.ts';
import { supervisionSearch } from './areas/supervision/search.ts';
import { PageFailed, PageMissing } from './parts/page-failed.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Shell });

/** Of a page without filters. */
const nothing = z.object({});

/** The page's own type is not asked for: it reads the types of the addresses, which are made here. */
type Page = () => Promise<{ readonly default: unknown }>;
type Component = () => Promise<{ default: () => React.ReactNode }>;

const page = <const Path extends string, const Search extends z.ZodObject>(
  path: Path,
  validateSearch: Search,
  load: Page,
) =>
  createRoute({ getParentRoute: () => root, path, validateSearch, component: lazyRouteComponent(load as Component) });

export const router = createRouter({
  basepath: '/console',
  parseSearch: readAddress,
  stringifySearch: writeAddress,
  routeTree: root.addChildren([
    page('/', nothing, () => import('./areas/home/home.tsx')),
    page('/report', reportSearch, () => import('./areas/batches/report.tsx')),
    page('/batches', batchesSearch, () => import('./areas/batches/batches.tsx')),
    page('/batches/$id', batchSearch, () => import('./areas/batches/batch.tsx')),
    page('/queue', queueSearch, () => import('./areas/cases/queue.tsx')),
    page('/cases/$id', caseSearch, () => import('./areas/cases/case.tsx')),
    page('/counter', nothing, () => import('./areas/counter/counter.tsx')),
    page('/at-desk', nothing, () => import('./areas/counter/at-desk.tsx')),
    page('/rights', rightsSearch, () => import('./areas/rights/rights.tsx')),
    page('/requests/$id', requestSearch, () => import('./areas/rights/request.tsx')),
    page('/lists', listsSearch, () => import('./areas/lists/lists.tsx')),
    page('/rounds/$id', roundSearch, () => import('./areas/lists/round.tsx')),
    page('/providers', nothing, () => import('./areas/providers/providers.tsx')),
    page('/supervision', supervisionSearch, () => import('./areas/supervision/supervision.tsx')),
    page('/deliveries', deliveriesSearch, () => import('./areas/deliveries/deliveries.tsx')),
    page('/audit', auditSearch, () => import('./areas/audit/audit.tsx')),
    page('/absence', nothing, () => import('./areas/absence/absence.tsx')),
    page('/officers', officersSearch, () => import('./areas/officers/officers.tsx')),
    page('/sessions', nothing, () => import('./areas/sign-in/sessions.tsx')),
    page('/signed-in', nothing, () => import('./areas/sign-in/signed-in.tsx')),
    page('/enacting', nothing, () => import('./areas/enacting/enacting.tsx')),
    page('/policy', policySearch, () => import('./areas/policy/policy.tsx')),
  ]),
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: PageMissing,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
