/** HTTP for providers, behind a door of their own: one question about one code, and their own figures. */
import { ProviderCounts, VerificationAnswer, VerifyCode } from '#contracts/benefits.ts';
import { providerCounts, verifyCode } from '../benefits/service.ts';
import { type PointsRoutes, requireProvider } from '../http.ts';

const tags = ['provider'];

export const providerRoutes: PointsRoutes = async (app, { context }) => {
  app.post(
    '/verifications',
    {
      schema: {
        tags,
        summary: '核验：某人是否符合某项优惠（只答是或未确认）',
        body: VerifyCode,
        response: { 200: VerificationAnswer },
      },
    },
    async (request) => verifyCode(context, requireProvider(request), request.body),
  );

  app.get(
    '/counts',
    { schema: { tags, summary: '本单位按日的核验次数', response: { 200: ProviderCounts } } },
    async (request) => providerCounts(context, requireProvider(request)),
  );
};
