/** Heads of the log's hash tree: how an entry becomes a leaf, and the seal of a head under a key the database does not hold. */
import { createHmac } from 'node:crypto';
import type { TreeHead } from '#contracts/audit.ts';
import { canonicalJson } from '#kernel/exchange/canonical-json.ts';
import { merkleTree } from '#kernel/ledger/merkle-tree.ts';
import { deriveKey, type Keyring } from '#kernel/seal/keyring.ts';
import type { Checkpoint, SealedEntry } from './tree-store.ts';

export const tree = merkleTree('sha256');
const HASH = 32;

export const leafOf = (entry: SealedEntry) => tree.leafHash(Buffer.from(canonicalJson(entry.fields), 'utf8'));

export function sealOf(
  keyring: Pick<Keyring, 'dataKey'>,
  version: number,
  size: number,
  root: Buffer,
): Buffer | undefined {
  const key = keyring.dataKey(version);
  if (!key) return undefined;
  return createHmac('sha256', deriveKey(key.key, 'audit:tree-head'))
    .update(`${size}:${root.toString('hex')}`)
    .digest();
}

export const headOf = ({ size, root, at }: Checkpoint): TreeHead => ({
  size: Number(size),
  root: root.toString('hex'),
  at: at.toISOString(),
});

export function hashes(joined: Buffer): Buffer[] {
  return Array.from({ length: joined.length / HASH }, (_, index) => joined.subarray(index * HASH, (index + 1) * HASH));
}
