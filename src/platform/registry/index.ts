/** The registry (归集): the effective records of subjects. */

export { deliverable, recordDetermination } from './record-determination.ts';
export { registryRoutes } from './routes.ts';
export { overBeforeBegun, type RecordStanding, standingOf } from './rules.ts';
export {
  applyChange,
  type ChangeOutcome,
  type ChangeRequest,
  endHolds,
  organisationRecords,
  personRecords,
  withdrawExpired,
} from './service.ts';
export {
  type CreditRecord,
  findRecordOfCase,
  listChanges,
  objectedRecords,
  objectionsAbout,
  type RecordInForce,
  recordsInForce,
  toRecord,
} from './store.ts';
