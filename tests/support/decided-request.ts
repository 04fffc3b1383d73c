/** A request as statements: asked, assessed by one officer, decided by another; as somebody with the application's login would say it. */
import { type Columns, insert } from './direct-statements.ts';

export interface AboutRecord {
  readonly subject_key: string;
  readonly record_id: string;
  readonly case_key: string;
}

export interface RequestSaid {
  readonly id: string;
  readonly kind: 'objection' | 'repair' | 'relief';
  readonly about: AboutRecord;
  readonly department?: string;
  readonly at: string;
  /** of the row of the request itself */
  readonly otherwise?: Columns;
}

export const requested = ({ id, kind, about, department = 'health-commission', at, otherwise = {} }: RequestSaid) =>
  insert('rights_request', {
    ...{ subject_key: about.subject_key, request_id: id, kind, subject_type: 'person', fact_key: about.case_key },
    ...{ batch_id: 1, row_number: 1, record_kind: '2020-2/1.1', department_id: department, channel: 'own' },
    ...{ asked_by: about.subject_key, opened_at: at, statement: '测', idempotency_key: id },
    ...otherwise,
  });

export interface StepSaid {
  readonly sequence: number;
  readonly action: string;
  readonly part: 'assessor' | 'decider' | 'reviewer' | 'releaser' | null;
  readonly officer: string;
  readonly payload?: object;
}

/** A step with the part it is taken in. */
export const stepped = ({ id, about, at }: RequestSaid, { part, officer, ...step }: StepSaid): string[] => {
  const keys = { subject_key: about.subject_key, request_id: id };
  return [
    ...(part ? [insert('rights_participant', { ...keys, officer_id: officer, part })] : []),
    insert('rights_action', {
      ...{ ...keys, ...step, part, actor_id: officer, at, payload: step.payload ?? {} },
      idempotency_key: `${id} ${step.sequence}`,
    }),
  ];
};

export const assessed = (request: RequestSaid, assessor: string): string[] => [
  requested(request),
  ...stepped(request, { sequence: 1, action: 'assess', part: 'assessor', officer: assessor }),
];

export const granted = (request: RequestSaid, decider: string, payload: object = {}): string[] =>
  stepped(request, {
    ...{ sequence: 2, action: 'decide', part: 'decider', officer: decider },
    payload: { outcome: 'granted', reasoning: '测', ...payload },
  });
