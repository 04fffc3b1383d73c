/** The two cryptographic suites a deployment can choose: the international one, and the national one (SM3, SM4). */

export type SuiteName = 'aes-256-gcm' | 'sm4-sm3';

export interface Suite {
  readonly name: SuiteName;
  /** second byte of every sealed value */
  readonly id: number;
  readonly hash: 'sha256' | 'sm3';
}

/** OpenSSL here has SM4-CTR and SM3 but no SM4-GCM, so the national suite encrypts, then authenticates with HMAC-SM3. */
export const SUITES: Readonly<Record<SuiteName, Suite>> = {
  'aes-256-gcm': { name: 'aes-256-gcm', id: 1, hash: 'sha256' },
  'sm4-sm3': { name: 'sm4-sm3', id: 2, hash: 'sm3' },
};

export function suiteById(id: number): Suite | undefined {
  return Object.values(SUITES).find((suite) => suite.id === id);
}
