/** Addresses below /my/. How to add a page: page.ts. */
import { createRouter } from '@tanstack/react-router';
import { BENEFIT_PAGES } from './areas/benefits/pages.ts';
import { COUNTER_PAGES } from './areas/counter/pages.ts';
import { DATA_PAGES } from './areas/data/pages.ts';
import { POINTS_PAGES } from './areas/points/pages.ts';
import { REPORT_PAGES } from './areas/report/pages.ts';
import { RIGHTS_PAGES } from './areas/rights/pages.ts';
import { page, root } from './page.ts';
import { PageFailed, PageMissing } from './parts/page-failed.tsx';
import { Waiting } from './parts/waiting.tsx';

export const router = createRouter({
  basepath: '/my',
  routeTree: root.addChildren([
    page('/', () => import('./pages/start.tsx')),
    page('/sessions', () => import('./pages/sessions.tsx')),
    page('/signed-in', () => import('./pages/signed-in.tsx')),
    ...REPORT_PAGES,
    ...COUNTER_PAGES,
    ...DATA_PAGES,
    ...POINTS_PAGES,
    ...BENEFIT_PAGES,
    ...RIGHTS_PAGES,
  ]),
  defaultErrorComponent: PageFailed,
  defaultNotFoundComponent: PageMissing,
  defaultPendingComponent: Waiting,
  defaultPendingMs: 300,
  defaultPreload: 'intent',
  scrollRestoration: true,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
