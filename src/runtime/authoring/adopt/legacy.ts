/**
 * Splits an older system's export: rows that may be reported anew become an ordinary report table that says where each comes from, the
 * others are listed by row and reason, and nothing of them. Names and numbers of people stand in the table alone, in a folder of its own
 * that only this account reads.
 */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { appendFile, mkdir, rm, writeFile } from 'node:fs/promises';
import { join, relative, resolve } from 'node:path';
import { pipeline } from 'node:stream/promises';
import type { Polarity, SubjectType } from '#contracts/vocabulary.ts';
import { csvHead, csvLine } from '#documents/spreadsheet/csv.ts';
import { type SheetRow, writeWorkbook } from '#documents/spreadsheet/workbook-writer.ts';
import type { CatalogueKind, Policy } from '#kernel/policy/policy.ts';
import { localId } from '#kernel/policy/refs.ts';
import { compileScreen } from '#kernel/screening/never-collect.ts';
import type { LocalDate } from '#kernel/time/local-date.ts';
import {
  type HeaderMatch,
  INDIVIDUALS,
  ORGANISATIONS,
  openTable,
  type RawRow,
  type TableForm,
} from '#platform/intake/index.ts';
import { loadLaw } from '../../law.ts';
import { CannotWrite } from '../notice-folder.ts';
import { LEGACY_ORGANISATIONS, LEGACY_PERSONS, type LegacyField } from './columns.ts';
import { type Cell, judgeLegacyRow, type LegacyContext, type LegacyVerdict } from './legacy-row.ts';
import { FloorOn, type LegacyCode } from './refusals.ts';

export interface LegacyRequest {
  readonly file: string;
  /** what the system was called, as the reported rows will say */
  readonly origin: string;
  /** a folder that is not there yet */
  readonly out: string;
  /** the city's own folder, which is shared: no row goes there */
  readonly cityFolder: string;
  readonly policy: Policy;
  readonly today: LocalDate;
  readonly subject?: SubjectType | undefined;
  readonly polarity?: Polarity | undefined;
  /** what the export calls a kind → the catalogue's number for it */
  readonly kinds: ReadonlyMap<string, string>;
}

export interface LegacyCounts {
  readonly subject: SubjectType;
  readonly rows: number;
  readonly carried: number;
  /** a row may have several reasons */
  readonly byReason: ReadonlyMap<LegacyCode, number>;
  /** columns that were not read, counted from 1 */
  readonly unread: readonly number[];
  readonly files: { readonly table: string; readonly refused: string; readonly origin: string };
}

/** @throws CannotWrite, or a Problem of the table; then nothing is left behind */
export async function splitLegacy(request: LegacyRequest): Promise<LegacyCounts> {
  refuseInside(request.cityFolder, request.out);
  const subject = request.subject ?? (await subjectOf(request.file));
  for (const id of request.kinds.values()) kindOf(request.policy, subject, id);
  await mkdir(request.out, { mode: 0o700 }).catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'EEXIST') throw new CannotWrite(`${request.out} 已经存在，没有改动。请换一个目录。`);
    throw new CannotWrite(`不能建立目录 ${request.out}：${error.message}`);
  });
  try {
    return await new Split(request, subject, await contextOf(request, subject)).run();
  } catch (error) {
    await rm(request.out, { recursive: true });
    throw error;
  }
}

/** A city's folder is copied, shown and compared by many: it holds rules, and nobody's record. */
function refuseInside(city: string, out: string): void {
  const way = relative(resolve(city), resolve(out));
  if (way === '' || !(way.startsWith('..') || resolve(way) === way))
    throw new CannotWrite('--out 不能放在城市的文件夹里：那里只放规则，不放任何人的记录。请另写一个目录。');
}

/** Whose table it is, by its header. @throws the Problem of the table of persons */
async function subjectOf(path: string): Promise<SubjectType> {
  const ofOrganisations = await openTable<LegacyField>({ path }, LEGACY_ORGANISATIONS as TableForm<LegacyField>).catch(
    () => undefined,
  );
  await ofOrganisations?.close();
  return ofOrganisations ? 'organisation' : 'person';
}

