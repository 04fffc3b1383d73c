/** The case ends without a record. */
import { ACTION_PAYLOADS } from '#contracts/case-actions.ts';
import { type Action, checked, STOPPING, type Telling, type Told } from './action.ts';

export const RefusePayload = ACTION_PAYLOADS.refuse;

export const refuse: Action<'refuse'> = {
  title: { zh: '不予认定', en: 'Refuse' },
  asked: ACTION_PAYLOADS.refuse,
  logged: RefusePayload,
  from: STOPPING,
  prepare: (payload) => payload,
  apply: (before, { at, payload }) => ({ ...checked(before, at), state: 'refused', reason: payload.reason }),
  tellsSubject: nothingRecorded,
  tellsReporter: ({ what, caseId, department, view }) => ({
    title: '您的上报没有被认定',
    text: `${department}没有认定您上报的“${what}”（事项 ${caseId}）。原因：${view.state === 'refused' ? view.reason : ''}。这不产生任何不良影响；不同意的可以提出异议。`,
  }),
};

/** To the subject it is the same who ended it. */
export function nothingRecorded({ caseId }: Told): Telling {
  return { title: '不良信息不予认定', text: `事项 ${caseId} 已经办结，没有形成不良记录。` };
}
