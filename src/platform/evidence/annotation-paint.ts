/** Paints what the annotations and form fields of a page show onto the page itself, as a printer would (PDF 32000-1, 12.5.5). */
import {
  concatTransformationMatrix,
  drawObject,
  PDFArray,
  PDFDict,
  PDFName,
  PDFNumber,
  type PDFPage,
  PDFRef,
  PDFStream,
  popGraphicsState,
  pushGraphicsState,
} from '@cantoo/pdf-lib';

const name = (text: string): PDFName => PDFName.of(text);
/** shown on the screen only when something happens, or never */
const UNPAINTED = new Set(
  ['Popup', 'Link', 'Movie', 'Sound', 'Screen', 'FileAttachment', 'RichMedia', '3D', 'TrapNet'].map(name),
);
const HIDDEN = 2;
const NO_VIEW = 32;

type Matrix = readonly [number, number, number, number, number, number];
type Box = readonly [left: number, bottom: number, right: number, top: number];

export function paintAnnotations(page: PDFPage): void {
  const annotations = page.node.Annots();
  if (!annotations) return;
  for (let index = 0; index < annotations.size(); index += 1) {
    const annotation = annotations.lookup(index);
    if (annotation instanceof PDFDict) paint(page, annotation);
  }
}

function paint(page: PDFPage, annotation: PDFDict): void {
  const subtype = annotation.lookup(name('Subtype'));
  const flags = annotation.lookup(name('F'));
  if (!(subtype instanceof PDFName) || UNPAINTED.has(subtype)) return;
  if (flags instanceof PDFNumber && (flags.asNumber() & (HIDDEN | NO_VIEW)) !== 0) return;
  const rect = boxOf(annotation.lookup(name('Rect')));
  const reference = appearanceOf(annotation);
  const appearance = reference && annotation.context.lookup(reference);
  if (!rect || !reference || !(appearance instanceof PDFStream)) return;
  const box = boxOf(appearance.dict.lookup(name('BBox')));
  if (!box) return;
  const placed = placing(box, matrixOf(appearance.dict.lookup(name('Matrix'))), rect);
  if (!placed) return;
  appearance.dict.set(name('Type'), name('XObject'));
  appearance.dict.set(name('Subtype'), name('Form'));
  const painted = page.node.newXObject('Shown', reference);
  page.pushOperators(
    pushGraphicsState(),
    concatTransformationMatrix(...placed),
    drawObject(painted),
    popGraphicsState(),
  );
}

/** The normal appearance; of several the one the annotation says it is in. */
function appearanceOf(annotation: PDFDict): PDFRef | undefined {
  const appearances = annotation.lookup(name('AP'));
  const normal = appearances instanceof PDFDict ? appearances.get(name('N')) : undefined;
  const looked = normal && annotation.context.lookup(normal);
  if (looked instanceof PDFStream) return normal instanceof PDFRef ? normal : undefined;
  const state = annotation.lookup(name('AS'));
  const chosen = looked instanceof PDFDict && state instanceof PDFName ? looked.get(state) : undefined;
  return chosen instanceof PDFRef ? chosen : undefined;
}

/** From the appearance's box, turned by its matrix, onto the rectangle of the annotation. */
function placing(box: Box, [a, b, c, d, e, f]: Matrix, rect: Box): Matrix | undefined {
  const corners = [
    [box[0], box[1]],
    [box[2], box[1]],
    [box[0], box[3]],
    [box[2], box[3]],
  ].map(([x, y]) => [a * x! + c * y! + e, b * x! + d * y! + f]);
  const [xs, ys] = [corners.map(([x]) => x!), corners.map(([, y]) => y!)];
  const [left, bottom] = [Math.min(...xs), Math.min(...ys)];
  const [width, height] = [Math.max(...xs) - left, Math.max(...ys) - bottom];
  if (!(width > 0) || !(height > 0)) return undefined;
  const [across, up] = [(rect[2] - rect[0]) / width, (rect[3] - rect[1]) / height];
  const placed: Matrix = [across, 0, 0, up, rect[0] - left * across, rect[1] - bottom * up];
  return placed.every(Number.isFinite) ? placed : undefined;
}

function numbersOf(object: unknown): number[] | undefined {
  if (!(object instanceof PDFArray)) return undefined;
  const numbers = Array.from({ length: object.size() }, (_, index) => object.lookup(index));
  return numbers.every((one) => one instanceof PDFNumber) ? numbers.map((one) => one.asNumber()) : undefined;
}

function boxOf(object: unknown): Box | undefined {
  const numbers = numbersOf(object);
  if (numbers?.length !== 4) return undefined;
  const [x, y, u, v] = numbers as [number, number, number, number];
  return [Math.min(x, u), Math.min(y, v), Math.max(x, u), Math.max(y, v)];
}

function matrixOf(object: unknown): Matrix {
  const numbers = numbersOf(object);
  return numbers?.length === 6 ? (numbers as unknown as Matrix) : [1, 0, 0, 1, 0, 0];
}
