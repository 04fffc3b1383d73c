/**
 * Who gives which role to whom. Nobody appoints, widens, restores or delegates to themself, directly or round a corner, and a
 * district gives nothing that reaches the whole city. The database holds the same (migration 0004_reach).
 */
import type { Policy } from '#kernel/policy/policy.ts';
import { type May, no, YES } from '#kernel/refusal/may.ts';
import { type Actor, isTakenOver, ROLE_TITLES, type Role } from './actor.ts';

type Territory = Pick<Policy, 'creditOffice' | 'departmentsUnder'>;

/** Who may give a role: an administrator of the department it is held in or of one above it, or only one of the credit office. */
type GivenBy = 'territory' | 'city';

/**
 * What a role reaches decides who gives it. Credit office and auditor see every department; an assistant opens, for whoever stands
 * at the counter, the data of any person in the city and enters objections to any list; an administrator reaches the own territory,
 * which is the city where the post is in the credit office.
 */
export const GIVEN_BY: Readonly<Record<Role, GivenBy | ((policy: Territory, departmentId: string) => GivenBy)>> = {
  reporter: 'territory',
  reviewer: 'territory',
  determiner: 'territory',
  'credit-office': 'city',
  auditor: 'city',
  assistant: 'city',
  administrator: (policy, departmentId) => (departmentId === policy.creditOffice ? 'city' : 'territory'),
};

/** By the own post: what else the officer may see, or has taken over for somebody, makes nobody an administrator of more. */
export function administers(policy: Territory, actor: Actor, departmentId: string): boolean {
  const posts = administratorPosts(actor);
  return isOfCity(policy, posts) || posts.some((post) => policy.departmentsUnder(post).includes(departmentId));
}

/** Where the actor is an administrator. */
function administratorPosts(actor: Actor): readonly string[] {
  if (actor.kind !== 'officer') return [];
  return actor.posts
    .filter((post) => post.role === 'administrator' && !isTakenOver(actor, post))
    .map(({ departmentId }) => departmentId);
}

const isOfCity = (policy: Territory, posts: readonly string[]) => posts.includes(policy.creditOffice);

/** Why this actor may not give this role in this department; undefined where nothing stands against it. */
export function whyNotGive(
  policy: Territory,
  actor: Actor,
  role: Role,
  departmentId: string,
): 'territory' | 'city' | undefined {
  if (!administers(policy, actor, departmentId)) return 'territory';
  const rule = GIVEN_BY[role];
  const givenBy = typeof rule === 'function' ? rule(policy, departmentId) : rule;
  return givenBy === 'city' && !isOfCity(policy, administratorPosts(actor)) ? 'city' : undefined;
}

const NOT_ADMINISTERED = { zh: '该单位不在您管理的范围之内。', en: 'You do not administer this department.' };

/** The first role that is not the actor's to give refuses. */
export function mayGive(policy: Territory, actor: Actor, roles: readonly Role[], departmentId: string): May {
  for (const role of roles) {
    const because = whyNotGive(policy, actor, role, departmentId);
    if (because === 'territory') return no(because, { problem: 'jurisdiction.denied', said: NOT_ADMINISTERED });
    if (because === 'city')
      return no(because, {
        problem: 'permission.denied',
        said: {
          zh: `${ROLE_TITLES[role].zh}岗位及于全市，只能由信用主管部门的管理员登记。`,
          en: `The role of ${ROLE_TITLES[role].en} reaches the whole city; only an administrator of the credit office gives it.`,
        },
      });
  }
  return YES;
}

/** Nobody widens or ends their own appointment: another administrator does. So the last one cannot lock everybody out. */
export function mayAlterPost(actor: Actor, officerId: string): May {
  if (actor.id !== officerId) return YES;
  return no('oneself', {
    problem: 'permission.denied',
    said: {
      zh: '不能变更或停用本人的登记，请由另一位管理员办理。',
      en: 'Nobody changes or ends their own registration: another administrator does.',
    },
  });
}

/** A role does not come back to whom the giver's own post came from: that would be an appointment of oneself round a corner. */
export function mayReceive(receiver: { readonly id: string; readonly name: string }, givers: readonly string[]): May {
  if (!givers.includes(receiver.id)) return YES;
  return no('came-from', {
    problem: 'permission.denied',
    said: {
      zh: `您的管理员岗位来自${receiver.name}的登记，不能再给对方增加岗位；请由另一位管理员办理。`,
      en: `Your post as administrator came from ${receiver.name}; another administrator gives them roles.`,
    },
  });
}

/** Nor does a role the giver is named to stand in for: giving it back to `name` would bring it to the giver at once. */
export function whetherStaysAway(name: string, added: readonly Role[], handedOn: readonly string[]): May {
  if (!added.some((role) => handedOn.includes(role))) return YES;
  return no('handed-on', {
    problem: 'permission.denied',
    said: {
      zh: `${name}登记过由您代理这一岗位，恢复岗位会使代理重新生效；请先结束代理，或者由另一位管理员办理。`,
      en: `${name} named you to stand in for this role; giving it back would bring it to you. End that delegation first, or leave it to another administrator.`,
    },
  });
}
