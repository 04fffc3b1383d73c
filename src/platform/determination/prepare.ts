/** Turns what a caller asks for into what the log will say, as each action's own row does it. Pure. */
import type { Asked, Surroundings } from './actions/action.ts';
import { actionOf } from './actions/index.ts';
import type { ActionName, ActionPayloads, CaseView } from './case.ts';

/** An action as it is asked for. */
export type Asking<Name extends ActionName = ActionName> = {
  [One in Name]: { readonly action: One; readonly payload: Asked<One> };
}[Name];

/** The same as it will stand in the log. */
export type Prepared<Name extends ActionName = ActionName> = {
  [One in Name]: { readonly action: One; readonly payload: ActionPayloads[One] };
}[Name];

/** @throws Problem `request.invalid` */
export function preparePayload<Name extends ActionName>(
  { action, payload }: Asking<Name>,
  view: CaseView,
  surroundings: Surroundings,
): Prepared<Name> {
  return { action, payload: actionOf<Name>(action).prepare(payload, view, surroundings) } as Prepared<Name>;
}

/** Every text of the request that somebody wrote freely; screened before anything is stored (never-collect). */
export function textsOf<Name extends ActionName>({ action, payload }: Asking<Name>): string[] {
  const texts: readonly string[] = actionOf<Name>(action).texts;
  return texts
    .map((field) => (payload as Readonly<Record<string, unknown>>)[field])
    .filter((text): text is string => typeof text === 'string');
}
