/** What is sent may be made to harm: whatever goes in, what comes out is a plain picture or a plain PDF, or nothing. */
import { deflateSync, inflateSync } from 'node:zlib';
import {
  AFRelationship,
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFRawStream,
  PDFString,
  rgb,
} from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { PROBLEMS } from '#kernel/refusal/problem.ts';
import { cleanEvidence } from './cleaning-thread.ts';
import { formatOf } from './content-type.ts';
import { EVIDENCE_LIMITS } from './limits.ts';

const red = { r: 200, g: 30, b: 30 };
const picture = (width = 640, height = 480) => sharp({ create: { width, height, channels: 3, background: red } });
const refusal = (content: Uint8Array, limits = EVIDENCE_LIMITS) =>
  cleanEvidence(content, limits).then(
    () => 'taken',
    (error: { code?: string }) => error.code ?? String(error),
  );

describe('pictures', () => {
  test.each(['jpeg', 'png', 'webp'] as const)('%s becomes a JPEG without metadata', async (format) => {
    const sent = await picture()
      .withExif({ IFD0: { Copyright: '张测试 410199' }, IFD3: { GPSLatitude: '34/1 45/1 0/1' } })
      .withXmp('<x:xmpmeta xmlns:x="adobe:ns:meta/"><secret/></x:xmpmeta>')
      .toFormat(format)
      .toBuffer();
    expect((await sharp(sent).metadata()).exif).toBeDefined();
    const kept = await cleanEvidence(sent);
    expect(kept).toMatchObject({ mediaType: 'image/jpeg', pages: 1 });
    const { exif, xmp, icc, iptc, ...described } = await sharp(kept.content).metadata();
    expect({ exif, xmp, icc, iptc }).toEqual({});
    expect(described).toMatchObject({ format: 'jpeg', width: 640, height: 480 });
    const text = Buffer.from(kept.content).toString('latin1');
    for (const trace of ['410199', 'GPS', 'Exif', 'xmpmeta']) expect(text).not.toContain(trace);
  });

  test('the orientation of the camera is applied, not lost', async () => {
    const sent = await picture(400, 100).withMetadata({ orientation: 6 }).jpeg().toBuffer();
    const described = await sharp((await cleanEvidence(sent)).content).metadata();
    expect([described.width, described.height, described.orientation]).toEqual([100, 400, undefined]);
  });

  test('the longest side is bounded', async () => {
    const kept = await cleanEvidence(await picture(6000, 1500).jpeg().toBuffer());
    expect(await sharp(kept.content).metadata()).toMatchObject({ width: 3000, height: 750 });
  });

  test('the same picture is the same file', async () => {
    const sent = await picture().png().toBuffer();
    const [one, two] = [await cleanEvidence(sent), await cleanEvidence(sent)];
    expect(Buffer.from(one.content).equals(Buffer.from(two.content))).toBe(true);
  });

  test('what hangs behind a picture is gone: an archive, a page, a script', async () => {
    const hidden = Buffer.from('PK\x03\x04 <script>alert(1)</script> <?php');
    const kept = await cleanEvidence(Buffer.concat([await picture().jpeg().toBuffer(), hidden]));
    const text = Buffer.from(kept.content).toString('latin1');
    for (const trace of ['PK\x03\x04', '<script', '<?php']) expect(text).not.toContain(trace);
  });

  test('a small file that would unpack to two billion pixels is refused by its head', async () => {
    expect(await refusal(bombPng(50_000, 40_000))).toBe('evidence.too_large');
  });

  test.each([0.3, 0.6, 0.98])('cut off after %f: refused, not half kept', async (part) => {
    const noise = await sharp({
      create: {
        width: 800,
        height: 800,
        channels: 3,
        background: red,
        noise: { type: 'gaussian', mean: 128, sigma: 60 },
      },
    })
      .jpeg()
      .toBuffer();
    expect(await refusal(noise.subarray(0, Math.floor(noise.length * part)))).toBe('evidence.unreadable');
  });

  test('several pictures that move are not one proof', async () => {
    const frames = await Promise.all(
      [red, { r: 0, g: 0, b: 255 }].map((background) =>
        sharp({ create: { width: 32, height: 32, channels: 3, background } })
          .png()
          .toBuffer(),
      ),
    );
    const moving = await sharp(frames, { join: { animated: true } })
      .webp({ loop: 0, delay: [100, 100] })
      .toBuffer();
    expect(await refusal(moving)).toBe('evidence.format');
  });

  test('a name in the head that is not the content', async () => {
    const webp = await picture().webp().toBuffer();
    expect(await refusal(Buffer.concat([Buffer.from([0xff, 0xd8, 0xff, 0xe0]), webp]))).toBe('evidence.unreadable');
  });
});

