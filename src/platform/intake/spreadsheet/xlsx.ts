/** Reads the first visible sheet of an `.xlsx` workbook as rows, in a stream: shared strings first, then the sheet. */
import { TableFindings } from './findings.ts';
import { refuseOtherContainer } from './format.ts';
import { SharedStrings, SharedStringsScanner } from './shared-strings.ts';
import { SheetScanner } from './sheet-scanner.ts';
import type { RawRow, RowSource, TableLimits } from './table.ts';
import { readWorkbook, type Workbook } from './workbook.ts';
import { ZipContainer } from './zip.ts';

export async function openXlsx(path: string, limits: TableLimits, signal?: AbortSignal): Promise<RowSource> {
  const zip = await ZipContainer.open(path, limits);
  const strings = new SharedStrings(limits);
  const release = () => {
    strings.close();
    zip.close();
  };
  try {
    refuseOtherContainer((part) => zip.has(part));
    const workbook = await readWorkbook(zip, signal);
    const stringsPart = workbook.sharedStringsPart;
    if (stringsPart !== undefined) {
      const scanner = new SharedStringsScanner(strings, limits.cellCharacters);
      for await (const chunk of zip.part(stringsPart, signal)) scanner.push(chunk);
      scanner.finish();
    }
    strings.seal();
    return xlsxSource(zip, workbook, strings, limits, release, signal);
  } catch (error) {
    release();
    throw error;
  }
}

function xlsxSource(
  zip: ZipContainer,
  workbook: Workbook,
  strings: SharedStrings,
  limits: TableLimits,
  release: () => void,
  signal: AbortSignal | undefined,
): RowSource {
  const stringBytes = workbook.sharedStringsPart === undefined ? 0 : zip.packedSize(workbook.sharedStringsPart);
  const bytesTotal = stringBytes + zip.packedSize(workbook.sheetPart);
  let bytesRead = stringBytes;
  let closed = false;
  const findings = new TableFindings();

  async function* rows(): AsyncGenerator<RawRow[]> {
    const { dateStyles, date1904 } = workbook;
    const scanner = new SheetScanner({ strings, dateStyles, date1904, limits, findings });
    const note = (packed: number) => {
      bytesRead = stringBytes + packed;
    };
    for await (const chunk of zip.part(workbook.sheetPart, signal, note)) {
      scanner.push(chunk);
      const found = scanner.take();
      if (found.length > 0) yield found;
    }
    scanner.finish();
  }

  return {
    format: 'xlsx',
    sheet: workbook.sheetName,
    otherSheets: workbook.otherSheets,
    date1904: workbook.date1904,
    findings,
    rows,
    progress: () => ({ bytesRead, bytesTotal }),
    async close() {
      if (closed) return;
      closed = true;
      release();
    },
  };
}
