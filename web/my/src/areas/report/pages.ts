/** Reporting one's own good deed (5.2): what was begun and handed in, the form, how it stands, and mending. */
import { page } from '../../page.ts';

export const REPORT_PAGES = [
  page('/report', () => import('./reports.tsx')),
  page('/report/draft/$id', () => import('./draft.tsx')),
  page('/report/$id', () => import('./status.tsx')),
  page('/report/$id/mend', () => import('./mend.tsx')),
];
