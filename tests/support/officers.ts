/** Officers and their roles, set up by the owner of the tables: where each role is held, and how one ends. */
import { randomUUID } from 'node:crypto';
import type pg from 'pg';
import { type Actor, type Post, postsIn, type Role } from '#platform/access/actor.ts';

interface NewOfficer {
  readonly departmentId: string;
  /** held where the officer is registered */
  readonly roles?: readonly Role[];
  /** held anywhere */
  readonly posts?: readonly Post[];
  readonly name?: string;
  readonly issuer?: string;
  readonly externalId?: string;
  readonly id?: string;
}

/** Answers the officer's id. */
export async function insertOfficer(owner: pg.Client, given: NewOfficer): Promise<string> {
  const {
    id = randomUUID(),
    departmentId,
    roles = [],
    posts = [],
    name = '测试经办人',
    issuer = 'https://sign-in.test',
  } = given;
  await owner.query(
    'INSERT INTO officer (id, issuer, external_id, name, department_id, active_from) VALUES ($1, $2, $3, $4, $5, $6)',
    [id, issuer, given.externalId ?? id, name, departmentId, new Date(0)],
  );
  for (const post of [...postsIn(departmentId, roles), ...posts]) await insertRole(owner, id, post);
  return id;
}

export async function insertRole(owner: pg.Client, officerId: string, { role, departmentId }: Post): Promise<void> {
  await owner.query('INSERT INTO officer_role (officer_id, department_id, role, held_from) VALUES ($1, $2, $3, $4)', [
    ...[officerId, departmentId, role, new Date(0)],
  ]);
}

/** An officer with all roles in one department, as a door would let them in. */
export function officerActor(
  officer: Pick<Actor, 'id' | 'name'> & {
    readonly departmentId: string;
    readonly roles: readonly Role[];
  },
): Actor {
  return { kind: 'officer', posts: postsIn(officer.departmentId, officer.roles), ...officer };
}
