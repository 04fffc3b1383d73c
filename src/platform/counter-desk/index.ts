/** What waits for the person's word (窗口代办): prepared at a desk, confirmed on the person's own page or by a second officer, then done. */
export { counterActsSettled } from '../counter/index.ts';
export { attachForm, confirmByCode, deskNumber } from './at-desk.ts';
export { completeAct, printReport } from './carry-out.ts';
export { counterFigures } from './figures.ts';
export { answerAct, ownCounterActs, showCode } from './own-page.ts';
export { prepareAct } from './prepare.ts';
export { counterRoutes, ownCounterRoutes } from './routes.ts';
export { actByNumber, answerAtDesk } from './second-officer.ts';
