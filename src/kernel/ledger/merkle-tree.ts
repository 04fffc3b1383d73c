/**
 * A hash tree over an append-only list (RFC 9162, 2.1): one root vouches for every entry, a short proof shows that an entry
 * is in it, another that a longer list only added to a shorter one.
 */
import { createHash } from 'node:crypto';

export type HashAlgorithm = 'sha256' | 'sm3';

export interface Frontier {
  /** number of entries */
  readonly size: number;
  /** roots of the full subtrees from left to right: one for each bit set in `size` */
  readonly peaks: readonly Buffer[];
}

export interface MerkleTree {
  leafHash(entry: Uint8Array): Buffer;
  /** Root over leaf hashes; an empty list has the hash of nothing. */
  root(leaves: readonly Buffer[]): Buffer;
  /** Adds one entry to what is kept of a list; costs at most log2(size) hashes. */
  append(frontier: Frontier, leaf: Buffer): Frontier;
  rootOf(frontier: Frontier): Buffer;
  /** Siblings from the leaf up. @throws RangeError when there is no such entry */
  inclusionProof(leaves: readonly Buffer[], index: number): Buffer[];
  verifyInclusion(claim: InclusionClaim): boolean;
  /** Shows that the first `size` of the leaves stand unchanged under the whole. @throws RangeError when size is not within it */
  consistencyProof(leaves: readonly Buffer[], size: number): Buffer[];
  verifyConsistency(claim: ConsistencyClaim): boolean;
}

export interface InclusionClaim {
  readonly leaf: Buffer;
  readonly index: number;
  readonly size: number;
  readonly root: Buffer;
  readonly proof: readonly Buffer[];
}

export interface ConsistencyClaim {
  readonly size: number;
  readonly root: Buffer;
  readonly laterSize: number;
  readonly laterRoot: Buffer;
  readonly proof: readonly Buffer[];
}

export const EMPTY_FRONTIER: Frontier = { size: 0, peaks: [] };

/** Different prefixes, so that nobody can pass an inner node off as an entry. */
const LEAF = Buffer.of(0);
const NODE = Buffer.of(1);

export const merkleTree = (algorithm: HashAlgorithm = 'sha256'): MerkleTree => new HashTree(algorithm);

class HashTree implements MerkleTree {
  readonly #algorithm: HashAlgorithm;

  constructor(algorithm: HashAlgorithm) {
    this.#algorithm = algorithm;
  }

  #digest(...parts: readonly Uint8Array[]): Buffer {
    const hash = createHash(this.#algorithm);
    for (const part of parts) hash.update(part);
    return hash.digest();
  }

  #node(left: Buffer, right: Buffer): Buffer {
    return this.#digest(NODE, left, right);
  }

  leafHash(entry: Uint8Array): Buffer {
    return this.#digest(LEAF, entry);
  }

  rootOf({ peaks }: Frontier): Buffer {
    return peaks.length === 0 ? this.#digest() : peaks.reduceRight((right, left) => this.#node(left, right));
  }

  append(frontier: Frontier, leaf: Buffer): Frontier {
    const peaks = [...frontier.peaks];
    let hash = leaf;
    for (let rest = frontier.size; rest % 2 === 1; rest = Math.floor(rest / 2))
      hash = this.#node(peaks.pop() as Buffer, hash);
    return { size: frontier.size + 1, peaks: [...peaks, hash] };
  }

  root(leaves: readonly Buffer[]): Buffer {
    if (leaves.length === 0) return this.#digest();
    let level = leaves;
    // an odd last node moves up as it is: that is the split at the largest power of two
    while (level.length > 1) level = pairs(level).map(([left, right]) => (right ? this.#node(left, right) : left));
    return level[0] as Buffer;
  }

  inclusionProof(leaves: readonly Buffer[], index: number): Buffer[] {
    if (!Number.isInteger(index) || index < 0 || index >= leaves.length) throw new RangeError(`no entry ${index}`);
    if (leaves.length === 1) return [];
    const split = largestPowerOfTwoBelow(leaves.length);
    const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
    return index < split
      ? [...this.inclusionProof(left, index), this.root(right)]
      : [...this.inclusionProof(right, index - split), this.root(left)];
  }

  verifyInclusion({ leaf, index, size, root: expected, proof }: InclusionClaim): boolean {
    if (!Number.isInteger(index) || !Number.isInteger(size) || index < 0 || index >= size) return false;
    let position = index;
    let last = size - 1;
    let hash = leaf;
    for (const sibling of proof) {
      if (last === 0) return false;
      if (position % 2 === 1 || position === last) {
        hash = this.#node(sibling, hash);
        // an odd last node had no sibling on these levels
        while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)];
      } else hash = this.#node(hash, sibling);
      [position, last] = [half(position), half(last)];
    }
    return last === 0 && hash.equals(expected);
  }

  consistencyProof(leaves: readonly Buffer[], size: number): Buffer[] {
    if (!Number.isInteger(size) || size < 0 || size > leaves.length) throw new RangeError(`no shorter list of ${size}`);
    return size === 0 ? [] : this.#subproof(leaves, size, true);
  }

  #subproof(leaves: readonly Buffer[], size: number, rootIsKnown: boolean): Buffer[] {
    if (size === leaves.length) return rootIsKnown ? [] : [this.root(leaves)];
    const split = largestPowerOfTwoBelow(leaves.length);
    const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
    return size <= split
      ? [...this.#subproof(left, size, rootIsKnown), this.root(right)]
      : [...this.#subproof(right, size - split, false), this.root(left)];
  }

  verifyConsistency({ size, root: earlier, laterSize, laterRoot, proof }: ConsistencyClaim): boolean {
    if (!Number.isInteger(size) || !Number.isInteger(laterSize) || size < 0 || size > laterSize) return false;
    if (size === laterSize) return proof.length === 0 && earlier.equals(laterRoot);
    if (size === 0) return proof.length === 0 && earlier.equals(this.#digest());
    // a list as long as a power of two is itself a node of the longer one and is not sent again
    const [first, ...rest] = isPowerOfTwo(size) ? [earlier, ...proof] : proof;
    if (first === undefined) return false;
    let position = size - 1;
    let last = laterSize - 1;
    while (position % 2 === 1) [position, last] = [half(position), half(last)];
    let before = first;
    let after = first;
    for (const sibling of rest) {
      if (last === 0) return false;
      if (position % 2 === 1 || position === last) {
        before = this.#node(sibling, before);
        after = this.#node(sibling, after);
        while (position % 2 === 0 && position !== 0) [position, last] = [half(position), half(last)];
      } else after = this.#node(after, sibling);
      [position, last] = [half(position), half(last)];
    }
    return last === 0 && before.equals(earlier) && after.equals(laterRoot);
  }
}

const half = (number: number) => Math.floor(number / 2);

function pairs(level: readonly Buffer[]): (readonly [Buffer, Buffer | undefined])[] {
  return Array.from({ length: Math.ceil(level.length / 2) }, (_, i) => [level[2 * i] as Buffer, level[2 * i + 1]]);
}

function largestPowerOfTwoBelow(number: number): number {
  let power = 1;
  while (power * 2 < number) power *= 2;
  return power;
}

function isPowerOfTwo(number: number): boolean {
  return largestPowerOfTwoBelow(number + 1) === number;
}
