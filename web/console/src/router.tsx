/** Addresses of the console. Each page is loaded when it is first opened; filters live in the address. */
import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { PageFailed, PageMissing } from './parts/page-failed.tsx';
import { Shell } from './shell.tsx';

const root = createRootRoute({ component: Shell });

/** Search parameters as text; pages read what they know and ignore the rest. */
const validateSearch = (search: Record<string, unknown>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(search).map(([name, value]) => [name, value === undefined ? undefined : String(value)]),
  );

const page = <const Path extends string>(path: Path, load: () => Promise<{ default: () => React.ReactNode }>) =>
  createRoute({ getParentRoute: () => root, path, validateSearch, component: lazyRouteComponent(load) });

export const router = createRouter({
  basepath: '/console',
  routeTree: root.addChildren([
    page('/', () => import('./areas/home/home.tsx')),
    page('/report', () => import('./areas/batches/report.tsx')),
    page('/batches', () => import('./areas/batches/batches.tsx')),
    page('/batches/$id', () => import('./areas/batches/batch.tsx')),
    page('/queue', () => import('./areas/cases/queue.tsx')),
    page('/cases/$id', () => import('./areas/cases/case.tsx')),
    page('/counter', () => import('./areas/counter/counter.tsx')),
    page('/rights', () => import('./areas/rights/rights.tsx')),
    page('/requests/$id', () => import('./areas/rights/request.tsx')),
    page('/lists', () => import('./areas/lists/lists.tsx')),
    page('/rounds/$id', () => import('./areas/lists/round.tsx')),
    page('/providers', () => import('./areas/providers/providers.tsx')),
    page('/supervision', () => import('./areas/supervision/supervision.tsx')),
    page('/deliveries', () => import('./areas/deliveries/deliveries.tsx')),
    page('/audit', () => import('./areas/audit/audit.tsx')),
    page('/absence', () => import('./areas/absence/absence.tsx')),
    page('/officers', () => import('./areas/officers/officers.tsx')),
    page('/policy', () => import('./areas/policy/policy.tsx')),
  ]),
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: PageMissing,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
