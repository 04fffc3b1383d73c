/**
 * Notices that only the demo of the default city has: invented, so that several are in force at once. They stand here and not with the
 * city, lest a real city start with one by accident (084).
 */
import { join } from 'node:path';
import { DEFAULT_POLICY_FOLDER } from '../default-policy.ts';

/** The volunteers' notice: in force beside the city's first, with its clause numbers. */
export const DEMO_NOTICE_FOLDER = join(import.meta.dirname, 'notices', '2020-3');

/** @param policyDirectory absolute; a folder that somebody names themself has its own notices and no others */
export const demoNoticesOf = (policyDirectory: string): readonly string[] =>
  policyDirectory === DEFAULT_POLICY_FOLDER ? [DEMO_NOTICE_FOLDER] : [];
