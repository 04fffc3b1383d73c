/** What is held about oneself, who looked, and checking a report one was handed. */
import { page } from '../../page.ts';

export const DATA_PAGES = [
  page('/data', () => import('./data.tsx')),
  page('/looks', () => import('./looks.tsx')),
  page('/verify', () => import('./verify.tsx')),
  page('/verify/$code', () => import('./verify.tsx')),
];
