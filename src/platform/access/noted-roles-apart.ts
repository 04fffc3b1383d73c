/** The pairs of roles that a pack keeps apart, noted by the installation as the owner of the tables: the application's logins only read them. */
import type { Policy } from '#kernel/policy/policy.ts';
import { pairsOfPack } from './roles-apart.ts';

/** Where statements run as the owner of the tables: a pool or a client of pg. */
interface OwnerConnection {
  query(text: string, values: unknown[]): Promise<unknown>;
}

const GONE =
  'DELETE FROM public.roles_apart WHERE NOT floor AND NOT EXISTS (SELECT FROM unnest($1::text[], $2::text[]) AS p (one, other) WHERE p.one = roles_apart.one AND p.other = roles_apart.other)';
const NEW =
  'INSERT INTO public.roles_apart (one, other) SELECT one, other FROM unnest($1::text[], $2::text[]) AS p (one, other) ON CONFLICT DO NOTHING';

/** The floor stays whatever a pack says. */
export async function noteRolesApart(owner: OwnerConnection, policy: Policy): Promise<void> {
  const pairs = pairsOfPack(policy);
  const columns = [pairs.map(([one]) => one), pairs.map(([, other]) => other)];
  await owner.query(GONE, columns);
  await owner.query(NEW, columns);
}
