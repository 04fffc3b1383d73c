/** The table of all actions, in the order pages offer them. Whoever needs to know something about an action reads it here. */
import type { Said } from '#kernel/refusal/said.ts';
import type { ActionName } from '../case.ts';
import type { Action } from './action.ts';
import { clearSuspicion } from './clear-suspicion.ts';
import { considerResponse } from './consider-response.ts';
import { correct } from './correct.ts';
import { determine } from './determine.ts';
import { receiveResponse } from './receive-response.ts';
import { refuse } from './refuse.ts';
import { returnCase } from './return.ts';
import { review } from './review.ts';
import { serveNotice } from './serve-notice.ts';
import { withdraw } from './withdraw.ts';

export const ACTIONS: { readonly [Name in ActionName]: Action<Name> } = {
  'clear-suspicion': clearSuspicion,
  review,
  return: returnCase,
  refuse,
  correct,
  withdraw,
  'serve-notice': serveNotice,
  'receive-response': receiveResponse,
  'consider-response': considerResponse,
  determine,
};

export const ACTION_NAMES = Object.keys(ACTIONS) as ActionName[];

export const actionOf = <Name extends ActionName>(name: Name): Action<Name> => ACTIONS[name];

/** What the log calls each. */
export const CASE_ACTION_TITLES = Object.fromEntries(
  ACTION_NAMES.map((name) => [name, ACTIONS[name].title]),
) as Readonly<Record<ActionName, Said>>;
