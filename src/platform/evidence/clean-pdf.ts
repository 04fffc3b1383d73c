/**
 * A PDF as it is kept: its pages alone, copied into a new document. Scripts, actions, links, forms, embedded and external files,
 * layers, outlines and metadata stay behind; what annotations and form fields show (a seal, a signature, a filled-in field) is
 * painted onto the page, since that is often the very thing that proves.
 */
import {
  decodePDFRawStream,
  EncryptedPDFError,
  ParseSpeeds,
  PDFArray,
  PDFContext,
  PDFDict,
  PDFDocument,
  PDFInvalidObject,
  PDFName,
  type PDFObject,
  type PDFPage,
  PDFRawStream,
  PDFStream,
} from '@cantoo/pdf-lib';
import { Problem } from '#kernel/refusal/problem.ts';
import { paintAnnotations } from './annotation-paint.ts';
import { withoutMetadata } from './jpeg-segments.ts';
import type { EvidenceLimits } from './limits.ts';

const name = (text: string): PDFName => PDFName.of(text);

/** Of a page only what it takes to show it. */
const PAGE_KEYS = new Set(
  ['Type', 'Parent', 'Contents', 'Resources', 'MediaBox', 'CropBox', 'Rotate', 'UserUnit', 'Group'].map(name),
);
/** Of a stream: content in other files, replacements for it, and what is only about it. */
const STREAM_KEYS = [
  ...['F', 'FFilter', 'FDecodeParms', 'Ref', 'OPI', 'AF', 'Metadata', 'PieceInfo'],
  ...['LastModified', 'StructParent', 'StructParents', 'Alternates', 'Measure', 'PtData'],
].map(name);
const ACTIVE_TYPES = new Set(['Action', 'Filespec', 'F', 'EmbeddedFile', 'Metadata', 'Annot'].map(name));
const ACTIONS = new Set(
  [
    ...['JavaScript', 'Launch', 'URI', 'GoTo', 'GoToR', 'GoToE', 'GoTo3DView', 'SubmitForm', 'ImportData', 'ResetForm'],
    ...['Named', 'Rendition', 'RichMediaExecute', 'Movie', 'Sound', 'Thread', 'Hide', 'SetOCGState', 'Trans'],
  ].map(name),
);

export async function cleanPdf(
  content: Uint8Array,
  limits: EvidenceLimits,
): Promise<{ content: Buffer; pages: number }> {
  boundUnpacking(limits.unpacked);
  const sent = await open(content);
  if (sent.context.largestObjectNumber > limits.objects * 4 || count(sent.context) > limits.objects)
    throw new Problem('evidence.too_large', {
      said: {
        zh: 'PDF 的结构过于复杂。请打印为新的 PDF，或者导出为图片后上传。',
        en: 'The PDF is too complex. Print it to a new PDF, or export it as pictures.',
      },
    });
  const pages = sent.getPages();
  if (pages.length === 0) throw unreadable(new Error('no pages'));
  if (pages.length > limits.pages)
    throw new Problem('evidence.too_large', {
      said: {
        zh: `PDF 有 ${pages.length} 页，最多 ${limits.pages} 页。请只留有关的几页。`,
        en: `The PDF has ${pages.length} pages, at most ${limits.pages} are taken. Keep only those that matter.`,
      },
    });
  for (const page of pages) onlyWhatShows(page);
  for (const [reference, object] of sent.context.enumerateIndirectObjects()) {
    // bytes the reader could not make sense of would be passed on as they are
    if (object instanceof PDFInvalidObject) sent.context.delete(reference);
    else disarm(object, sent.context);
  }

  const kept = await PDFDocument.create({ updateMetadata: false });
  for (const page of await kept.copyPages(sent, sent.getPageIndices())) kept.addPage(page);
  const bytes = Buffer.from(await kept.save({ addDefaultPage: false, updateFieldAppearances: false }));
  if (bytes.length > limits.bytes)
    throw new Problem('evidence.too_large', {
      said: {
        zh: 'PDF 处理后仍然过大。请降低扫描的分辨率，或者只留有关的几页。',
        en: 'The PDF is still too large after processing. Scan at a lower resolution, or keep only the pages that matter.',
      },
    });
  return { content: bytes, pages: pages.length };
}