describe('what is not evidence is refused by content, with advice', () => {
  test.each([
    ['an empty file', Buffer.alloc(0), '只收'],
    ['a web page', Buffer.from('<!doctype html><script>1</script>'), '网页'],
    ['SVG', Buffer.from('<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'), 'SVG'],
    ['an archive or Office document', Buffer.from('PK\x03\x04…'), '压缩包'],
    ['HEIC', Buffer.from('\x00\x00\x00\x18ftypheic\x00\x00\x00\x00'), '兼容性最佳'],
    ['GIF', Buffer.from('GIF89a…'), 'GIF'],
    ['a program', Buffer.from('MZ\x90\x00'), '与文件名无关'],
    ['a page that is also a PDF', Buffer.from('<html><!--%PDF-1.7'), '网页'],
  ])('%s', async (_, content, advice) => {
    expect(() => formatOf(content)).toThrow(advice);
    expect(await refusal(content)).toBe('evidence.format');
  });

  test('every refusal of evidence says what to do', () => {
    const codes = Object.entries(PROBLEMS).filter(([code]) => code.startsWith('evidence.'));
    expect(codes.length).toBeGreaterThan(3);
    for (const [, { remedy }] of codes) expect(remedy).toMatch(/请/);
  });
});

describe('PDF', () => {
  test('pages stay; scripts, actions, links, attachments and metadata do not', async () => {
    const kept = await cleanEvidence(await hostilePdf());
    expect(kept).toMatchObject({ mediaType: 'application/pdf', pages: 2 });
    const text = await allOf(kept.content);
    for (const trace of [
      ...['JavaScript', 'app.alert', 'Launch', 'cmd.exe', 'evil.example', 'EmbeddedFile', 'secret.exe', 'OpenAction'],
      ...['/AA', 'SubmitForm', '/Annots', 'AcroForm', '张测试', 'Producer', 'xmpmeta', 'Filespec'],
    ])
      expect(text).not.toContain(trace);
    const pdf = await PDFDocument.load(kept.content, { updateMetadata: false });
    expect(pdf.getPageCount()).toBe(2);
    expect([pdf.getTitle(), pdf.getAuthor(), pdf.getCreationDate()]).toEqual([undefined, undefined, undefined]);
  });

  test('a seal that is an annotation is painted onto the page', async () => {
    const text = await allOf((await cleanEvidence(await hostilePdf())).content);
    expect(text).toContain('% the seal');
    expect(text).toMatch(/2 0 0 2 100 100 cm\s+\/Shown\S* Do/);
  });

  test('a photograph in a PDF loses its place', async () => {
    const pdf = await PDFDocument.create();
    const photo = await picture()
      .withExif({ IFD0: { Copyright: 'TRACE-OF-PLACE' } })
      .jpeg()
      .toBuffer();
    pdf.addPage().drawImage(await pdf.embedJpg(photo));
    const sent = await pdf.save();
    expect(Buffer.from(sent).includes('TRACE-OF-PLACE')).toBe(true);
    const { content } = await cleanEvidence(sent);
    expect(Buffer.from(content).includes('TRACE-OF-PLACE')).toBe(false);
    expect(Buffer.from(content).includes('Exif')).toBe(false);
    expect(await allOf(content)).toContain('DCTDecode');
  });

  test('the same PDF is the same file', async () => {
    const sent = await hostilePdf();
    const [one, two] = [await cleanEvidence(sent), await cleanEvidence(sent)];
    expect(Buffer.from(one.content).equals(Buffer.from(two.content))).toBe(true);
  });

  test('one with a password is refused, and told so', async () => {
    const pdf = await PDFDocument.create();
    pdf.addPage();
    pdf.encrypt({ userPassword: '1', ownerPassword: '2' });
    await expect(cleanEvidence(await pdf.save())).rejects.toMatchObject({
      code: 'evidence.unreadable',
      said: { zh: expect.stringContaining('密码'), en: expect.any(String) },
    });
  });

  test('too many pages, damaged, without pages', async () => {
    const pdf = await PDFDocument.create();
    for (let page = 0; page <= EVIDENCE_LIMITS.pages; page += 1) pdf.addPage([100, 100]);
    const long = await pdf.save();
    expect(await refusal(long)).toBe('evidence.too_large');
    expect(await refusal(long.subarray(0, 200))).toBe('evidence.unreadable');
    expect(await refusal(Buffer.from('%PDF-1.7\n%%EOF'))).toBe('evidence.unreadable');
  });

  test('objects that unpack to gigabytes are refused within bounded memory', async () => {
    const bomb = bombPdf(1 << 30);
    const before = process.memoryUsage().rss;
    expect(await refusal(bomb)).toMatch(/^evidence\./);
    expect(process.memoryUsage().rss - before).toBeLessThan(700 << 20);
  });

  test('pages that contain themselves end', async () => {
    const looped =
      '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[2 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF';
    expect(await refusal(Buffer.from(looped))).toMatch(/^evidence\./);
  });
});

test('a file that takes too long is given up', async () => {
  const sent = await picture(5000, 5000).png().toBuffer();
  expect(await refusal(sent, { ...EVIDENCE_LIMITS, milliseconds: 1 })).toBe('evidence.too_large');
});

