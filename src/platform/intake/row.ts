/** What the checks of a row share: its cells by field, what is known about the report, and what was found so far. */

import type { Policy } from '#kernel/policy/policy.ts';
import type { KindRef } from '#kernel/policy/refs.ts';
import type { RowField } from '#kernel/policy/row-fields.ts';
import type { ReasonCode, RemarkCode } from '#kernel/reasons.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';

export interface CheckContext {
  readonly policy: Policy;
  /** the department that reports; absent when nobody is signed in (command line): then every kind may be reported */
  readonly departmentId?: string | undefined;
  /** kind of every row of a file that has no column for it (the national penalty and licence forms), chosen when handing in */
  readonly assumedKind?: KindRef | undefined;
  /** the day the file was received: nothing may have happened later */
  readonly receivedOn: LocalDate;
  /** true when the text holds what must never be collected */
  readonly neverCollect: (text: string) => boolean;
}

/** What only the whole file tells; known before a row is judged whose verdict depends on it. */
export interface FileSigns {
  /** more numbers end in 000 than chance explains: a spreadsheet has cut them */
  readonly numbersCut: boolean;
}

export const NO_SIGNS: FileSigns = { numbersCut: false };

/** The cells of a row by field; `''` where the column or the cell is empty. */
export type Cells = { readonly [Field in RowField]: string };

/** What a check found so far. */
export class Findings {
  readonly reasons: ReasonCode[] = [];
  readonly remarks: RemarkCode[] = [];

  /** @param why what exactly is wrong, where the reason alone leaves it open */
  fault(reason: ReasonCode, why?: RemarkCode): void {
    if (!this.reasons.includes(reason)) this.reasons.push(reason);
    if (why) this.note(why);
  }

  note(remark: RemarkCode): void {
    if (!this.remarks.includes(remark)) this.remarks.push(remark);
  }

  notes(remarks: readonly RemarkCode[]): void {
    for (const remark of remarks) this.note(remark);
  }
}
