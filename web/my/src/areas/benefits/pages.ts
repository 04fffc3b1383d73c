/** Benefits: who offers what, the code one shows, and who asked. */
import { page } from '../../page.ts';

export const BENEFIT_PAGES = [
  page('/benefits', () => import('./benefits.tsx')),
  page('/benefits/code', () => import('./show-code.tsx')),
  page('/benefits/verifications', () => import('./verifications.tsx')),
];
