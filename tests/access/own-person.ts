/** The citizen of the table's last column: what the examples below /my are about, and records of theirs, a new one each time. */
import { randomUUID } from 'node:crypto';
import { determinedCase } from '../support/determined-case.ts';
import { inventedCitizen } from '../support/people.ts';
import type { TestPlatform } from '../support/platform.ts';

export const OWN_SUBJECT = 901;
export const OWN_PERSON = inventedCitizen('卫思源', '1985-06-15', OWN_SUBJECT);

export const ownRecord = (platform: TestPlatform): Promise<string> =>
  determinedCase(platform, { kind: '1.1', subject: OWN_SUBJECT, matter: `支援湖北医疗队${randomUUID()}` });
