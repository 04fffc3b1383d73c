/** Enacting as the console shows it: what the folder says otherwise, every version, every proposal and who may do what. */
import type { EnactmentOverview, EnactmentProposal, EnactmentVersion } from '#contracts/enactments.ts';
import type { Permitted } from '#contracts/lists.ts';
import type { Policy } from '#kernel/policy/policy.ts';
import { type May, YES } from '#kernel/refusal/may.ts';
import { localDateAt } from '#kernel/time/local-date.ts';
import type { Actor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import type { PlatformContext } from '../context.ts';
import type { PlatformTx } from '../database.ts';
import type { Enactment } from '../policy/index.ts';
import { draftsOf, type PolicyFolder } from './drafts.ts';
import { ACKNOWLEDGED_BY, earliestDay, mayDecide, whetherAdministersCity, whetherOffice } from './rules.ts';
import { listCities, listProposals, listVersions, type StoredProposal } from './store.ts';

/** All that is enacted, as this process knows it; a demo that runs its folder as it is written has none. */
export interface EnactedRules {
  readonly all: readonly Enactment[];
  /** with the law under it */
  floored(one: Enactment): Policy;
}

export interface EnactingContext {
  readonly context: PlatformContext;
  readonly rules: EnactedRules;
  /** the folder on the server as it is now */
  folder(): Promise<PolicyFolder>;
  /** Brings `rules` to what the database says: before they are asked here, and after something was enacted. */
  learn(): Promise<void>;
}

export async function overview(enacting: EnactingContext, actor: Actor): Promise<EnactmentOverview> {
  const { context, rules } = enacting;
  await enacting.learn();
  const folder = await enacting.folder();
  const readable = folder.packs.length > 0 && folder.findings.every(({ severity }) => severity !== 'error');
  return transact(context.database, actor, async (tx) => {
    const drafts = readable ? draftsOf(folder, rules.all, await listCities(tx)) : [];
    const versions = await versionsView(tx, enacting);
    const inForce = versions.filter(({ standing, scope }) => standing === 'in-force' && scope !== 'city');
    return {
      folder: {
        readable,
        findings: folder.findings.map((finding) => ({ ...finding })),
        differs: drafts.map(({ scope, title, version, enactedVersion, digest, difference }) => ({
          ...{ scope, title, version, enactedVersion, digest, difference: [...difference] },
        })),
        absent: readable
          ? inForce.map(({ scope }) => scope).filter((scope) => !folder.packs.some(({ policy }) => policy.id === scope))
          : [],
      },
      earliest: earliestDay(localDateAt(context.clock())),
      versions,
      proposals: (await listProposals(tx)).map((one) => proposalView(enacting, actor, one)),
      may: {
        propose: permitted(whetherOffice(actor)),
        acknowledge: permitted(whetherAdministersCity(actor, context.policy.creditOffice)),
      },
    };
  });
}

export async function versionsView(tx: PlatformTx, { context }: EnactingContext): Promise<EnactmentVersion[]> {
  const today = localDateAt(context.clock());
  const rows = await listVersions(tx);
  return rows.map((row) => {
    const { proposer, confirmer, acknowledgedBy, ...version } = row;
    const later = rows.some((one) => one.scope === row.scope && one.version > row.version && one.fromDay <= today);
    const over = later || (row.untilDay !== null && row.untilDay < today);
    return {
      ...version,
      standing: row.fromDay > today ? 'to-come' : over ? 'past' : 'in-force',
      ...{ proposedBy: proposer, confirmedBy: confirmer, acknowledgedBy: [...acknowledgedBy] },
      confirmed: proposer !== null || acknowledgedBy.length >= ACKNOWLEDGED_BY,
    };
  });
}

export function proposalView({ context }: EnactingContext, actor: Actor, stored: StoredProposal): EnactmentProposal {
  const { items, rehearsal, proposedBy: _id, proposer, proposedAt, decider, decidedAt, ...proposal } = stored;
  const may = mayDecide(actor, stored, localDateAt(context.clock()));
  return {
    ...proposal,
    items: items.map(({ scope, title, version, digest, difference }) => ({
      ...{ scope, title, version, digest },
      difference: difference as EnactmentProposal['items'][number]['difference'],
    })),
    rehearsal: rehearsal as EnactmentProposal['rehearsal'],
    proposedBy: proposer,
    proposedAt: proposedAt.toISOString(),
    decidedBy: decider,
    decidedAt: decidedAt?.toISOString() ?? null,
    may: {
      confirmed: permitted(may.confirmed),
      declined: permitted(may.declined),
      withdrawn: permitted(may.withdrawn),
    },
  };
}

const permitted = (may: May): Permitted =>
  may === YES || may.ok ? { available: true } : { available: false, ...may.said, clause: may.clause ?? null };
