/** HTTP of benefits: what is offered, for everybody; one's own code and what became of it, for the person alone. */
import { benefitEndpoints } from '#contracts/benefits.ts';
import { type PointsRoutes, serve } from '../http.ts';
import { benefitCatalogue, codeState, ownVerifications, showCode, takeBackCode } from './service.ts';

export const benefitRoutes: PointsRoutes = async (app, { context }) => {
  serve(app, benefitEndpoints, {
    'GET /benefits': () => benefitCatalogue(context),
    'POST /accounts/me/code': ({ caller, body }) => showCode(context, caller, body),
    'GET /accounts/me/code': ({ caller }) => codeState(context, caller),
    'DELETE /accounts/me/code': ({ caller }) => takeBackCode(context, caller),
    'GET /accounts/me/verifications': async ({ caller }) => ({ items: await ownVerifications(context, caller) }),
  });
};
