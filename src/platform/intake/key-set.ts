/** A set of 128-bit keys in flat memory: a million of them take 32 MB, where a Set of strings takes ten times that. */

const WORDS = 4;
const FULLEST = 0.6;

export class KeySet {
  #slots: number;
  #words: Uint32Array;
  #size = 0;
  /** the key of four zero words marks a free slot; should a digest ever be that, it is kept here */
  #hasZero = false;

  constructor(slots = 1 << 14) {
    this.#slots = slots;
    this.#words = new Uint32Array(slots * WORDS);
  }

  get size(): number {
    return this.#size + (this.#hasZero ? 1 : 0);
  }

  /**
   * Adds the first 16 bytes of a digest.
   * @returns false when they were there already
   */
  add(digest: Buffer): boolean {
    const a = digest.readUInt32LE(0);
    const b = digest.readUInt32LE(4);
    const c = digest.readUInt32LE(8);
    const d = digest.readUInt32LE(12);
    if ((a | b | c | d) === 0) {
      const added = !this.#hasZero;
      this.#hasZero = true;
      return added;
    }
    if (!put(this.#words, this.#slots, a, b, c, d)) return false;
    this.#size++;
    if (this.#size > this.#slots * FULLEST) this.#grow();
    return true;
  }

  #grow(): void {
    const slots = this.#slots * 2;
    const words = new Uint32Array(slots * WORDS);
    for (let at = 0; at < this.#words.length; at += WORDS) {
      const [a, b, c, d] = [this.#words[at]!, this.#words[at + 1]!, this.#words[at + 2]!, this.#words[at + 3]!];
      if ((a | b | c | d) !== 0) put(words, slots, a, b, c, d);
    }
    this.#slots = slots;
    this.#words = words;
  }
}

/** Keys are digests: their own bits choose the slot. */
function put(words: Uint32Array, slots: number, a: number, b: number, c: number, d: number): boolean {
  for (let slot = a & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
    const at = slot * WORDS;
    if (words[at] === a && words[at + 1] === b && words[at + 2] === c && words[at + 3] === d) return false;
    if ((words[at]! | words[at + 1]! | words[at + 2]! | words[at + 3]!) === 0) {
      words[at] = a;
      words[at + 1] = b;
      words[at + 2] = c;
      words[at + 3] = d;
      return true;
    }
  }
}
