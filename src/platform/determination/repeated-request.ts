/** Whether a request under a known idempotency key is the one that was answered before, or another one under its key. */
import type { ActionRequest } from '#contracts/case-actions.ts';
import { canonicalJson } from '#kernel/exchange/canonical-json.ts';
import { checkOrganisationName } from '#kernel/identity/organisation-name.ts';
import { checkPersonName } from '#kernel/identity/person-name.ts';
import { systemUse } from '../audit-look.ts';
import type { PlatformContext } from '../context.ts';
import { ACTIONS } from './actions/index.ts';
import type { ActionName } from './case.ts';
import { openPerson, sealedBeside } from './person-seal.ts';
import type { CaseHead, StoredAction } from './store.ts';

/** Fields of the log that no caller sends: the platform's own. */
function addedTo(action: ActionName): ReadonlySet<string> {
  const { asked, logged } = ACTIONS[action];
  return new Set(Object.keys(logged.shape).filter((field) => !(field in asked.shape)));
}

/** Whether the request says what was done then, no more and no less: a name is stored sealed, an organisation's name cleaned. */
export function asksTheSame(
  context: PlatformContext,
  head: CaseHead,
  request: ActionRequest,
  done: StoredAction,
): boolean {
  const { person, organisationName, ...asked } = request.payload as PersonOrName;
  const { organisationName: nameThen, ...then } = done.payload as PersonOrName;
  const added = addedTo(done.action);
  const said = Object.entries(then).filter(([field]) => !added.has(field));
  if (canonicalJson(withoutAbsent(asked)) !== canonicalJson(withoutAbsent(Object.fromEntries(said)))) return false;
  const cleaned = organisationName === undefined ? undefined : checkOrganisationName(organisationName);
  if ((cleaned?.ok ? cleaned.name : undefined) !== nameThen) return false;
  const beside = sealedBeside(head, done);
  if (person === undefined || beside === null) return person === undefined && beside === null;
  const sealed = openPerson(context, beside, systemUse('request-repeated'));
  const name = checkPersonName(person.name);
  return name.ok && name.name === sealed.name && person.sex === sealed.sex;
}

interface PersonOrName {
  readonly person?: { readonly name: string; readonly sex: string } | undefined;
  readonly organisationName?: string | undefined;
}

const withoutAbsent = (fields: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
