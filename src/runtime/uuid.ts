/** Version 7 uuids (RFC 9562): the first 48 bits are the instant in milliseconds, so ids sort by time. */
import { randomBytes } from 'node:crypto';
import { uuidOf } from '#kernel/seal/subject-key.ts';

export function uuid7(now: Date): string {
  const bytes = randomBytes(16);
  bytes.writeUIntBE(now.getTime(), 0, 6);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x70;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return uuidOf(bytes);
}