function kindOf(policy: Policy, subject: SubjectType, id: string): CatalogueKind {
  const kinds = policy.kindsFor(subject);
  const kind = kinds.find((one) => localId(one.id) === id);
  if (kind) return kind;
  const known = kinds.map((one) => `${localId(one.id)} ${one.plainTitle}`).join('、');
  throw new CannotWrite(`目录中没有类别“${id}”。可用：${known || '（无）'}。`);
}

async function contextOf(request: LegacyRequest, subject: SubjectType): Promise<LegacyContext & { floor: FloorOn }> {
  const { policy, today, polarity } = request;
  const floor = new FloorOn(await loadLaw(), policy.regionPrefix, today);
  const screen = compileScreen(policy.neverCollect);
  const months = floor.values('disclosure').map(({ value }) => Number(value));
  const documents = floor.values('decision-types').flatMap(({ value }) => value as CatalogueKind['decisionTypes']);
  return {
    ...{ subject, today, polarity, floor, documents, longestMonths: Math.max(...months) },
    minimumAge: policy.minimumAge.years,
    neverCollect: (text) => screen(text) !== null,
  };
}

const oneLine = (text: string): string => text.replaceAll(/[\s\p{C}\u2028\u2029]+/gu, ' ').trim();

class Split {
  readonly #request: LegacyRequest;
  readonly #subject: SubjectType;
  readonly #context: LegacyContext & { readonly floor: FloorOn };
  readonly #files: LegacyCounts['files'];
  readonly #byReason = new Map<LegacyCode, number>();
  readonly #seen = new Set<string>();
  #rows = 0;
  #carried = 0;

  constructor(request: LegacyRequest, subject: SubjectType, context: LegacyContext & { readonly floor: FloorOn }) {
    this.#request = request;
    this.#subject = subject;
    this.#context = context;
    const at = (name: string) => join(request.out, name);
    this.#files = { table: at('legacy.xlsx'), refused: at('refused.csv'), origin: at('origin.json') };
  }

