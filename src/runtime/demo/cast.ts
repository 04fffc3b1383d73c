/** Who plays in the demo and when it begins: the story's own people in the story's city, in any other those its policy asks for. */
import type { Policy } from '#kernel/policy/policy.ts';
import { DEMO_ACCOUNTS, DEMO_MACHINE, DEMO_OFFICERS, type DemoAccount, type DemoOfficer } from './accounts.ts';
import { accountsOf, officersOf } from './any-city.ts';
import { cityBegins, cityStory } from './any-city-story.ts';
import type { Step } from './teller.ts';

export interface Cast {
  readonly accounts: readonly DemoAccount[];
  readonly officers: readonly DemoOfficer[];
  /** a department's own system */
  readonly machine: { readonly clientId: string; readonly name: string; readonly departmentId: string };
  /** what its tables are reported under, where they say nothing else */
  readonly notice: string;
  /** what the demo's clock shows at its very first run */
  readonly begins: Date;
  /** what follows once the officers are appointed; null: the demo's own story */
  readonly story: readonly Step[] | null;
  /** lists to lead to, as addresses of the site */
  readonly lists: readonly { readonly title: string; readonly path: string }[];
}

/** What was reported in spring lies before the story's own weeks. */
export const DEMO_START = new Date('2020-03-02T09:00:00+08:00');

/** The story plays in the city that has its bodies. */
export function castOf(policy: Policy): Cast {
  const lists = policy.lists
    .filter(({ polarity }) => polarity === 'good')
    .map(({ id, plainTitle }) => ({ title: plainTitle, path: `/lists/${id}` }));
  if (DEMO_OFFICERS.every(({ departmentId }) => policy.findDepartment(departmentId) !== undefined))
    return {
      notice: policy.id,
      ...{ accounts: DEMO_ACCOUNTS, officers: DEMO_OFFICERS, machine: DEMO_MACHINE, begins: DEMO_START, story: null },
      lists,
    };
  const officers = officersOf(policy);
  const reporter = policy.department(officers[0]?.departmentId ?? policy.creditOffice);
  return {
    notice: policy.id,
    ...{ accounts: accountsOf(policy), officers, begins: cityBegins(policy), story: cityStory(policy), lists },
    machine: { clientId: DEMO_MACHINE.clientId, name: `${reporter.name}数据平台`, departmentId: reporter.id },
  };
}
