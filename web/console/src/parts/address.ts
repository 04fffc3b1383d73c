/** Filters and pages of a list live in the address: what one sees can be sent to a colleague and survives a reload. */
import { type RegisteredRouter, type RouteById, type RouteIds, useNavigate, useSearch } from '@tanstack/react-router';

type Routes = RegisteredRouter['routeTree'];
type SearchOf<At extends RouteIds<Routes>> = RouteById<Routes, At>['types']['fullSearchSchema'];

/** What the address of a page says, as its schema reads it, and a way to change some of it; `undefined` takes a word out. */
export function useAddress<const At extends RouteIds<Routes>>(
  at: At,
): [SearchOf<At>, (change: Partial<SearchOf<At>>) => void] {
  const address: SearchOf<At> = useSearch({ from: at as never });
  const navigate = useNavigate();
  return [address, (change) => void navigate({ to: '.', search: { ...address, ...change } as never })];
}
