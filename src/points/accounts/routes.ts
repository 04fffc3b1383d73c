/** HTTP of the points account, for the person it is about and nobody else. */
import { accountEndpoints } from '#contracts/points.ts';
import { attachment } from '#http/answer.ts';
import { consentText } from '../consent/text.ts';
import { type PointsRoutes, serve } from '../http.ts';
import {
  closeAccount,
  exportAccount,
  openAccount,
  readRuleNotice,
  viewAccount,
  viewBenefits,
  viewHistory,
  viewRuleNotices,
} from './service.ts';

export const accountRoutes: PointsRoutes = async (app, { context }) => {
  serve(app, accountEndpoints, {
    'GET /consent-text': () => consentText(context.policy),
    'POST /accounts': ({ caller, body }) => openAccount(context, caller, body),
    'GET /accounts/me': ({ caller }) => viewAccount(context, caller),
    'GET /accounts/me/export': ({ caller, reply }) => {
      reply.header('content-disposition', attachment('points-account.json'));
      return exportAccount(context, caller);
    },
    'GET /accounts/me/history': ({ caller }) => viewHistory(context, caller),
    'GET /accounts/me/rule-notices': ({ caller }) => viewRuleNotices(context, caller),
    'POST /accounts/me/rule-notices/:id/read': ({ caller, params }) => readRuleNotice(context, caller, params.id),
    'GET /accounts/me/benefits': ({ caller }) => viewBenefits(context, caller),
    'DELETE /accounts/me': ({ caller }) => closeAccount(context, caller),
  });
};
