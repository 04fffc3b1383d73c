/** Objections, repair, relief and answers to a notice; and what one was told. */
import { page } from '../../page.ts';

export const RIGHTS_PAGES = [
  page('/cases/$id', () => import('./case.tsx')),
  page('/cases/$id/$kind', () => import('./ask.tsx')),
  page('/requests', () => import('./requests.tsx')),
  page('/requests/$id', () => import('./request.tsx')),
  page('/notices', () => import('./notices.tsx')),
];
