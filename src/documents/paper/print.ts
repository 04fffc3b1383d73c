/**
 * Sets a paper on A4 as PDF: Chinese line breaking, tables that go on over pages with their head repeated, page numbers, and a tagged
 * structure so that a screen reader can follow. Characters the typeface lacks are printed as their number: nothing vanishes silently.
 */
import PDFDocument from 'pdfkit';
import encodeQR from 'qr';
import { typeface } from './fonts.ts';
import type { Block, Paper } from './paper.ts';

type Document = InstanceType<typeof PDFDocument>;

const MARGIN = { top: 64, bottom: 72, left: 68, right: 68 } as const;
const SIZE = { title: 18, heading: 12.5, text: 10.5, small: 8.5 } as const;
const LEADING = 5;
const RULE = '#b8bec9';
const QUIET = '#4b5563';

export async function printPaper(paper: Paper): Promise<Buffer> {
  const document = new PDFDocument({
    size: 'A4',
    margins: { ...MARGIN },
    lang: 'zh-CN',
    tagged: true,
    pdfVersion: '1.7',
    displayTitle: true,
    bufferPages: true,
    info: { Title: paper.title, Author: paper.issuer, CreationDate: paper.issuedAt, ModDate: paper.issuedAt },
  });
  const bytes = collect(document);
  const setting = new Setting(document);
  setting.head(paper);
  for (const block of paper.blocks) setting.block(block);
  if (paper.check) setting.check(paper.check);
  setting.feet(paper);
  document.end();
  return bytes;
}

function collect(document: Document): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    document.on('data', (chunk: Buffer) => chunks.push(chunk));
    document.on('end', () => resolve(Buffer.concat(chunks)));
    document.on('error', reject);
  });
}

/** One paper being set; keeps the document's fonts and its structure. */
class Setting {
  readonly #document: Document;
  readonly #root: PDFKit.PDFStructureElement;
  readonly #knows: (codePoint: number) => boolean;

  constructor(document: Document) {
    this.#document = document;
    const { regular, bold } = typeface();
    document.registerFont('regular', regular).registerFont('bold', bold).font('regular');
    const face = (document as unknown as { _font: { font: { hasGlyphForCodePoint(code: number): boolean } } })._font
      .font;
    this.#knows = (codePoint) => face.hasGlyphForCodePoint(codePoint);
    this.#root = document.struct('Document');
    document.addStructure(this.#root);
  }

  head({ title, number }: Paper): void {
    this.#put('H1', () =>
      this.#font('bold', SIZE.title).text(this.#printable(title), { align: 'center', lineGap: LEADING }),
    );
    if (number !== undefined)
      this.#put('P', () =>
        this.#font('regular', SIZE.text)
          .fillColor(QUIET)
          .text(this.#printable(number), { align: 'center', lineGap: LEADING }),
      );
    this.#document.fillColor('black').moveDown(0.8);
  }

  block(block: Block): void {
    switch (block.kind) {
      case 'heading':
        this.#heading(block.text);
        break;
      case 'addressee':
        this.#paragraph(block.text, false);
        break;
      case 'paragraph':
        this.#paragraph(block.text, block.flush !== true);
        break;
      case 'note':
        this.#document.fillColor(QUIET);
        this.#put('P', () => this.#font('regular', SIZE.small).text(this.#printable(block.text), { lineGap: 3 }));
        this.#document.fillColor('black').moveDown(0.4);
        break;
      case 'list':
        for (const [index, item] of block.items.entries()) this.#paragraph(`${index + 1}．${item}`, true);
        break;
      case 'facts':
        this.#facts(block.facts);
        break;
      case 'table':
        this.#table(block);
        break;
      case 'signature':
        this.#signature(block.lines);
        break;
    }
  }

