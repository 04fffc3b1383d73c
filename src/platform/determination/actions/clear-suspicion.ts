/** A reviewer checks a doubtful row against the registry, and says what was found there. */
import { ACTION_PAYLOADS } from '#contracts/case-actions.ts';
import { type Action, FIRST_LOOK, unchanged } from './action.ts';

export const ClearSuspicionPayload = ACTION_PAYLOADS['clear-suspicion'];

export const clearSuspicion: Action<'clear-suspicion'> = {
  title: { zh: '核实存疑', en: 'Cleared a suspicion' },
  asked: ACTION_PAYLOADS['clear-suspicion'],
  logged: ClearSuspicionPayload,
  from: FIRST_LOOK,
  hindrance: ({ suspicion }) => (suspicion && !suspicion.cleared ? undefined : 'not-suspect'),
  prepare: (payload) => payload,
  apply: (before, { payload }) => ({
    ...unchanged(before),
    ...(before.state === 'corrected' ? { state: 'corrected', correctedAt: before.correctedAt } : { state: 'reported' }),
    suspicion: before.suspicion && { ...before.suspicion, cleared: payload },
  }),
  demands: ({ suspicion }, { policy }) =>
    suspicion
      ? [
          {
            id: 'suspicion-cleared',
            zh: '疑点已对照登记信息核实并说明理由',
            en: 'The doubt is checked against the registry, with reasons',
            met: suspicion.cleared !== null,
            clause: policy.determination.clause,
          },
        ]
      : [],
};
