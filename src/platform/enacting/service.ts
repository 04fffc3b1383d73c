/** Use cases of enacting: one officer proposes, a rehearsal tells what it would change, another confirms what they saw. */

import type {
  DecideEnactment,
  EnactmentProposal,
  EnactmentVersion,
  ProposeEnactment,
  ProposeRepeal,
  Rehearsal,
} from '#contracts/enactments.ts';
import type { EnactmentKind } from '#contracts/vocabulary.ts';
import { canonicalDigest } from '#kernel/exchange/canonical-json.ts';
import { requireMay } from '#kernel/refusal/may.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { localDateAt, toLocalDate } from '#kernel/time/local-date.ts';
import type { Actor } from '../access/actor.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformTx } from '../database.ts';
import { chosen, readSound, requireFollows } from './asked.ts';
import { draftsOf } from './drafts.ts';
import { type EnactingContext, proposalView, versionsView } from './overview.ts';
import { rehearse } from './rehearsal.ts';
import { mayDecide, whetherAdministersCity, whetherInTime, whetherOffice, whetherSound } from './rules.ts';
import {
  addAcknowledgement,
  addDecision,
  addProposal,
  listCities,
  listProposals,
  lockEnacting,
  readingOnly,
  type StoredProposal,
} from './store.ts';
import { amending, repealing } from './would-be.ts';

/** What would change, without proposing it. @throws Problem as `propose`, but for obstacles, which it lists */
export async function rehearseDrafts(
  enacting: EnactingContext,
  actor: Actor,
  request: ProposeEnactment,
): Promise<Rehearsal> {
  const { context } = enacting;
  const day = toLocalDate(request.fromDay);
  requireMay(whetherInTime(day, localDateAt(context.clock())));
  const folder = await readSound(enacting);
  return transact(context.database, actor, async (tx) => {
    await readingOnly(tx);
    const drafts = chosen(draftsOf(folder, enacting.rules.all, await listCities(tx)), request.scopes);
    return rehearse(tx, amending(enacting, drafts, day));
  });
}

/** @throws Problem `request.invalid` (the day, the folder, nothing differs), `action.not_available` (what stands in the way), `permission.denied` */
export async function propose(
  enacting: EnactingContext,
  actor: Actor,
  request: ProposeEnactment,
): Promise<EnactmentProposal> {
  const { context } = enacting;
  requireMay(whetherOffice(actor));
  const day = toLocalDate(request.fromDay);
  requireMay(whetherInTime(day, localDateAt(context.clock())));
  const folder = await readSound(enacting);
  return transact(context.database, actor, async (tx) => {
    await lockEnacting(tx);
    const drafts = chosen(draftsOf(folder, enacting.rules.all, await listCities(tx)), request.scopes);
    requireFollows(enacting, drafts, day);
    const rehearsal = await rehearse(tx, amending(enacting, drafts, day));
    requireMay(whetherSound(rehearsal));
    const items = drafts.map(({ policy: _, enactedVersion: _enacted, ...item }) => item);
    return addProposed(tx, enacting, actor, { kind: 'enact', day, items, rehearsal });
  });
}

/** @throws Problem `not_found` for a notice that is not in force, `action.not_available` for the only one */
export async function proposeRepeal(
  enacting: EnactingContext,
  actor: Actor,
  { notice, fromDay }: ProposeRepeal,
): Promise<EnactmentProposal> {
  const { context, rules } = enacting;
  requireMay(whetherOffice(actor));
  await enacting.learn();
  const day = toLocalDate(fromDay);
  requireMay(whetherInTime(day, localDateAt(context.clock())));
  return transact(context.database, actor, async (tx) => {
    await lockEnacting(tx);
    const latest = rules.all.findLast((one) => one.notice === notice);
    if (!latest || latest.untilDay !== null) throw new Problem('not_found');
    const title = latest.policy.title;
    const rehearsal = await rehearse(tx, repealing(enacting, notice, day));
    const items = [{ scope: notice, title, version: null, digest: null, difference: [] }];
    return addProposed(tx, enacting, actor, { kind: 'repeal', day, items, rehearsal });
  });
}

interface Proposed {
  readonly kind: EnactmentKind;
  readonly day: string;
  readonly items: readonly object[];
  readonly rehearsal: Rehearsal;
}

async function addProposed(tx: PlatformTx, enacting: EnactingContext, actor: Actor, proposed: Proposed) {
  const { context } = enacting;
  const { kind, day, items, rehearsal } = proposed;
  const [id, at] = [context.newId(), context.clock()];
  await addProposal(tx, {
    ...{ proposal_id: id, kind, from_day: day, items, rehearsal, digest: digestOf(proposed) },
    ...{ proposed_by: actor.id, proposed_at: at },
  });
  const scopes = items.map((item) => (item as { scope: string }).scope);
  await writeAudit(tx, actor, {
    ...{ at, action: 'enactment.proposed', objectType: 'enactment', objectId: id },
    detail: { kind, scopes, fromDay: day },
  });
  const [stored] = await listProposals(tx, id);
  return proposalView(enacting, actor, stored!);
}

