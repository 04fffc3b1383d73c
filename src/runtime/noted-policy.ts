/** What the installation notes of the compiled pack in the tables of its systems, as their owner: the applications may only read it. */
import type { Policy } from '#kernel/policy/policy.ts';
import { noteLists as noteListsOfPlatform } from '#platform/lists/index.ts';
import { noteEnactedKinds, noteEnactedRules } from '#platform/policy/index.ts';
import { noteEnactedBenefits } from '#points/index.ts';
import { noteLists as noteListsOfSite, notePublicKinds } from '#site/index.ts';
import type { Noting } from './postgres/migrate.ts';
import type { System } from './postgres/systems.ts';

export async function noteOfPlatform(owner: Parameters<Noting>[0], policy: Policy): Promise<void> {
  await noteEnactedKinds(owner, policy);
  await noteListsOfPlatform(owner, policy);
  await noteEnactedRules(owner, policy);
}

export const notedPolicy = (policies: readonly Policy[]): Partial<Record<System, Noting>> => ({
  platform: async (owner) => {
    for (const policy of policies) await noteOfPlatform(owner, policy);
  },
  points: async (owner) => {
    for (const policy of policies) await noteEnactedBenefits(owner, policy);
  },
  site: async (owner) => {
    for (const policy of policies) {
      await noteListsOfSite(owner, policy);
      await notePublicKinds(owner, policy);
    }
  },
});
