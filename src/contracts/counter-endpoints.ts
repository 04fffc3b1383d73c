/** The endpoints of the counter: proofs asked for, acts that wait, the second officer's word, the person's own page, and figures. */
import { z } from 'zod';
import {
  AssistedIdentity,
  CounterAct,
  CounterAnswer,
  CounterCode,
  CounterFigures,
  CounterFiguresQuery,
  CounterProofs,
  OwnCounterActs,
  PreparedAct,
  TypedCode,
} from './counter.ts';
import { APPLICANTS, created, document, endpoints, json, officers } from './endpoint.ts';
import { EvidenceAdded } from './evidence.ts';

const identity = AssistedIdentity;
const byId = z.object({ id: z.guid() });
const atCounter = officers('assistant');
/** numbers are typed by hand: whoever tries them out is stopped soon */
const TYPED = { perMinute: 30 } as const;

export const counterEndpoints = endpoints('counter', {
  'GET /assisted/proofs': {
    summary: {
      zh: '窗口代办：政策包列明的身份证明和授权证明种类',
      en: 'At the counter: the kinds of proof of identity and authority that the pack names',
    },
    who: atCounter,
    answer: json(CounterProofs),
  },
  'POST /assisted/acts': {
    summary: {
      zh: '窗口代办：准备提出异议、申请信用修复或者暂不纳入、撤回申请、陈述申辩、打印完整信用报告或者查看暂不纳入的记录，由本人确认后办理',
      en: 'At the counter: prepare an objection, a request for repair or relief, withdrawing a request, a response, a full report or seeing records under relief; it is done once the person confirms',
    },
    who: atCounter,
    body: z.strictObject({ identity, act: PreparedAct }),
    answer: created(CounterAct),
  },
  'POST /assisted/acts/standing': {
    summary: {
      zh: '窗口代办：到场的人待确认和刚确认的内容',
      en: 'At the counter: what waits for the word of the person present, and what was just confirmed',
    },
    who: atCounter,
    body: z.strictObject({ identity }),
    answer: json(z.object({ items: z.array(CounterAct) })),
  },
  'POST /assisted/acts/:id/code': {
    summary: {
      zh: '窗口代办：输入本人在自己页面上看到并念出的确认码，随即办理',
      en: 'At the counter: the code the person reads out from their own page; the act is done at once',
    },
    who: atCounter,
    params: byId,
    body: z.strictObject({ identity, code: TypedCode }),
    limit: TYPED,
    answer: json(CounterAct),
  },
  'POST /assisted/acts/:id/desk': {
    summary: {
      zh: '窗口代办：显示本窗口的一次性号码，由到场的第二名经办人在自己的登录中输入',
      en: 'At the counter: a one-time number of this desk, for a second officer who is present to type in their own session',
    },
    who: atCounter,
    params: byId,
    body: z.strictObject({ identity }),
    answer: json(CounterCode),
  },
  'POST /assisted/acts/:id/form': {
    summary: {
      zh: '窗口代办：上传本人签字的申请表（第二人确认时须有）',
      en: 'At the counter: upload the form the person signed (needed where a second officer confirms)',
    },
    who: atCounter,
    params: byId,
    upload: true,
    answer: created(EvidenceAdded),
  },
  'POST /assisted/acts/:id/completion': {
    summary: { zh: '窗口代办：办理已确认的内容', en: 'At the counter: do what has been confirmed' },
    who: atCounter,
    params: byId,
    body: z.strictObject({ identity }),
    answer: json(CounterAct),
  },
  'POST /assisted/acts/:id/full-report': {
    summary: {
      zh: '窗口代办：打印本人已确认的完整信用报告（计入本年次数）',
      en: 'At the counter: print the full report the person has confirmed (one of the year’s)',
    },
    who: atCounter,
    params: byId,
    body: z.strictObject({ identity }),
    answer: document('application/pdf'),
  },
  'POST /counter-acts/at-desk': {
    summary: {
      zh: '第二人到场：输入窗口号码，查看待确认的内容（留痕，本人可见）',
      en: 'Second officer: by the desk’s number, what waits to be confirmed (logged, and shown to the person)',
    },
    who: officers(),
    body: z.strictObject({ number: TypedCode }),
    limit: TYPED,
    answer: json(CounterAct),
  },
  'POST /counter-acts/at-desk/answer': {
    summary: {
      zh: '第二人到场：确认本人在场、签字的申请表与待办内容一致，或者不同意',
      en: 'Second officer: the person is present and the signed form says this; or it does not',
    },
    who: officers(),
    body: z.strictObject({ number: TypedCode, answer: CounterAnswer }),
    limit: TYPED,
    answer: json(z.object({ answer: CounterAnswer })),
  },
  'GET /supervision/counter': {
    summary: {
      zh: '窗口代办统计：各单位由本人确认、第二人确认、不同意、过期的件数，突出异常（没有当事人）',
      en: 'Figures of the counter: by body, confirmed by the person, by a second officer, refused, expired; outliers stand out (nobody is named as a party)',
    },
    who: officers('credit-office', 'auditor'),
    query: CounterFiguresQuery,
    answer: json(CounterFigures),
  },
});

/** Below /my. */
export const ownCounterEndpoints = endpoints('counter', {
  'GET /counter-acts': {
    summary: {
      zh: '窗口以我的名义准备的、等我确认的内容，以及为我代办过什么',
      en: 'What a counter has prepared in my name and waits for my word, and what was done there for me',
    },
    who: APPLICANTS,
    answer: json(OwnCounterActs),
  },
  'POST /counter-acts/:id/code': {
    summary: {
      zh: '显示确认码，由我念给窗口工作人员（五分钟内有效，用一次）',
      en: 'Show a code for me to read out to the officer (five minutes, once)',
    },
    who: APPLICANTS,
    params: byId,
    answer: json(CounterCode),
  },
  'POST /counter-acts/:id/answer': {
    summary: { zh: '我同意，或者不同意', en: 'I confirm, or I refuse' },
    who: APPLICANTS,
    params: byId,
    body: z.strictObject({ answer: CounterAnswer }),
    answer: json(CounterAct),
  },
});
