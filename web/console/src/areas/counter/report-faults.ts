/** What the platform found wrong with a report, and beside which field of the form that is said. Pure. */
import type { OwnReportContent, OwnReportFault } from '#contracts/own-reports.ts';
import { problemOf } from '../../../../shared/problem-words.ts';

export function faultsOf(error: unknown): readonly OwnReportFault[] {
  const { faults } = problemOf(error) as { faults?: readonly OwnReportFault[] };
  return Array.isArray(faults) ? faults : [];
}

type Place = ['papers' | 'stated', string] | [keyof OwnReportContent];

export function placeOf({ field, reason }: Pick<OwnReportFault, 'field' | 'reason'>): Place {
  if (field === 'evidence') return ['papers', reason.replace('evidence.', '')];
  if (field === 'statements') return ['stated', reason.replace('statement.', '')];
  return [field as keyof OwnReportContent];
}
