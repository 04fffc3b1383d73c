/** Takes the metadata out of a JPEG that must stay as it is otherwise (a scan inside a PDF): Exif with its place, comments, previews. */

const START = 0xd8;
const SCAN = 0xda;
/** JFIF, colour profile, Adobe's colour transform: without them the picture looks different */
const KEPT = new Set([0xe0, 0xe2, 0xee]);
const COMMENT = 0xfe;

/** The same picture; undefined when the bytes are no JPEG that can be walked. */
export function withoutMetadata(jpeg: Uint8Array): Uint8Array | undefined {
  if (jpeg[0] !== 0xff || jpeg[1] !== START) return undefined;
  const kept: Uint8Array[] = [jpeg.subarray(0, 2)];
  let at = 2;
  while (at + 4 <= jpeg.length) {
    if (jpeg[at] !== 0xff) return undefined;
    const marker = jpeg[at + 1]!;
    if (marker === 0xff) {
      at++; // fill byte
      continue;
    }
    if (marker === SCAN) return Buffer.concat([...kept, jpeg.subarray(at)]);
    const length = (jpeg[at + 2]! << 8) | jpeg[at + 3]!;
    const end = at + 2 + length;
    if (length < 2 || end > jpeg.length) return undefined;
    const application = marker >= 0xe0 && marker <= 0xef;
    if (marker !== COMMENT && (!application || KEPT.has(marker))) kept.push(jpeg.subarray(at, end));
    at = end;
  }
  return undefined;
}
