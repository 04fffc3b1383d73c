/** Tells what a file is by its content, whatever its name ends in, and says in plain words what cannot be taken. */
import { type FileHandle, open } from 'node:fs/promises';
import { Problem } from '#kernel/refusal/problem.ts';
import type { TableFormat } from './table.ts';

const SAMPLE_BYTES = 1 << 16;
/** a compound file's directory may lie anywhere: the whole of a permitted `.xls` is looked through */
const COMPOUND_SEARCH_BYTES = 64 << 20;

const NO_TABLE =
  'This is no table that can be read: a program, document, picture, archive or another kind of workbook. Save the data as xlsx or CSV UTF-8.';

const unsupported = (what: string, remedy: string): Problem =>
  new Problem('file.format', { said: { zh: `${what}。${remedy}`, en: NO_TABLE } });
const SAVE_AS = '请用 Excel 或 WPS 打开后，另存为 xlsx 或“CSV UTF-8”再报送。';

const SIGNATURES: readonly { readonly bytes: readonly number[]; readonly what: string; readonly remedy: string }[] = [
  {
    bytes: [0x4d, 0x5a],
    what: '这是可执行程序，不是表格',
    remedy: '请不要运行来源不明的文件，并重新选择要报送的表格。',
  },
  { bytes: [0x7f, 0x45, 0x4c, 0x46], what: '这是可执行程序，不是表格', remedy: '请重新选择要报送的表格。' },
  { bytes: [0x25, 0x50, 0x44, 0x46], what: '这是 PDF 文件，不是表格', remedy: '请报送原始的表格文件。' },
  { bytes: [0x52, 0x61, 0x72, 0x21], what: '这是 RAR 压缩包', remedy: '请解压后，报送其中的表格文件。' },
  { bytes: [0x37, 0x7a, 0xbc, 0xaf], what: '这是 7z 压缩包', remedy: '请解压后，报送其中的表格文件。' },
  { bytes: [0x1f, 0x8b], what: '这是 gzip 压缩包', remedy: '请解压后，报送其中的表格文件。' },
  { bytes: [0x89, 0x50, 0x4e, 0x47], what: '这是图片，不是表格', remedy: '请报送原始的表格文件。' },
  { bytes: [0xff, 0xd8, 0xff], what: '这是图片，不是表格', remedy: '请报送原始的表格文件。' },
  { bytes: [0x47, 0x49, 0x46, 0x38], what: '这是图片，不是表格', remedy: '请报送原始的表格文件。' },
  { bytes: [0x42, 0x4d], what: '这是图片，不是表格', remedy: '请报送原始的表格文件。' },
  {
    bytes: [0x7b, 0x5c, 0x72, 0x74, 0x66],
    what: '这是 RTF 文档，不是表格',
    remedy: '请把其中的表格复制到工作簿中再报送。',
  },
];

const COMPOUND = Buffer.from('d0cf11e0a1b11ae1', 'hex');

/** @throws Problem `file.empty`, `file.format`, `file.encoding`, `file.unreadable` */
export async function detectFormat(path: string): Promise<TableFormat> {
  const handle = await open(path, 'r');
  try {
    const sample = Buffer.alloc(SAMPLE_BYTES);
    const { bytesRead } = await handle.read(sample, 0, SAMPLE_BYTES, 0);
    const head = sample.subarray(0, bytesRead);
    if (head.length === 0)
      throw new Problem('file.empty', {
        said: {
          zh: '文件大小为0，没有任何内容。请确认选择的是要报送的表格。',
          en: 'The file is empty. Make sure it is the table you mean.',
        },
      });
    if (head.subarray(0, 8).equals(COMPOUND)) return await compoundFormat(handle);
    if (head[0] === 0x50 && head[1] === 0x4b && head[2]! <= 8) return zipFormat(head);
    refuseBareBiff(head);
    for (const { bytes, what, remedy } of SIGNATURES) {
      // two letters may also begin a name: then the rest of the file must look like text for it to be a table
      const sure = bytes.length > 2 || head.includes(0);
      if (sure && bytes.every((byte, index) => head[index] === byte)) throw unsupported(what, remedy);
    }
    refuseMarkup(head);
    refuseBinary(head);
    return 'csv';
  } finally {
    await handle.close();
  }
}

const OTHER_CONTAINERS: readonly { readonly part: string; readonly what: string; readonly remedy: string }[] = [
  {
    part: 'word/document.xml',
    what: '这是 Word 文档（docx），不是表格',
    remedy: '请把其中的表格复制到工作簿中再报送。',
  },
  { part: 'ppt/presentation.xml', what: '这是演示文稿（pptx），不是表格', remedy: '请报送原始的表格文件。' },
  { part: 'xl/workbook.bin', what: '这是二进制工作簿（xlsb）', remedy: SAVE_AS },
  { part: 'index/document.iwa', what: '这是 Numbers 表格', remedy: '请在 Numbers 中导出为 xlsx 或“CSV UTF-8”再报送。' },
  { part: 'meta-inf/manifest.xml', what: '这是 OpenDocument 文件（ods 等）', remedy: SAVE_AS },
];

/**
 * Once the directory of a zip container is known: it may be another document, or a mere archive, whatever its name ends in.
 * @throws Problem `file.format`
 */
export function refuseOtherContainer(has: (part: string) => boolean): void {
  for (const { part, what, remedy } of OTHER_CONTAINERS) if (has(part)) throw unsupported(what, remedy);
  if (['[content_types].xml', '_rels/.rels', 'xl/workbook.xml'].some(has)) return;
  throw unsupported('这是 zip 压缩包，不是表格', '请解压后，报送其中的表格文件。');
}

