/** The counter (窗口代办): who appears and what they show, what is done there for them, and what of it waits for their word. */
export { assistedApplicant } from './appeared.ts';
export { hiddenFrom, requireShownAtCounter } from './held.ts';
export { type ActAtCounter, keepAuthority, noteCounterAct, rowOf, tellAct } from './note.ts';
export {
  type ActRow,
  actsOf,
  type BodyCounts,
  countActs,
  counterActsSettled,
  countPairs,
  findAct,
  findActAtDesk,
  insertAct,
  offerSecret,
  type PairCount,
  type Word,
  wordAtDesk,
  wordByCode,
  wordOnOwnPage,
} from './store.ts';
export { COUNTER_TITLES } from './titles.ts';
