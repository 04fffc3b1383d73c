/** The small parts of a workbook: which sheet is the first visible one, where it lies, and which styles show a number as a date. */
import { Problem } from '#kernel/refusal/problem.ts';
import { isDateFormat } from './cell-values.ts';
import { attribute, isName, XmlScanner } from './xml-scanner.ts';
import { damaged, type ZipContainer } from './zip.ts';

const SMALL_PART_BYTES = 16 << 20;

export interface Workbook {
  readonly sheetName: string;
  readonly sheetPart: string;
  /** the visible worksheets after it */
  readonly otherSheets: readonly string[];
  readonly sharedStringsPart: string | undefined;
  readonly date1904: boolean;
  /** by number of the cell style */
  readonly dateStyles: readonly boolean[];
}

interface Relationship {
  readonly id: string;
  readonly type: string;
  readonly target: string;
}

type OpenTag = (name: (expected: string) => boolean, attributeOf: (name: string) => string | undefined) => void;

/** For parts where only start tags matter. */
class TagScanner extends XmlScanner {
  readonly #onOpen: OpenTag;
  readonly #onClose: ((name: (expected: string) => boolean) => void) | undefined;

  constructor(onOpen: OpenTag, onClose?: (name: (expected: string) => boolean) => void) {
    super();
    this.#onOpen = onOpen;
    this.#onClose = onClose;
  }

  protected open(bytes: Buffer, nameStart: number, nameEnd: number, end: number): void {
    this.#onOpen(
      (expected) => isName(bytes, nameStart, nameEnd, expected),
      (name) => attribute(bytes, nameEnd, end, name),
    );
  }

  protected close(bytes: Buffer, nameStart: number, nameEnd: number): void {
    this.#onClose?.((expected) => isName(bytes, nameStart, nameEnd, expected));
  }

  protected text(): void {}
}

async function scan(zip: ZipContainer, part: string, scanner: XmlScanner, signal?: AbortSignal): Promise<void> {
  const bytes = await zip.read(part, SMALL_PART_BYTES, signal);
  if ((bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)) {
    throw damaged(`部件 ${part} 不是 UTF-8 编码`);
  }
  scanner.push(bytes);
  scanner.finish();
}

/** The absolute name of a relationship's target, seen from the part that names it. */
function resolveTarget(source: string, target: string): string {
  const steps = target.startsWith('/') ? [] : source.split('/').slice(0, -1);
  for (const step of target.split('/')) {
    if (step === '' || step === '.') continue;
    if (step === '..') steps.pop();
    else steps.push(step);
  }
  return steps.join('/');
}

async function relationships(zip: ZipContainer, source: string, signal?: AbortSignal): Promise<Relationship[]> {
  const slash = source.lastIndexOf('/');
  const part = `${source.slice(0, slash + 1)}_rels/${source.slice(slash + 1)}.rels`;
  const found: Relationship[] = [];
  if (!zip.has(part)) return found;
  const scanner = new TagScanner((name, attributeOf) => {
    if (!name('Relationship') || attributeOf('TargetMode') === 'External') return;
    const type = attributeOf('Type') ?? '';
    found.push({
      id: attributeOf('Id') ?? '',
      type: type.slice(type.lastIndexOf('/') + 1),
      target: resolveTarget(source, attributeOf('Target') ?? ''),
    });
  });
  await scan(zip, part, scanner, signal);
  return found;
}

export async function readWorkbook(zip: ZipContainer, signal?: AbortSignal): Promise<Workbook> {
  const main = (await relationships(zip, '', signal)).find((relationship) => relationship.type === 'officeDocument');
  const workbookPart = main !== undefined && zip.has(main.target) ? main.target : 'xl/workbook.xml';
  const related = await relationships(zip, workbookPart, signal);
  let date1904 = false;
  const sheets: { name: string; id: string; hidden: boolean }[] = [];
  await scan(
    zip,
    workbookPart,
    new TagScanner((name, attributeOf) => {
      if (name('workbookPr')) {
        const value = attributeOf('date1904');
        date1904 = value === '1' || value === 'true';
      } else if (name('sheet')) {
        const state = attributeOf('state');
        const id = attributeOf('r:id') ?? attributeOf('*:id') ?? '';
        sheets.push({ name: attributeOf('name') ?? '', id, hidden: state === 'hidden' || state === 'veryHidden' });
      }
    }),
    signal,
  );
  const worksheets = sheets.filter((sheet) => {
    const target = related.find((relationship) => relationship.id === sheet.id);
    return !sheet.hidden && target?.type === 'worksheet' && zip.has(target.target);
  });
  const sheet = worksheets[0];
  if (sheet === undefined) {
    throw new Problem('file.empty', {
      said: {
        zh: '工作簿中没有可见的工作表。请取消隐藏存放数据的工作表后重新报送。',
        en: 'The workbook has no visible sheet. Unhide the sheet with the data.',
      },
    });
  }
  const part = (type: string) => {
    const target = related.find((relationship) => relationship.type === type)?.target;
    return target !== undefined && zip.has(target) ? target : undefined;
  };
  const stylesPart = part('styles');
  return {
    sheetName: sheet.name,
    sheetPart: related.find((relationship) => relationship.id === sheet.id)!.target,
    otherSheets: worksheets.slice(1).map(({ name }) => name),
    sharedStringsPart: part('sharedStrings'),
    date1904,
    dateStyles: stylesPart === undefined ? [] : await readDateStyles(zip, stylesPart, signal),
  };
}

/**
 * Formats come from the style sheet's own `numFmts` alone: those of conditional formats (`dxfs`) count by themselves, with numbers
 * that mean another format there. Likewise only `cellXfs` are what cells refer to, not `cellStyleXfs`.
 */
async function readDateStyles(zip: ZipContainer, part: string, signal?: AbortSignal): Promise<boolean[]> {
  const formats = new Map<number, string>();
  const used: number[] = [];
  let depth = 0;
  let list: 'numFmts' | 'cellXfs' | undefined;
  await scan(
    zip,
    part,
    new TagScanner(
      (name, attributeOf) => {
        if (depth === 1) list = name('numFmts') ? 'numFmts' : name('cellXfs') ? 'cellXfs' : undefined;
        else if (depth === 2 && list === 'numFmts' && name('numFmt')) {
          formats.set(Number(attributeOf('numFmtId')), attributeOf('formatCode') ?? '');
        } else if (depth === 2 && list === 'cellXfs' && name('xf')) used.push(Number(attributeOf('numFmtId') ?? 0));
        depth++;
      },
      () => {
        depth--;
      },
    ),
    signal,
  );
  return used.map((id) => isDateFormat(id, formats.get(id)));
}
