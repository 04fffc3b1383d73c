/** How large a piece of evidence may be, before and after it is re-encoded. */
export interface EvidenceLimits {
  /** bytes, as sent and as kept */
  readonly bytes: number;
  /** width × height of a picture: a small file can unpack to any size */
  readonly pixels: number;
  /** longest side of a picture as kept; an A4 page at 250 dpi is 2900 */
  readonly side: number;
  /** of a PDF */
  readonly pages: number;
  /** bytes any one stream of a PDF may unpack to while it is read */
  readonly unpacked: number;
  /** indirect objects of a PDF */
  readonly objects: number;
  readonly milliseconds: number;
  readonly heapMebibytes: number;
}

export const EVIDENCE_LIMITS: EvidenceLimits = {
  bytes: 20 << 20,
  pixels: 60_000_000,
  side: 3000,
  pages: 60,
  unpacked: 64 << 20,
  objects: 50_000,
  milliseconds: 30_000,
  heapMebibytes: 384,
};

/** Pieces of evidence that belong to one case, report or request. */
export const MOST_ITEMS = 20;
