/** When two officers meet in the database, its constraints decide; this says in the domain's words what happened. */
import { Problem } from '#kernel/problems.ts';

interface DatabaseError {
  readonly code: string;
  readonly constraint?: string;
}

function isDatabaseError(error: unknown): error is DatabaseError {
  return typeof error === 'object' && error !== null && typeof (error as { code?: unknown }).code === 'string';
}

const FOUR_EYES = new Set([
  'four_eyes',
  'case_participant_pkey',
  // the action names a part the officer does not have: they took another one at the same instant
  'case_action_subject_key_fact_key_actor_id_part_fkey',
]);
/** Held by triggers on lists (migration 0013); the rules that refuse before say the same words. */
const LIST_DUTIES: Readonly<Record<string, { detail: string; detailEn: string }>> = {
  edition_four_eyes: {
    detail: '本轮公示由您开始，须由市信用办另一位经办人发布。',
    detailEn: 'You opened this round; another officer of the credit office publishes it.',
  },
  list_decision_four_eyes: {
    detail: '该条目由您推荐，或者异议、冲突由您登记，须由市信用办另一位经办人决定。',
    detailEn: 'You nominated this entry or recorded the doubt about it; another officer of the credit office decides.',
  },
};
const SAME_INSTANT = new Set([
  'list_entry_decision_pkey',
  'case_action_pkey',
  'case_action_subject_key_fact_key_idempotency_key_key',
  'record_change_pkey',
]);

export async function asProblems<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw asProblem(error);
  }
}

function asProblem(error: unknown): unknown {
  if (error instanceof Problem || !isDatabaseError(error)) return error;
  if (error.constraint && FOUR_EYES.has(error.constraint)) return new Problem('four_eyes.violated', { cause: error });
  if (error.constraint && LIST_DUTIES[error.constraint]) {
    return new Problem('four_eyes.violated', { ...LIST_DUTIES[error.constraint], cause: error });
  }
  if (error.constraint === 'record_pkey') {
    return new Problem('case.conflict', {
      detail: '同一事实已有认定记录，不能重复认定。',
      detailEn: 'The same fact is on record already and is not determined twice.',
      cause: error,
    });
  }
  const conflict =
    (error.constraint && SAME_INSTANT.has(error.constraint)) || error.code === '40P01' || error.code === '40001';
  return conflict ? new Problem('case.conflict', { cause: error }) : error;
}
