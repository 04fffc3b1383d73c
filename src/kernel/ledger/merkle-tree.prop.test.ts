import { randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { EMPTY_FRONTIER, type HashAlgorithm, merkleTree } from './merkle-tree.ts';

/** Inputs and roots of the reference implementation of RFC 6962. */
const ENTRIES = ['', '00', '10', '2021', '3031', '40414243', '5051525354555657', '606162636465666768696a6b6c6d6e6f'];
const ROOTS: Readonly<Record<number, string>> = {
  0: 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  1: '6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d',
  2: 'fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125',
  3: 'aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77',
  8: '5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328',
};

test.each(Object.entries(ROOTS))('the reference root of %s entries', (size, root) => {
  const tree = merkleTree();
  const leaves = ENTRIES.slice(0, Number(size)).map((entry) => tree.leafHash(Buffer.from(entry, 'hex')));
  expect(tree.root(leaves).toString('hex')).toBe(root);
});

describe.each<HashAlgorithm>(['sha256', 'sm3'])('%s', (algorithm) => {
  const tree = merkleTree(algorithm);
  const leavesOf = (size: number) => Array.from({ length: size }, (_, i) => tree.leafHash(Buffer.from(`entry ${i}`)));
  const size = fc.integer({ min: 1, max: 70 });

  test('appending one by one gives the root of the whole', () => {
    let frontier = EMPTY_FRONTIER;
    for (let n = 0; n <= 130; n++) {
      expect(tree.rootOf(frontier).equals(tree.root(leavesOf(n)))).toBe(true);
      frontier = tree.append(frontier, tree.leafHash(Buffer.from(`entry ${n}`)));
    }
  });

  test('every entry is proven, and only where it stands', () => {
    fc.assert(
      fc.property(size, fc.nat(), fc.nat(), (length, a, b) => {
        const leaves = leavesOf(length);
        const [index, other] = [a % length, b % length];
        const leaf = leaves[index] as Buffer;
        const claim = { leaf, index, size: length, root: tree.root(leaves), proof: tree.inclusionProof(leaves, index) };
        expect(tree.verifyInclusion(claim)).toBe(true);
        expect(claim.proof.length).toBeLessThanOrEqual(Math.ceil(Math.log2(length)));
        if (other !== index) expect(tree.verifyInclusion({ ...claim, index: other })).toBe(false);
        expect(tree.verifyInclusion({ ...claim, index: length })).toBe(false);
        expect(tree.verifyInclusion({ ...claim, leaf: randomBytes(32) })).toBe(false);
        expect(tree.verifyInclusion({ ...claim, proof: [...claim.proof, randomBytes(32)] })).toBe(false);
        if (claim.proof.length > 0) expect(tree.verifyInclusion({ ...claim, proof: claim.proof.slice(1) })).toBe(false);
      }),
    );
  });

  test('a longer list is proven to have only added', () => {
    fc.assert(
      fc.property(fc.nat({ max: 70 }), fc.nat({ max: 70 }), (a, b) => {
        const leaves = leavesOf(Math.max(a, b));
        const earlier = Math.min(a, b);
        const claim = {
          size: earlier,
          root: tree.root(leaves.slice(0, earlier)),
          laterSize: leaves.length,
          laterRoot: tree.root(leaves),
          proof: tree.consistencyProof(leaves, earlier),
        };
        expect(tree.verifyConsistency(claim)).toBe(true);
        expect(tree.verifyConsistency({ ...claim, proof: [...claim.proof, randomBytes(32)] })).toBe(false);
        expect(tree.verifyConsistency({ ...claim, root: randomBytes(32) })).toBe(false);
        if (earlier > 0) expect(tree.verifyConsistency({ ...claim, laterRoot: randomBytes(32) })).toBe(false);
        if (claim.proof.length > 0)
          expect(tree.verifyConsistency({ ...claim, proof: claim.proof.slice(1) })).toBe(false);
      }),
    );
  });

  test('an earlier entry that was altered afterwards cannot be proven unchanged', () => {
    fc.assert(
      fc.property(size, size, fc.nat(), (a, b, at) => {
        const [earlier, later] = [Math.min(a, b), Math.max(a, b) + 1];
        const leaves = leavesOf(later);
        const altered = leaves.with(at % earlier, tree.leafHash(Buffer.from('altered')));
        expect(
          tree.verifyConsistency({
            size: earlier,
            root: tree.root(leaves.slice(0, earlier)),
            laterSize: later,
            laterRoot: tree.root(altered),
            proof: tree.consistencyProof(altered, earlier),
          }),
        ).toBe(false);
      }),
    );
  });

  test('what is not there cannot be proven', () => {
    expect(() => tree.inclusionProof([], 0)).toThrow(RangeError);
    expect(() => tree.inclusionProof(leavesOf(3), 3)).toThrow(RangeError);
    expect(() => tree.consistencyProof(leavesOf(3), 4)).toThrow(RangeError);
  });
});
