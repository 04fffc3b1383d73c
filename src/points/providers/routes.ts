/** HTTP for providers, behind a door of their own: one question about one code, and their own figures. */
import { verificationEndpoints } from '#contracts/benefits.ts';
import { providerCounts, verifyCode } from '../benefits/service.ts';
import { type PointsRoutes, serve } from '../http.ts';

export const providerRoutes: PointsRoutes = async (app, { context }) => {
  serve(app, verificationEndpoints, {
    'POST /verifications': ({ caller, body }) => verifyCode(context, caller, body),
    'GET /counts': ({ caller }) => providerCounts(context, caller),
  });
};
