/** Turns what a caller asks for into what the log will say, as each action's own row does it. Pure. */
import type { z } from 'zod';
import type { Policy } from '#kernel/policy/policy.ts';
import { type ScreenedJson, screenedJson } from '../screened.ts';
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

/** The payload as the log keeps it, screened by the schema it is kept under. @throws Problem `request.invalid` */
export function loggedPayload({ action, payload }: Prepared, policy: Policy): ScreenedJson {
  const logged: z.ZodType = actionOf(action).logged;
  return screenedJson(policy, logged, payload);
}
