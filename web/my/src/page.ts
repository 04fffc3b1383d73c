/**
 * How to add a page:
 * 1. write `areas/<area>/<page>.tsx` with a default export that renders `<Page title="…">` (parts/page.tsx);
 * 2. list it in `areas/<area>/pages.ts` as `page('/<address>', () => import('./<page>.tsx'))`, and a new area's list in router.tsx;
 * 3. give a new area its tile in areas.ts, and put the English of every text into `areas/<area>/english.ts` (joined in english.ts).
 * Every page is loaded when it is first opened; types come from #contracts; texts are Chinese and go through `t`.
 */
import { createRootRoute, createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { NOT_FETCHED } from './parts/page-failed.tsx';
import { Shell } from './shell.tsx';

export const root = createRootRoute({ component: Shell });

/** Search parameters as text; pages read what they know and ignore the rest. */
const validateSearch = (search: Record<string, unknown>): Record<string, string | undefined> =>
  Object.fromEntries(
    Object.entries(search).map(([name, value]) => [name, value === undefined ? undefined : String(value)]),
  );

/**
 * Said in our own words: the router takes a page that cannot be fetched for a new release and loads the document anew, which
 * without a network would leave the reader with the browser's own error page.
 */
const fetched =
  <Component>(load: () => Promise<Component>) =>
  () =>
    load().catch((cause: unknown) => {
      throw new Error(NOT_FETCHED, { cause });
    });

export const page = <const Path extends string>(path: Path, load: () => Promise<{ default: () => React.ReactNode }>) =>
  createRoute({ getParentRoute: () => root, path, validateSearch, component: lazyRouteComponent(fetched(load)) });
