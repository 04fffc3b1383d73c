/** Access (岗位与权限): what other domains and the runtime may use of it. */
export { type Actor, ROLES, type Role, systemActor } from './actor.ts';
export {
  type ActedFor,
  type Applicant,
  actingFor,
  applicantOf,
  organisationSubject,
  type RepresentedOrganisation,
  subjectsOf,
  type VouchedOrganisation,
} from './applicant.ts';
export { countedAs } from './delegation-store.ts';
export { refreshDepartments } from './departments.ts';
export { beginWithAdministrator, confirmOnHost, type Host, type HostProposal, waitingOnHost } from './host.ts';
export { departmentsSeen } from './jurisdiction.ts';
export { noteRolesApart } from './noted-roles-apart.ts';
export { Pass } from './pass.ts';
export { restingOf } from './resting.ts';
export { pairsOfPack } from './roles-apart.ts';
export { type AccessRoutesOptions, accessRoutes } from './routes.ts';
export { admitOfficer, machineActor, officerActor } from './service.ts';
export { officerNames } from './store.ts';
export { atDoor, transact, withLogins } from './transaction.ts';
