/** What tests of evidence need: a store of its own beside a test platform, and files to send. */
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { PDFDocument } from '@cantoo/pdf-lib';
import sharp from 'sharp';
import { EVIDENCE_LIMITS, type EvidenceContext } from '#platform/evidence/index.ts';
import { openFileStore } from '#platform/files/index.ts';
import type { TestPlatform } from './platform.ts';

export interface TestEvidence {
  readonly context: EvidenceContext;
  /** where the sealed files lie */
  readonly directory: string;
  remove(): void;
}

export function openEvidence(
  { context }: TestPlatform,
  directory = mkdtempSync(join(tmpdir(), 'xinheng-evidence-')),
): TestEvidence {
  const evidenceFiles = openFileStore(directory, context.keyring, randomBytes, EVIDENCE_LIMITS.bytes);
  return {
    context: { ...context, evidenceFiles },
    directory,
    remove: () => rmSync(directory, { recursive: true, force: true }),
  };
}

/** A photograph of a certificate; another shade is another file. */
export function photo(shade = 200, width = 320, height = 200): Promise<Buffer> {
  return sharp({ create: { width, height, channels: 3, background: { r: shade, g: 40, b: 40 } } })
    .withExif({ IFD3: { GPSLatitude: '34/1 45/1 0/1' } })
    .jpeg()
    .toBuffer();
}

export async function scan(pages = 2): Promise<Buffer> {
  const pdf = await PDFDocument.create();
  for (let page = 1; page <= pages; page += 1) pdf.addPage([300, 400]).drawText(`page ${page}`, { x: 50, y: 200 });
  return Buffer.from(await pdf.save());
}

export async function* upload(content: Uint8Array): AsyncGenerator<Uint8Array> {
  for (let from = 0; from < content.length; from += 65_536) yield content.subarray(from, from + 65_536);
}
