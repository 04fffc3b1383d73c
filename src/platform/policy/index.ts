/** Policy (政策): the pack in force, readable by everyone who works under it. */
export { kindRows, noteEnactedKinds, type OwnerConnection, requireEnactedKinds } from './enacted-kinds.ts';
export { noteEnactedRules, ruleRows } from './enacted-rules.ts';
export {
  type Asking,
  type CompiledPack,
  countEnactments,
  type Enactment,
  type Enactments,
  enactedOn,
  enactFirst,
  findEnactments,
  noteBegun,
} from './enactment.ts';
export { type PackState, type PolicyRoutesOptions, policyRoutes } from './routes.ts';
