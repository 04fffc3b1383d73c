/** listed-measures-only in the database: the installation notes which benefits the pack names, as the owner of the tables; triggers refuse every other. */
import type { Policy } from '#kernel/policy/policy.ts';

interface OwnerConnection {
  query(text: string, values: unknown[]): Promise<unknown>;
}

/** Adds what is missing; what stands there stays. */
export async function noteEnactedBenefits(
  owner: OwnerConnection,
  { benefits }: Pick<Policy, 'benefits'>,
): Promise<void> {
  await owner.query('INSERT INTO public.enacted_benefit (benefit) SELECT unnest($1::text[]) ON CONFLICT DO NOTHING', [
    benefits.map(({ id }) => id),
  ]);
}
