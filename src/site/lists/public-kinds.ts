/** Which kinds of good information everybody may see outside a list: noted by the installation from the compiled pack, asked by a trigger (069). */
import type { Policy } from '#kernel/policy/policy.ts';
import { publicKinds } from '#kernel/policy/public-kinds.ts';
import type { OwnerConnection } from './known-lists.ts';

/** Adds what is missing; what an earlier pack disclosed stays. */
export async function notePublicKinds(owner: OwnerConnection, policy: Policy): Promise<void> {
  await owner.query('INSERT INTO public.public_kind (kind) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [
    publicKinds(policy),
  ]);
}