  /** the penalty decision, as the law's list of documents calls it */
  get #penalty(): string {
    return this.#context.documents.find(({ id }) => id === 'penalty')?.title ?? '';
  }

  async run(): Promise<LegacyCounts> {
    const { file, origin, today } = this.#request;
    const form = (this.#subject === 'person' ? LEGACY_PERSONS : LEGACY_ORGANISATIONS) as TableForm<LegacyField>;
    const table = await openTable<LegacyField>({ path: file }, form);
    const { header } = table;
    const read = new Set<number | undefined>(Object.values(header.columns));
    const unread = header.titles.flatMap((title, index) => (title.trim() === '' || read.has(index) ? [] : [index + 1]));
    try {
      const fields = (this.#subject === 'person' ? INDIVIDUALS : ORGANISATIONS).fields as readonly {
        key: LegacyField;
        title: string;
      }[];
      await writeFile(this.#files.refused, csvHead(['行号', '原因编号', '原因', '依据', '怎么办']));
      const titles: SheetRow = { number: 1, cells: fields.map(({ title }) => title), look: 'title' };
      const rows = this.#sheetRows(
        table.batches(),
        cellsBy(header, this.#penalty),
        fields.map(({ key }) => key),
        headedAdverse(header),
      );
      await writeWorkbook(this.#files.table, [
        { name: '原系统记录', widths: fields.map(() => 18), frozenRows: 1, rows: startingWith(titles, rows) },
      ]);
    } finally {
      await table.close();
    }
    const counts = { rows: this.#rows, carried: this.#carried, refused: Object.fromEntries(this.#byReason) };
    const source = { origin, sha256: await sha256Of(file), adoptedOn: today, subject: this.#subject, ...counts };
    await writeFile(this.#files.origin, `${JSON.stringify(source, null, 2)}\n`);
    return {
      subject: this.#subject,
      rows: this.#rows,
      carried: this.#carried,
      byReason: this.#byReason,
      unread,
      files: this.#files,
    };
  }

  async *#sheetRows(
    batches: AsyncIterable<RawRow[]>,
    cellsOf: (row: RawRow) => Cell,
    fields: readonly LegacyField[],
    adverse: boolean,
  ): AsyncGenerator<SheetRow[]> {
    for await (const batch of batches) {
      const sheet: SheetRow[] = [];
      let refusals = '';
      for (const row of batch) {
        this.#rows++;
        const cell = cellsOf(row);
        const verdict = this.#judged(row, cell, adverse);
        if ('refused' in verdict) refusals += this.#refusal(row.rowNumber, verdict.refused);
        else {
          const cells = { ...verdict.carried, ...this.#origins(row.rowNumber, cell) };
          sheet.push({ number: ++this.#carried + 1, cells: fields.map((field) => cells[field] ?? '') });
        }
      }
      if (refusals !== '') await appendFile(this.#files.refused, refusals);
      if (sheet.length > 0) yield sheet;
    }
  }

  #judged(row: RawRow, cell: Cell, adverse: boolean): LegacyVerdict {
    if (row.problems?.[0]) return { refused: row.problems };
    const verdict = judgeLegacyRow(cell, adverse ? { ...this.#context, polarity: 'adverse' } : this.#context);
    if ('refused' in verdict) return verdict;
    const { matter, occurredOn, decisionNumber } = verdict.carried;
    const key = createHash('sha256')
      .update(JSON.stringify([verdict.subject, matter, occurredOn, decisionNumber]))
      .digest('base64');
    if (this.#seen.has(key)) return { refused: ['duplicate.in_file'] };
    this.#seen.add(key);
    return verdict;
  }

  #refusal(row: number, codes: readonly LegacyCode[]): string {
    for (const code of codes) this.#byReason.set(code, (this.#byReason.get(code) ?? 0) + 1);
    return codes
      .map((code) => {
        const { why, source, remedy } = this.#context.floor.told(code);
        return csvLine([row, code, why, source, remedy]);
      })
      .join('');
  }

  /** The kind is what somebody said it is; what the older system called it stands in the remark. */
  #origins(row: number, cell: Cell): { readonly kind: string; readonly remark: string } {
    const called = cell('kind');
    const before = called === '' ? '' : `，原类别“${called}”`;
    return {
      kind: this.#request.kinds.get(called) ?? '',
      remark: `沿用自${this.#request.origin}，原表第${row}行${before}，待重新认定`,
    };
  }
}

async function* startingWith(first: SheetRow, rest: AsyncIterable<SheetRow[]>): AsyncGenerator<readonly SheetRow[]> {
  yield [first];
  yield* rest;
}

/**
 * A column that asks (`是否修复`) is answered with yes or no; the national penalty form has no column for what its every row is.
 */
function cellsBy({ columns, titles, formKind }: HeaderMatch<LegacyField>, penalty: string) {
  const asks = /^\s*是否/u.test(titles[columns.status ?? -1] ?? '');
  const implied = formKind === 'penalty' && columns.decisionType === undefined ? penalty : '';
  return (row: RawRow): Cell =>
    (field) => {
      const text = oneLine(row.cells[columns[field] ?? -1] ?? '');
      if (field === 'status' && asks) return { 是: '已修复', 否: '有效' }[text] ?? text;
      return field === 'decisionType' ? text || implied : text;
    };
}

/** Whatever is said of the file: under `处罚事由` or `失信行为` stands nothing good. */
function headedAdverse({ formKind, columns, titles }: HeaderMatch<LegacyField>): boolean {
  const headings = [columns.name, columns.matter].map((column) => titles[column ?? -1] ?? '');
  return formKind === 'penalty' || headings.some((title) => /失信|被执行|违法|处罚|不良/u.test(title));
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(path), hash);
  return hash.digest('hex');
}
