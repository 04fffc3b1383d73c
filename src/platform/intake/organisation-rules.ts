/** Which organisation a row is about, who recommends it, and in which functional zone it is (clauses 3.2, 5.3). */
import { mayBeCut } from '#kernel/identity/cut-number.ts';
import { whyNoNumber } from '#kernel/identity/documents.ts';
import { checkOrganisationName, comparisonName, whyNoOrganisationName } from '#kernel/identity/organisation-name.ts';
import { withoutTextMarks } from '#kernel/identity/text.ts';
import { checkUscc } from '#kernel/identity/uscc.ts';
import { dateShape } from '#kernel/time/date-shape.ts';
import { tidyText } from '../matter.ts';
import type { Cells, CheckContext, FileSigns, Findings } from './row.ts';

export interface OrganisationSubject {
  readonly type: 'organisation';
  readonly name: string;
  readonly comparisonName: string;
  readonly uscc: string;
  /** department id */
  readonly recommender: string | null;
  /** zone id */
  readonly zone: string | null;
}

/** @returns undefined when the row cannot be about any organisation; `findings` says why */
export function checkOrganisation(
  cells: Cells,
  { policy, signs }: CheckContext & { readonly signs: FileSigns },
  findings: Findings,
): OrganisationSubject | undefined {
  const name = checkOrganisationName(cells.name);
  if (name.ok) {
    findings.notes(name.remarks);
    if (name.doubt) findings.fault('name.doubtful');
  } else findings.fault(name.reason, whyNoOrganisationName(cells.name));
  const code = checkUscc(cells.uscc);
  if (code.verdict === 'invalid')
    findings.fault(
      code.reason,
      dateShape(withoutTextMarks(cells.uscc)) === 'certain' ? 'document.date_given' : whyNoNumber(cells.uscc),
    );
  else {
    findings.notes(code.remarks);
    if (code.verdict === 'suspect') findings.fault(code.reason);
    if (mayBeCut(code.uscc)) findings.fault(signs.numbersCut ? 'uscc.truncated' : 'uscc.maybe_truncated');
  }
  const recommender = tidyText(cells.recommender);
  const department = recommender === '' ? undefined : policy.findDepartmentByName(recommender);
  if (recommender !== '' && !department) findings.note('recommender.unknown');
  const area = tidyText(cells.zone);
  const zone = area === '' ? undefined : policy.findZoneByName(area);
  if (area !== '' && !zone && !policy.findDepartmentByName(area)) findings.note('zone.unknown');
  if (!name.ok || code.verdict === 'invalid') return undefined;
  return {
    type: 'organisation',
    name: name.name,
    comparisonName: comparisonName(name.name),
    uscc: code.uscc,
    recommender: department?.id ?? null,
    zone: zone?.id ?? department?.zone ?? null,
  };
}
