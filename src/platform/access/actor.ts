/** Who acts, for which department, over which departments; decided once at the door and passed down. */

import { OfficerRole } from '#contracts/officers.ts';
import type { Language } from '#contracts/vocabulary.ts';
import type { Said } from '#kernel/refusal/said.ts';
import type { Pass } from './pass.ts';

export const ROLES = OfficerRole.options;
export type Role = (typeof ROLES)[number];

export interface Actor {
  readonly kind: 'officer' | 'machine' | 'system';
  /** officer uuid; for `system` the name of the job */
  readonly id: string;
  readonly name: string;
  /** for which the officer acts: where registered, or where the role is held that an act needs */
  readonly departmentId: string | null;
  /** held in whatever department; where each is, `posts` says */
  readonly roles: readonly Role[];
  readonly posts: readonly Post[];
  readonly requestId?: string;
  /** what was shown at the door, with which the actor's transactions enter; a job enters by its name */
  readonly pass?: Pass;
  /** posts among `posts` that are not the officer's own but taken over for an absence */
  readonly standsIn?: readonly StandIn[];
  /** the roles an act is open to, where the caller named them; says whether it is done by an own role or by one taken over */
  readonly actsIn?: readonly Role[];
}

/** A role held in a department. */
export interface Post {
  readonly role: Role;
  readonly departmentId: string;
}

export interface StandIn extends Post {
  readonly delegationId: string;
  readonly officerId: string;
  readonly officerName: string;
  /** last day */
  readonly until: string;
}

/** The actor of background work. It holds no role: it can carry out, never decide. What it sees, `task_claim` says. */
export function systemActor(job: string): Actor {
  return { kind: 'system', id: job, name: job, departmentId: null, roles: [], posts: [] };
}

export function postsIn(departmentId: string, roles: readonly Role[]): readonly Post[] {
  return roles.map((role) => ({ role, departmentId }));
}

export function hasRole(actor: Actor, ...roles: Role[]): boolean {
  return roles.some((role) => actor.roles.includes(role));
}

/** Whether one of these roles is held in this department itself. */
export function holdsIn(actor: Actor, departmentId: string, ...roles: Role[]): boolean {
  return actor.posts.some((post) => post.departmentId === departmentId && roles.includes(post.role));
}

/** The actor as whoever acts in one of these roles, for a department where it is held. */
export function actingIn(actor: Actor, ...roles: Role[]): Actor {
  return actingBy(actor, roles, () => true);
}

/** As `actingIn`, by a post that reaches what the act is about. An own post goes before one taken over, the nearest department before others. */
export function actingBy(actor: Actor, roles: readonly Role[], reaches: (departmentId: string) => boolean): Actor {
  const posts = actor.posts.filter((post) => roles.includes(post.role) && reaches(post.departmentId));
  const own = posts.filter((post) => !isTakenOver(actor, post));
  const open = own.length > 0 ? own : posts;
  const post = open.find(({ departmentId }) => departmentId === actor.departmentId) ?? open[0];
  return { ...actor, actsIn: roles, departmentId: post?.departmentId ?? actor.departmentId };
}

function standInFor({ standsIn = [] }: Actor, { role, departmentId }: Post): StandIn | undefined {
  return standsIn.find((one) => one.role === role && one.departmentId === departmentId);
}

export function isTakenOver(actor: Actor, post: Post): boolean {
  return standInFor(actor, post) !== undefined;
}

/** For whom an act is done: nobody, when one of the officer's own roles is enough for it. */
export function onBehalfOf(actor: Actor): StandIn | undefined {
  const { posts, departmentId, actsIn } = actor;
  const open = posts.filter((post) => actsIn?.includes(post.role) && post.departmentId === departmentId);
  const taken = open.map((post) => standInFor(actor, post));
  return taken.every((one) => one !== undefined) ? taken[0] : undefined;
}

/** What the roles are called, for words that say who does something. */
export const ROLE_TITLES: Readonly<Record<Role, { readonly zh: string; readonly en: string }>> = {
  reporter: { zh: '报送', en: 'reporting officer' },
  reviewer: { zh: '审核', en: 'reviewing officer' },
  determiner: { zh: '认定', en: 'determining officer' },
  'credit-office': { zh: '信用主管部门', en: 'credit office' },
  auditor: { zh: '审计', en: 'auditor' },
  administrator: { zh: '管理员', en: 'administrator' },
  assistant: { zh: '窗口协办', en: 'counter assistant' },
};

/** Who does this, and what the caller is: a refusal that only says no leaves people guessing whom to ask. */
export function roleMissing(needed: readonly Role[], held: readonly Role[]): Said {
  const said = (roles: readonly Role[], language: Language, joint: string) =>
    roles.map((role) => ROLE_TITLES[role][language]).join(joint);
  const own = held.length > 0;
  return {
    zh: `这里由${said(needed, 'zh', '、')}岗位办理；${own ? `您的岗位是${said(held, 'zh', '、')}` : '您没有承担岗位'}。`,
    en: `This is for the ${said(needed, 'en', ' or the ')}; ${own ? `your role is ${said(held, 'en', ' and ')}` : 'you hold no role'}.`,
  };
}
