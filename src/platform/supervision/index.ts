/** Supervision (督导): the city's reporting in counts. */
export { publishPunctuality } from './punctuality.ts';
export { supervisionRoutes } from './routes.ts';
export { supervision } from './service.ts';
