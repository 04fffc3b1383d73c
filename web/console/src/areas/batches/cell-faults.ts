/** Which cells of a row that is being mended each reason stands beside. Pure. */
import type { BatchRow, OriginalRow, ReportForm } from '#contracts/intake.ts';

type Reason = BatchRow['reasons'][number];
type Cells = OriginalRow['cells'];

/** Of the fields a reason may be about, those whose cell shows the fault; where no cell tells, all of them. */
function faultyFields({ code, fields }: Reason, cells: Cells | undefined): readonly string[] {
  if (!cells || fields.length < 2) return fields;
  const told = fields.filter((field) => {
    const cell = cells.find(({ key }) => key === field);
    if (code === 'matter.never_collect') return cell?.refused;
    if (code === 'date.invalid') return cell && cell.text !== '' && cell.value === '';
    if (code === 'date.future') return cell && cell.value !== '';
    if (code.endsWith('.missing')) return !cell || cell.text === '';
    return true;
  });
  return told.length > 0 ? told : fields;
}

/** The reasons by the field they stand beside. */
export function faultsByField(
  reasons: readonly Reason[],
  cells: Cells | undefined,
): ReadonlyMap<string, readonly Reason[]> {
  const faults = new Map<string, Reason[]>();
  for (const reason of reasons)
    for (const field of faultyFields(reason, cells)) faults.set(field, [...(faults.get(field) ?? []), reason]);
  return faults;
}

/** The columns a reason is about, as the sender's form calls them. */
export function columnsOf({ fields }: Pick<Reason, 'fields'>, report: ReportForm | undefined): readonly string[] {
  return (report?.fields ?? []).filter(({ key }) => fields.includes(key)).map(({ title }) => title);
}
