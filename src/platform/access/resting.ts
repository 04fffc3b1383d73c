/** Roles that are held and rest: which, why, and who can end one, told to whoever holds them and to whoever administers them. */
import type { Me, Officer } from '#contracts/officers.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import type { Actor, Role } from './actor.ts';
import { standInsOf } from './delegation-store.ts';
import { whyRests } from './roles-apart.ts';
import { administratorsOver, findOfficer, type OfficerRow } from './store.ts';
import { transact } from './transaction.ts';

type Held = Parameters<typeof whyRests>[2];

export const ownPosts = ({ posts }: Pick<OfficerRow, 'posts'>): Held[] =>
  posts.map(({ role, departmentId }) => ({ role: role as Role, departmentId, takenOver: false }));

/** What rests of the signed-in officer's own roles and of those taken over. */
export async function restingOf(context: PlatformContext, actor: Actor): Promise<Me['resting']> {
  if (actor.kind !== 'officer') return [];
  const now = context.clock();
  return transact(context.database, actor, async (tx) => {
    const row = await findOfficer(tx, actor.id);
    if (!row) return [];
    const taken = await standInsOf(tx, actor.id, localDateAt(now), now);
    const held = [
      ...ownPosts(row),
      ...taken.map((one) => ({ role: one.role as Role, departmentId: one.department_id, takenOver: true })),
    ];
    const resting: Me['resting'] = [];
    for (const one of held) {
      const said = whyRests(context.policy, held, one);
      if (!said) continue;
      const endedBy = one.takenOver ? [] : await administratorsOver(tx, one.departmentId, actor.id);
      const department = context.policy.findDepartment(one.departmentId)?.name ?? one.departmentId;
      resting.push({ role: one.role, department, takenOver: one.takenOver, ...said, endedBy });
    }
    return resting;
  });
}

/** Beside the officers of a page: who can end one of the roles that rest. */
export async function withWhoEnds(tx: PlatformTx, officers: readonly Officer[]): Promise<Officer[]> {
  const named: Officer[] = [];
  for (const officer of officers) {
    const posts: Officer['posts'] = [];
    for (const post of officer.posts) {
      const endedBy = post.rests ? await administratorsOver(tx, post.departmentId, officer.id) : [];
      posts.push(post.rests ? { ...post, rests: { ...post.rests, endedBy } } : post);
    }
    named.push({ ...officer, posts });
  }
  return named;
}
