/** The registry (归集): the effective records of subjects. */

export { registryRoutes } from './routes.ts';
export { CHANGES, type Change, lifespanOf, type RecordStanding, standingOf } from './rules.ts';
export {
  type ChangeOutcome,
  type ChangeRequest,
  changeRecord,
  deliverable,
  organisationRecords,
  personRecords,
  recordDetermination,
  withdrawExpired,
} from './service.ts';
export { type CreditRecord, type RecordInForce, recordsInForce, toRecord } from './store.ts';
