/** What cases are named and measured by: number, state, decision document, days left. */
import { z } from 'zod';
import { freeText } from './free-text.ts';
import { CASE_STATES } from './vocabulary.ts';

export const CASE_ID = /^[1-9]\d{0,9}-[1-9]\d{0,8}$/;
export const CaseId = z.string().regex(CASE_ID).meta({ description: '事项编号：批次号-行号', example: '12-45' });

export const CaseState = z.enum(CASE_STATES);

const date = z.iso.date();

export const DecisionDocument = z.strictObject({
  type: freeText(z.string().trim().min(1).max(100)),
  number: freeText(z.string().trim().min(1).max(100)),
  authority: freeText(z.string().trim().min(1).max(200)),
  date,
  legalBasis: freeText(z.string().trim().min(1).max(500)),
});

export const dueFields = {
  dueOn: date.nullable().meta({ description: '现环节的最后一日' }),
  workingDaysLeft: z.number().int().nullable().meta({ description: '距最后一日的工作日数，当日为 0，已过为负数' }),
  overdue: z.boolean().meta({ description: '最后一日已过；其后只有休息日的，工作日数仍为 0' }),
};
