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
    page('/', () => import('./pages/home.tsx')),
    page('/report', () => import('./pages/report.tsx')),
    page('/batches', () => import('./pages/batches.tsx')),
    page('/batches/$id', () => import('./pages/batch.tsx')),
    page('/queue', () => import('./pages/queue.tsx')),
    page('/cases/$id', () => import('./pages/case.tsx')),
    page('/counter', () => import('./pages/counter.tsx')),
    page('/rights', () => import('./pages/rights.tsx')),
    page('/requests/$id', () => import('./pages/request.tsx')),
    page('/lists', () => import('./pages/lists.tsx')),
    page('/rounds/$id', () => import('./pages/round.tsx')),
    page('/providers', () => import('./pages/providers.tsx')),
    page('/supervision', () => import('./pages/supervision.tsx')),
    page('/deliveries', () => import('./pages/deliveries.tsx')),
    page('/audit', () => import('./pages/audit.tsx')),
    page('/absence', () => import('./pages/absence.tsx')),
    page('/officers', () => import('./pages/officers.tsx')),
    page('/policy', () => import('./pages/policy.tsx')),
  ]),
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: PageMissing,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
