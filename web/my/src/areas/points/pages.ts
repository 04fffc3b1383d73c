/** The points account: consent, explanation, history, checking it oneself, closing. */
import { page } from '../../page.ts';

export const POINTS_PAGES = [page('/points', () => import('./points.tsx'))];
