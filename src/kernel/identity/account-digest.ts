/** An account of somebody else's sign-in as a digest: enough to recognise it when it comes, too little to list whose it is. */
import { createHash } from 'node:crypto';
import type { AccountKind } from '../vocabulary.ts';

/** hex SHA-256 over the kind of account, the provider's `iss`, and its `sub` or client id. */
export function accountDigest(kind: AccountKind, issuer: string, subject: string): string {
  return createHash('sha256')
    .update(JSON.stringify([kind, issuer, subject]))
    .digest('hex');
}
