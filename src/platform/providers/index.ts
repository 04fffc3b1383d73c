/** Providers of benefits: registered by two people, delivered to the points system. */
export { providerRoutes } from './routes.ts';
export { decideProposal, listProviders, proposeRegistration, proposeWithdrawal } from './service.ts';