  /** What a third person needs to check the paper, kept together. */
  check({ code, address, text }: NonNullable<Paper['check']>): void {
    const document = this.#document;
    const side = 78;
    this.#room(side + 24);
    document.moveDown(0.6);
    const { left } = MARGIN;
    const top = document.y;
    this.#put('Figure', () => drawCode(document, address, left, top, side), { alt: `${text} ${address}` });
    const x = left + side + 14;
    const width = this.#width - side - 14;
    this.#put('P', () => {
      this.#font('bold', SIZE.text).text(code.replaceAll(/(.{5})(?=.)/g, '$1 '), x, top + 4, {
        width,
        characterSpacing: 0.6,
      });
      this.#font('regular', SIZE.small).fillColor(QUIET).text(this.#printable(text), { width, lineGap: 3 });
      document.text(address, { width, lineGap: 3 });
    });
    document.fillColor('black');
    document.x = left;
    document.y = Math.max(document.y, top + side) + 8;
  }

  /** Page x of y and the remark, below the text of every page. */
  feet({ title, remark }: Paper): void {
    const document = this.#document;
    const { start, count } = document.bufferedPageRange();
    for (let index = 0; index < count; index += 1) {
      document.switchToPage(start + index);
      const { margins, height } = document.page;
      const bottom = margins.bottom;
      margins.bottom = 0; // else writing below the text would begin another page
      document.markContent('Artifact', { type: 'Pagination' });
      this.#font('regular', SIZE.small).fillColor(QUIET);
      const line = [
        this.#printable(title),
        `第 ${index + 1} 页，共 ${count} 页`,
        ...(remark ? [this.#printable(remark)] : []),
      ];
      document.text(line.join('　'), MARGIN.left, height - bottom + 26, {
        width: this.#width,
        align: 'center',
        lineBreak: false,
      });
      document.endMarkedContent();
      margins.bottom = bottom;
    }
  }

  get #width(): number {
    return this.#document.page.width - MARGIN.left - MARGIN.right;
  }

  get #bottom(): number {
    return this.#document.page.height - this.#document.page.margins.bottom;
  }

  /** Begins a new page unless so many points are left on this one. */
  #room(points: number): void {
    if (this.#document.y + points > this.#bottom) this.#document.addPage();
  }

  #font(weight: 'regular' | 'bold', size: number): Document {
    return this.#document.font(weight).fontSize(size);
  }

  #put(tag: string, draw: () => void, options: { alt?: string } = {}, into = this.#root): void {
    into.add(this.#document.struct(tag, options, draw));
  }

  #heading(text: string): void {
    this.#room(60); // never alone at the foot of a page
    this.#document.moveDown(0.5);
    this.#put('H2', () =>
      this.#font('bold', SIZE.heading).text(this.#printable(text), MARGIN.left, undefined, { lineGap: LEADING }),
    );
    this.#document.moveDown(0.15);
  }

  #paragraph(text: string, indented: boolean): void {
    const indent = indented ? SIZE.text * 2 : 0;
    this.#put('P', () =>
      this.#font('regular', SIZE.text).text(this.#printable(text), MARGIN.left, undefined, {
        width: this.#width,
        indent,
        lineGap: LEADING,
      }),
    );
    this.#document.moveDown(0.25);
  }

  #signature(lines: readonly string[]): void {
    this.#room(lines.length * 20 + 24);
    this.#document.moveDown(1);
    for (const line of lines)
      this.#put('P', () =>
        this.#font('regular', SIZE.text).text(this.#printable(line), MARGIN.left, undefined, {
          width: this.#width,
          align: 'right',
          lineGap: LEADING,
        }),
      );
  }

  #facts(facts: Extract<Block, { kind: 'facts' }>['facts']): void {
    const label = 118;
    const table = this.#document.struct('Table');
    this.#root.add(table);
    for (const [name, value] of facts)
      this.#row(table, [name, value], [label, this.#width - label], { first: 'bold', rule: true });
    table.end();
    this.#document.moveDown(0.5);
  }

  #table({ columns, rows, empty }: Extract<Block, { kind: 'table' }>): void {
    if (rows.length === 0) {
      this.#paragraph(empty, false);
      return;
    }
    const shares = columns.reduce((sum, { share }) => sum + share, 0);
    const widths = columns.map(({ share }) => (share / shares) * this.#width);
    const titles = columns.map(({ title }) => title);
    const table = this.#document.struct('Table');
    this.#root.add(table);
    const head = () => this.#row(table, titles, widths, { head: true, rule: true });
    head();
    for (const row of rows) this.#row(table, row, widths, { rule: true, onNewPage: head });
    table.end();
    this.#document.moveDown(0.5);
  }

  /** A row stays together: what does not fit on this page begins the next one. */
  #row(
    table: PDFKit.PDFStructureElement,
    cells: readonly string[],
    widths: readonly number[],
    look: { head?: boolean; first?: 'bold'; rule?: boolean; onNewPage?: () => void },
  ): void {
    const document = this.#document;
    const padding = 4;
    const texts = cells.map((cell) => this.#printable(cell));
    const set = (index: number) =>
      this.#font(
        look.head || (index === 0 && look.first === 'bold') ? 'bold' : 'regular',
        look.head ? SIZE.small + 0.5 : SIZE.text - 1,
      );
    const heights = texts.map((text, index) => {
      set(index);
      return document.heightOfString(text, { width: (widths[index] ?? 0) - padding * 2, lineGap: 2.5 });
    });
    const height = Math.max(...heights) + padding * 2;
    if (document.y + height > this.#bottom && document.y > MARGIN.top + 1) {
      document.addPage();
      look.onNewPage?.();
    }
    const top = document.y;
    const row = document.struct('TR');
    table.add(row);
    let x: number = MARGIN.left;
    for (const [index, text] of texts.entries()) {
      const width = widths[index] ?? 0;
      const left = x;
      this.#put(
        look.head || (index === 0 && look.first === 'bold') ? 'TH' : 'TD',
        () => {
          set(index).fillColor(look.head ? QUIET : 'black');
          document.text(text, left + padding, top + padding, { width: width - padding * 2, lineGap: 2.5 });
        },
        {},
        row,
      );
      x += width;
    }
    row.end();
    document.fillColor('black');
    document.x = MARGIN.left;
    document.y = Math.min(top + height, this.#bottom);
    document.markContent('Artifact', { type: 'Layout' });
    document
      .moveTo(MARGIN.left, document.y)
      .lineTo(MARGIN.left + this.#width, document.y)
      .lineWidth(0.5)
      .strokeColor(RULE)
      .stroke();
    document.endMarkedContent();
  }

  /** A rare character the typeface lacks is printed as 〔U+20BB7〕; directional marks and controls are left out. */
  #printable(text: string): string {
    const plain = text.replaceAll(
      /[\u061c\u200b-\u200f\u202a-\u202e\u2060-\u206f\ufeff\u0000-\u0009\u000b-\u001f\u007f-\u009f]/g,
      '',
    );
    return [...plain]
      .map((character) => {
        const code = character.codePointAt(0) ?? 0;
        return character === '\n' || this.#knows(code) ? character : `〔U+${code.toString(16).toUpperCase()}〕`;
      })
      .join('');
  }
}

function drawCode(document: Document, text: string, left: number, top: number, side: number): void {
  const modules = encodeQR(text, 'raw', { border: 2, ecc: 'medium' });
  const step = side / modules.length;
  document.save().fillColor('black');
  for (const [y, line] of modules.entries())
    for (const [x, dark] of line.entries()) if (dark) document.rect(left + x * step, top + y * step, step, step);
  document.fill().restore();
}
