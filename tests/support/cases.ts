/** Cases and officers without a database, for tests of the pure rules. */

import type { Actor, Role } from '#platform/access/actor.ts';
import type { Applicant } from '#platform/access/applicant.ts';
import { ACTIONS } from '#platform/determination/actions/index.ts';
import type { ActionName, ActionPayloads, CaseAction, CaseView, Submission } from '#platform/determination/case.ts';
import { applyAction, openCase } from '#platform/determination/fold.ts';
import { type MayAct, mayAct } from '#platform/determination/rules.ts';
import { loadCalendar } from '#runtime/calendars.ts';
import { officerActor } from './officers.ts';
import { ref } from './refs.ts';
import { zhengzhou } from './systems.ts';

const calendar = loadCalendar();
const policy = await zhengzhou();

export const NOW = new Date('2020-03-16T01:00:00Z');
/** the notice below is served on 2020-03-16; five working days later its window ends */
export const WINDOW_ENDS = '2020-03-23';

export function officer(id: string, departmentId: string, ...roles: Role[]): Actor {
  return officerActor({ id, name: id, departmentId, roles });
}

const SUBMISSION: Submission = {
  caseId: '1-2',
  subjectKey: '11111111-1111-1111-1111-111111111111',
  factKey: '22222222-2222-2222-2222-222222222222',
  subjectType: 'person',
  verdict: 'accepted',
  kind: ref('1.1'),
  matter: '支援湖北医疗队',
  occurredOn: '2020-02-20',
  reportingDepartment: 'airport-credit-office',
  competentDepartment: 'health-commission',
  reporterId: 'the-reporter',
  uscc: null,
  organisationName: null,
  decision: null,
  reasons: [],
  remarks: [],
  batchWithdrawn: false,
};

export const goodCase = (change: Partial<Submission> = {}): CaseView => openCase({ ...SUBMISSION, ...change });

export const suspectCase = (): CaseView => goodCase({ verdict: 'suspect', reasons: ['uscc.checksum'] });

export const adverseCase = (change: Partial<Submission> = {}): CaseView =>
  goodCase({
    kind: ref('2'),
    competentDepartment: 'public-security-bureau',
    reportingDepartment: 'public-security-bureau',
    decision: {
      type: 'penalty',
      number: '郑公行罚决字〔2020〕1号',
      authority: '郑州市公安局',
      date: '2020-03-02',
      legalBasis: '治安管理处罚法第五十条',
    },
    ...change,
  });

const PAYLOADS: { readonly [Name in ActionName]: ActionPayloads[Name] } = {
  review: {},
  'clear-suspicion': { registryEvidence: '登记机关查询一致', reason: '已更名' },
  return: { reason: '材料不全' },
  refuse: { reason: '不属实' },
  withdraw: { reason: '报送有误' },
  correct: { reason: '笔误', matter: '支援武汉' },
  'serve-notice': {
    number: '信告〔2020〕1-2号',
    servedOn: '2020-03-16',
    serviceMethod: 'direct',
    windowEndsOn: WINDOW_ENDS,
  },
  'receive-response': { receivedOn: '2020-03-17', summary: '有异议' },
  'consider-response': { consideredOn: '2020-03-18', reasoning: '不成立' },
  determine: { recordId: SUBMISSION.factKey, determinedOn: '2020-03-24' },
};

/** Takes actions one after the other; each part is played by an officer of its own, named after it. */
export function after(view: CaseView, ...actions: ActionName[]): CaseView {
  return actions.reduce((before, action) => {
    const part = ACTIONS[action].from[before.state];
    if (!part) throw new Error(`${action} cannot follow ${before.state}`);
    return applyAction(before, {
      ...{ sequence: before.sequence + 1, action, part, at: NOW, payload: PAYLOADS[action] },
      actorId: `the-${part}`,
    } as CaseAction);
  }, view);
}

export function availability(action: ActionName, view: CaseView, actor: Actor | Applicant, now = NOW): MayAct {
  return mayAct(action, view, actor, policy, now, calendar);
}

/** `yes`, or the code of the reason why not. */
export function may(action: ActionName, view: CaseView, actor: Actor | Applicant, now = NOW): string {
  const answer = availability(action, view, actor, now);
  return answer.ok ? 'yes' : answer.because;
}