/** Excel 2 to 5 without a container: a record that begins a file (BOF), its length, and what kind of sheet follows. */
function refuseBareBiff(head: Buffer): void {
  const [first, version, length, high] = head;
  const bare = first === 0x09 && [0x00, 0x02, 0x04, 0x08].includes(version ?? -1) && high === 0 && length! <= 16;
  if (bare && length! >= 4 && head.length > 8 && head.subarray(4).includes(0))
    throw unsupported('这是很旧的 Excel 格式（Excel 2 至 5，上世纪的 xls）', SAVE_AS);
}

function zipFormat(head: Buffer): TableFormat {
  const names = head.toString('latin1');
  if (names.includes('mimetypeapplication/vnd.oasis.opendocument')) {
    throw unsupported('这是 OpenDocument 文件（ods）', SAVE_AS);
  }
  if (names.includes('xl/workbook.bin')) throw unsupported('这是二进制工作簿（xlsb）', SAVE_AS);
  if (names.includes('word/document.xml'))
    throw unsupported('这是 Word 文档（docx），不是表格', '请把其中的表格复制到工作簿中再报送。');
  if (names.includes('ppt/presentation.xml'))
    throw unsupported('这是演示文稿（pptx），不是表格', '请报送原始的表格文件。');
  return 'xlsx';
}

async function compoundFormat(handle: FileHandle): Promise<TableFormat> {
  const size = Math.min((await handle.stat()).size, COMPOUND_SEARCH_BYTES);
  // names of streams are compared without regard to case: Crystal Reports writes WORKBOOK
  const names = ['EncryptedPackage', 'Workbook', 'Book', 'WordDocument', 'PowerPoint Document'].map((name) => ({
    name,
    pattern: new RegExp([...name].join('\\0'), 'iu'),
    found: false,
  }));
  const chunk = Buffer.allocUnsafe(1 << 20);
  for (let position = 0; position < size; position += chunk.length - 64) {
    const { bytesRead } = await handle.read(chunk, 0, chunk.length, position);
    const bytes = chunk.toString('latin1', 0, bytesRead);
    for (const entry of names) entry.found ||= entry.pattern.test(bytes);
    if (bytesRead < chunk.length) break;
  }
  const has = (name: string) => names.some((entry) => entry.name === name && entry.found);
  if (has('EncryptedPackage')) {
    throw new Problem('file.unreadable', {
      said: {
        zh: '工作簿设有打开密码，无法读取。请在“文件—信息—保护工作簿”中取消密码，保存后重新报送。',
        en: 'The workbook needs a password to open. Remove it under File, Info, Protect Workbook, save, and hand it in again.',
      },
    });
  }
  if (has('Workbook') || has('Book')) return 'xls';
  if (has('WordDocument')) throw unsupported('这是 Word 文档（doc），不是表格', '请把其中的表格复制到工作簿中再报送。');
  if (has('PowerPoint Document')) throw unsupported('这是演示文稿（ppt），不是表格', '请报送原始的表格文件。');
  throw unsupported('文件不是表格', SAVE_AS);
}

/** Many older systems export a web page and call it `.xls`. */
function refuseMarkup(head: Buffer): void {
  const start = head
    .subarray(0, 4096)
    .toString('latin1')
    .replace(/^\u00ef\u00bb\u00bf/u, '')
    .trimStart()
    .toLowerCase();
  if (start.startsWith('<?xml') && start.includes('excel.sheet')) {
    throw unsupported('这是“XML 电子表格 2003”文件，只是扩展名像表格', SAVE_AS);
  }
  if (start.startsWith('<?xml') && !/<(?:html|table|tr|td)[\s>]/u.test(start))
    throw unsupported('这是 XML 文件，不是表格', SAVE_AS);
  const cellsOfPage = /<tr[\s>]/u.test(start) && /<t[dh][\s>]/u.test(start);
  if (/^<[!?%a-z/]/u.test(start) || cellsOfPage || /^(?:mime-version|content-type|from):\s/u.test(start)) {
    throw unsupported('这是网页文件（HTML），只是扩展名像表格，一些旧系统会这样导出', SAVE_AS);
  }
  if (/^[{[]\s*["{[]/u.test(start)) throw unsupported('这是 JSON 文件，不是表格', SAVE_AS);
}

function refuseBinary(head: Buffer): void {
  const utf16 = new Problem('file.encoding', {
    said: {
      zh: '文件是 UTF-16（Unicode 文本）编码，无法读取。请用 Excel 或 WPS 打开后，另存为“CSV UTF-8”或 xlsx 再报送。',
      en: 'The file is UTF-16 (Unicode text). Open it in Excel or WPS and save it as CSV UTF-8 or xlsx.',
    },
  });
  if ((head[0] === 0xff && head[1] === 0xfe) || (head[0] === 0xfe && head[1] === 0xff)) throw utf16;
  let even = 0;
  let odd = 0;
  let control = 0;
  for (let index = 0; index < head.length; index++) {
    const byte = head[index]!;
    if (byte === 0) {
      if (index % 2 === 0) even++;
      else odd++;
    } else if (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0d && byte !== 0x0c && byte !== 0x1a)
      control++;
  }
  const half = head.length / 2;
  if (Math.max(even, odd) > half * 0.2 && Math.min(even, odd) < half * 0.02) throw utf16;
  if (even + odd > head.length * 0.05 || control > head.length * 0.02) {
    throw unsupported('文件内容不是文字，不是表格', '请重新选择要报送的 csv、xlsx 或 xls 文件。');
  }
}
