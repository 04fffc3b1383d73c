/** HTTP of what waits for a word: for officers at the desk, and below /my for the person. */
import type { FastifyPluginAsync } from 'fastify';
import { counterEndpoints, ownCounterEndpoints } from '#contracts/counter-endpoints.ts';
import { type EvidenceContext, takesEvidence } from '../evidence/index.ts';
import { type PlatformRoutes, serve } from '../http/serve.ts';
import { reportPaper } from '../own-data/index.ts';
import { actsAtDesk, attachForm, confirmByCode, deskNumber } from './at-desk.ts';
import { completeAct, printReport } from './carry-out.ts';
import { counterFigures } from './figures.ts';
import { answerAct, ownCounterActs, showCode } from './own-page.ts';
import { prepareAct } from './prepare.ts';
import { actByNumber, answerAtDesk } from './second-officer.ts';

interface CounterRoutesOptions {
  readonly context: EvidenceContext;
  /** origin people see; the paper leads there */
  readonly publicUrl: string;
}

export const counterRoutes: FastifyPluginAsync<CounterRoutesOptions> = async (app, { context, publicUrl }) => {
  const { policy } = context;
  serve(
    app,
    counterEndpoints,
    {
      'GET /assisted/proofs': () => ({
        identity: [...(policy.counter?.identity ?? [])],
        authority: [...(policy.counter?.authority ?? [])],
      }),
      'POST /assisted/acts': ({ caller, body }) => prepareAct(context, caller, body),
      'POST /assisted/acts/standing': async ({ caller, body }) => ({
        items: await actsAtDesk(context, caller, body.identity),
      }),
      'POST /assisted/acts/:id/code': ({ caller, params, body }) => confirmByCode(context, caller, body, params.id),
      'POST /assisted/acts/:id/desk': ({ caller, params, body }) =>
        deskNumber(context, caller, body.identity, params.id),
      'POST /assisted/acts/:id/form': ({ caller, params, upload }) => attachForm(context, caller, params.id, upload),
      'POST /assisted/acts/:id/completion': ({ caller, params, body }) =>
        completeAct(context, caller, body.identity, params.id),
      'POST /assisted/acts/:id/full-report': async ({ caller, params, body }) => {
        const { code, paper } = await printReport(context, caller, body.identity, params.id, (content) =>
          reportPaper(content, policy, publicUrl),
        );
        return { content: paper, fileName: `credit-report-${code}.pdf`, headers: { 'x-report-code': code } };
      },
      'POST /counter-acts/at-desk': ({ caller, body }) => actByNumber(context, caller, body.number),
      'POST /counter-acts/at-desk/answer': ({ caller, body }) =>
        answerAtDesk(context, caller, body.number, body.answer),
      'GET /supervision/counter': ({ caller, query }) => counterFigures(context, caller, query),
    },
    takesEvidence,
  );
};

/** Below /my. */
export const ownCounterRoutes: PlatformRoutes = async (app, { context }) => {
  serve(app, ownCounterEndpoints, {
    'GET /counter-acts': ({ caller }) => ownCounterActs(context, caller),
    'POST /counter-acts/:id/code': ({ caller, params }) => showCode(context, caller, params.id),
    'POST /counter-acts/:id/answer': ({ caller, params, body }) => answerAct(context, caller, params.id, body.answer),
  });
};
