/** The points rules as they change: holders are told, and a change can be rehearsed before it is enacted. */
export { type Difference, differencesBetween } from './differences.ts';
export { noteRules, type Told, tellHolders } from './enactment.ts';
export { type Count, type Rehearsal, rehearse, SMALLEST_GROUP } from './rehearsal.ts';
export { findEnactment } from './store.ts';