/** What two people must have seen alike: texts by their digests, the day, and what changes. Counts of what stays the same are not part of it. */
const digestOf = ({ kind, day, items, rehearsal }: Proposed): string =>
  canonicalDigest({
    ...{ kind, day, changes: rehearsal.changes },
    items: items.map((item) => {
      const { scope, version, digest } = item as { scope: string; version: number | null; digest: string | null };
      return { scope, version, digest };
    }),
  });

/** @throws Problem `not_found`, `case.conflict` (folder or data changed since), `four_eyes.violated`, `action.not_available` */
export async function decide(
  enacting: EnactingContext,
  actor: Actor,
  id: string,
  { decision, digest }: DecideEnactment,
): Promise<EnactmentProposal> {
  const { context } = enacting;
  await enacting.learn();
  const folder = decision === 'confirmed' ? await enacting.folder() : undefined;
  const decided = await transact(context.database, actor, async (tx) => {
    await lockEnacting(tx);
    const [proposal] = await listProposals(tx, id);
    if (!proposal) throw new Problem('not_found');
    const at = context.clock();
    requireMay(mayDecide(actor, proposal, localDateAt(at))[decision]);
    if (digest !== proposal.digest)
      throw changedSince('您看到的不是现在的提案，请刷新后再看一遍', 'you saw another proposal');
    if (folder) await requireUnchanged(tx, enacting, proposal, folder);
    await addDecision(tx, { proposal_id: id, decision, decided_by: actor.id, decided_at: at });
    await writeAudit(tx, actor, {
      ...{ at, action: `enactment.${decision}`, objectType: 'enactment', objectId: id },
      detail: { scopes: proposal.items.map(({ scope }) => scope), fromDay: proposal.fromDay },
    });
    const [stored] = await listProposals(tx, id);
    return stored!;
  });
  if (decision === 'confirmed') await enacting.learn();
  return proposalView(enacting, actor, decided);
}

/** What is confirmed is what was proposed: the same texts in the folder, and the same changes in the data. */
async function requireUnchanged(
  tx: PlatformTx,
  enacting: EnactingContext,
  { kind, fromDay, items, digest }: StoredProposal,
  folder: Awaited<ReturnType<EnactingContext['folder']>>,
): Promise<void> {
  const scopes = items.map(({ scope }) => scope);
  if (kind === 'repeal') {
    const rehearsal = await rehearse(tx, repealing(enacting, scopes[0]!, fromDay));
    if (digestOf({ kind, day: fromDay, items, rehearsal }) !== digest) throw changedData();
    return;
  }
  const drafts = draftsOf(folder, enacting.rules.all, await listCities(tx));
  const same = items.every((item) =>
    drafts.some((one) => one.scope === item.scope && one.digest === item.digest && one.version === item.version),
  );
  if (!same)
    throw changedSince(
      '提出之后，文件夹的内容或者已施行的版本变了，与提案不同；请撤回后按现在的内容重新提出',
      'the folder or what is enacted changed since it was proposed; withdraw it and propose it anew',
    );
  const rehearsal = await rehearse(tx, amending(enacting, chosen(drafts, scopes), fromDay));
  requireMay(whetherSound(rehearsal));
  if (digestOf({ kind, day: fromDay, items, rehearsal }) !== digest) throw changedData();
}

const changedSince = (zh: string, en: string) =>
  new Problem('case.conflict', { said: { zh: `${zh}。`, en: `Not confirmed: ${en}.` } });
const changedData = () =>
  changedSince(
    '提出之后，数据有变，预演的结果与提案所列的不同；请撤回后重新提出，由确认人看新的预演结果',
    'the data changed since, and the rehearsal tells otherwise than the proposal; withdraw it and propose it anew',
  );

/** @throws Problem `not_found`, `permission.denied`, `action.not_available` */
export async function acknowledge(
  enacting: EnactingContext,
  actor: Actor,
  { scope, version }: { readonly scope: string; readonly version: number },
): Promise<EnactmentVersion> {
  const { context } = enacting;
  requireMay(whetherAdministersCity(actor, context.policy.creditOffice));
  return transact(context.database, actor, async (tx) => {
    const find = async () =>
      (await versionsView(tx, enacting)).find((one) => one.scope === scope && one.version === version);
    if (!(await find())) throw new Problem('not_found');
    const at = context.clock();
    await addAcknowledgement(tx, { scope, version, officer_id: actor.id, at });
    await writeAudit(tx, actor, {
      ...{ at, action: 'enactment.acknowledged', objectType: 'enactment', objectId: `${scope} ${version}` },
      detail: { scope, version },
    });
    return (await find())!;
  });
}
