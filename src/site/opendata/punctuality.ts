/** The columns of kept deadlines. */
import { FEWEST_TOLD } from '#contracts/exchange.ts';
import type { PunctualityRow } from '../punctuality/store.ts';
import type { Column } from './table.ts';

export const STEP_WORDS: Readonly<Record<PunctualityRow['step'], string>> = {
  check: '报送事项核对',
  request: '异议、修复、暂不纳入办理',
};

export const OTHER_DEPARTMENTS = '其他部门合计';

export const PUNCTUALITY_RULE = `期限届满日在该月的，计入该月；按期办结为按期，逾期办结和至今未办结都为逾期。一个月内不足 ${FEWEST_TOLD} 件的部门不单列，合计仍不足的不公布。每月结束后统计一次。`;

export const PUNCTUALITY_COLUMNS: readonly Column<PunctualityRow>[] = [
  {
    ...{ name: 'month', zh: '月份', en: 'Month', type: 'string', required: true },
    about: 'YYYY-MM; the month in which the last day of the deadline lay',
    value: (row) => row.month,
  },
  {
    ...{ name: 'step', zh: '环节', en: 'Step', type: 'string', required: true },
    about:
      '报送事项核对 (check of what was reported) or 异议、修复、暂不纳入办理 (steps of objections, repair, relief)',
    value: (row) => STEP_WORDS[row.step],
  },
  {
    ...{ name: 'department', zh: '部门', en: 'Department', type: 'string', required: true },
    about: `Department whose turn it was; 其他部门合计: those with fewer than ${FEWEST_TOLD}, together`,
    value: (row) => row.department ?? OTHER_DEPARTMENTS,
  },
  {
    ...{ name: 'kept', zh: '按期', en: 'Kept', type: 'integer', required: true },
    about: 'Done by the last day',
    value: (row) => row.kept,
  },
  {
    ...{ name: 'missed', zh: '逾期', en: 'Missed', type: 'integer', required: true },
    about: 'Done later, or not done when the month was counted',
    value: (row) => row.missed,
  },
];
