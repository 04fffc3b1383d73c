/** The counter: what was prepared or done there in one's name. */
import { page } from '../../page.ts';

export const COUNTER_PAGES = [page('/counter', () => import('./acts.tsx'))];