async function open(content: Uint8Array): Promise<PDFDocument> {
  try {
    return await PDFDocument.load(content, {
      updateMetadata: false,
      warnOnInvalidObjects: false,
      parseSpeed: ParseSpeeds.Fastest,
    });
  } catch (cause) {
    if (cause instanceof EncryptedPDFError)
      throw new Problem('evidence.unreadable', {
        said: {
          zh: 'PDF 设有密码或者权限限制。请取消加密，另存后上传。',
          en: 'The PDF has a password or restrictions. Save it without encryption.',
        },
      });
    throw cause;
  }
}

function count(context: PDFContext): number {
  return context.enumerateIndirectObjects().length;
}

function onlyWhatShows(page: PDFPage): void {
  paintAnnotations(page);
  for (const key of page.node.keys()) if (!PAGE_KEYS.has(key)) page.node.delete(key);
}

/** Takes out of an object, and of what stands directly in it, everything that acts, reaches outside or only tells about it. */
function disarm(object: PDFObject, context: PDFContext): void {
  if (object instanceof PDFStream) {
    for (const key of STREAM_KEYS) object.dict.delete(key);
    disarmEntries(object.dict, context);
    if (object instanceof PDFRawStream) plainPicture(object);
  } else if (object instanceof PDFDict) disarmEntries(object, context);
  else if (object instanceof PDFArray) for (const one of object.asArray()) disarm(one, context);
}

function disarmEntries(dict: PDFDict, context: PDFContext): void {
  for (const [key, value] of dict.entries()) {
    if (acts(context.lookup(value))) dict.delete(key);
    else disarm(value, context);
  }
}

function acts(value: PDFObject | undefined): boolean {
  const dict = value instanceof PDFStream ? value.dict : value;
  if (!(dict instanceof PDFDict)) return false;
  const [type, action] = [dict.get(name('Type')), dict.get(name('S'))];
  return (type instanceof PDFName && ACTIVE_TYPES.has(type)) || (action instanceof PDFName && ACTIONS.has(action));
}

/** A photograph inside a PDF keeps its Exif, place included, unless it is taken out. */
function plainPicture(stream: PDFRawStream): void {
  const filter = stream.dict.lookup(name('Filter'));
  const only = filter instanceof PDFArray && filter.size() === 1 ? filter.lookup(0) : filter;
  if (only !== name('DCTDecode')) return;
  const plain = withoutMetadata(stream.contents);
  if (plain === undefined) throw unreadable(new Error('a picture in the PDF is damaged'));
  (stream as { contents: Uint8Array }).contents = plain;
}

let bounded = false;

/**
 * Streams that hold the objects of a PDF are unpacked while it is read, into memory no heap limit covers: the reader's own buffers
 * are made to refuse instead.
 */
function boundUnpacking(most: number): void {
  if (bounded) return;
  bounded = true;
  const empty = PDFRawStream.of(PDFContext.create().obj({ Filter: 'RunLengthDecode' }), new Uint8Array());
  const unpacker = Object.getPrototypeOf(Object.getPrototypeOf(decodePDFRawStream(empty))) as {
    ensureBuffer(requested: number): Uint8Array;
  };
  const { ensureBuffer } = unpacker;
  if (typeof ensureBuffer !== 'function') throw new TypeError('the PDF reader’s buffers are not where they were');
  unpacker.ensureBuffer = function (requested) {
    if (requested > most) throw new RangeError(`a stream unpacks to more than ${most} bytes`);
    return ensureBuffer.call(this, requested);
  };
}

export function unreadable(cause: unknown): Problem {
  return new Problem('evidence.unreadable', {
    said: {
      zh: 'PDF 不完整或者已损坏，打不开。请重新导出，或者打印为新的 PDF 后上传。',
      en: 'The PDF is incomplete or damaged. Export it again, or print it to a new PDF.',
    },
    cause,
  });
}
