/** `xinheng audit verify` understands a head before it opens anything. */
import { expect, test } from 'vitest';
import { auditVerify } from './audit.ts';

test.each(['98', '98:abc', `x:${'0'.repeat(64)}`])(
  'a head written wrong (%s) is refused with how to write it',
  async (head) => {
    const complaints: string[] = [];
    const io = { out: () => undefined, err: (line: string) => void complaints.push(line), exit: () => undefined };
    expect(await auditVerify({ head }, io)).toBe(2);
    expect(complaints.join()).toContain('条数:树根');
  },
);
