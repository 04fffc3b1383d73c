/** Supervision (督导): the city's reporting in counts. */
export { supervisionRoutes } from './routes.ts';
export { supervision } from './service.ts';