test('many at once take turns; who comes when too many wait is told so', async () => {
  const sent = await picture(64, 64).png().toBuffer();
  const outcomes = await Promise.all(Array.from({ length: 16 }, () => refusal(sent)));
  expect(outcomes.filter((one) => one === 'taken')).toHaveLength(12);
  expect(outcomes.filter((one) => one === 'unavailable')).toHaveLength(4);
  expect(await refusal(sent)).toBe('taken');
});

/** A PNG whose head announces the size; the data behind it is never looked at. */
function bombPng(width: number, height: number): Buffer {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header.set([8, 2, 0, 0, 0], 8);
  const data = deflateSync(Buffer.alloc(1 << 20));
  return Buffer.concat([
    Buffer.from('\x89PNG\r\n\x1a\n', 'latin1'),
    ...[chunk('IHDR', header), chunk('IDAT', data), chunk('IEND', Buffer.alloc(0))],
  ]);
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type, 'latin1'), data]);
  const [length, sum] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  let crc = 0xffffffff;
  for (const byte of body) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  sum.writeUInt32BE((crc ^ 0xffffffff) >>> 0);
  return Buffer.concat([length, body, sum]);
}

/** An object stream of zeros, a thousandth of its size when packed. */
function bombPdf(unpacked: number): Buffer {
  const packed = deflateSync(Buffer.alloc(unpacked));
  return Buffer.concat([
    Buffer.from(
      `%PDF-1.5\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n3 0 obj<</Type/ObjStm/N 1/First 10/Filter/FlateDecode/Length ${packed.length}>>stream\n`,
    ),
    packed,
    Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF'),
  ]);
}

/** Everything a PDF can do that a proof need not. */
async function hostilePdf(): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  const { context } = pdf;
  pdf.setAuthor('张测试');
  pdf.setTitle('张测试 410199');
  pdf.addJavaScript('start', 'app.alert(1)');
  await pdf.attach(Buffer.from('MZ secret.exe'), 'secret.exe', { afRelationship: AFRelationship.Data });
  const pages = [pdf.addPage([400, 400]), pdf.addPage([400, 400])];
  pages[0]!.drawRectangle({ x: 10, y: 10, width: 50, height: 50, color: rgb(1, 0, 0) });
  const script = context.obj({ S: 'JavaScript', JS: PDFString.of('app.alert(2)') });
  const launch = context.register(context.obj({ S: 'Launch', F: PDFString.of('cmd.exe') }));
  pdf.catalog.set(PDFName.of('OpenAction'), script);
  pdf.catalog.set(
    PDFName.of('Metadata'),
    context.register(context.stream('<x:xmpmeta/>', { Type: 'Metadata', Subtype: 'XML' })),
  );
  pages[0]!.node.set(PDFName.of('AA'), context.obj({ O: script, C: launch }));
  const seal = context.register(
    context.stream('% the seal\n1 0 0 rg 0 0 50 50 re f', { Type: 'XObject', Subtype: 'Form', BBox: [0, 0, 50, 50] }),
  );
  pages[0]!.node.set(
    PDFName.of('Annots'),
    context.obj([
      context.obj({
        ...{ Type: 'Annot', Subtype: 'Link', Rect: [0, 0, 400, 400] },
        A: context.obj({ S: 'URI', URI: PDFString.of('https://evil.example') }),
      }),
      context.obj({
        ...{ Type: 'Annot', Subtype: 'Widget', FT: 'Sig', Rect: [100, 100, 200, 200], F: 4 },
        ...{ AP: context.obj({ N: seal }), AA: context.obj({ E: launch }), T: PDFHexString.fromText('签章') },
      }),
      context.obj({
        Type: 'Annot',
        Subtype: 'FileAttachment',
        Rect: [0, 0, 9, 9],
        FS: context.obj({ Type: 'Filespec' }),
      }),
    ]),
  );
  const resources = pages[0]!.node.Resources();
  resources?.set(PDFName.of('A'), context.obj({ S: 'SubmitForm', F: PDFString.of('https://evil.example') }));
  return pdf.save({ useObjectStreams: true });
}

/** The whole file as text, its streams unpacked. */
async function allOf(content: Uint8Array): Promise<string> {
  const pdf = await PDFDocument.load(content, { updateMetadata: false });
  const parts = [Buffer.from(content).toString('latin1')];
  for (const [, object] of pdf.context.enumerateIndirectObjects()) {
    parts.push(object.toString());
    if (object instanceof PDFDict || object instanceof PDFArray) continue;
    if (object instanceof PDFRawStream) parts.push(unpacked(object));
  }
  return parts.join('\n');
}

function unpacked(stream: PDFRawStream): string {
  const bytes = Buffer.from(stream.contents);
  if (stream.dict.lookup(PDFName.of('Filter')) !== PDFName.of('FlateDecode')) return bytes.toString('latin1');
  return inflateSync(bytes).toString('latin1');
}
