/** The registry (归集): the effective records of subjects. */

export { registryRoutes } from './routes.ts';
export { lifespanOf, type RecordStanding, standingOf } from './rules.ts';
export {
  applyChange,
  type ChangeOutcome,
  type ChangeRequest,
  deliverable,
  endHolds,
  organisationRecords,
  personRecords,
  recordDetermination,
  withdrawExpired,
} from './service.ts';
export {
  type CreditRecord,
  findRecordOfCase,
  listChanges,
  type RecordInForce,
  recordsInForce,
  toRecord,
} from './store.ts';
