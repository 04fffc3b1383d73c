/** Preparing at a counter what binds the person: nothing happens yet, and they are asked at once. */
import { createHash } from 'node:crypto';
import { type AssistedIdentity, type CounterAct, PreparedAct } from '#contracts/counter.ts';
import { canonicalJson } from '#kernel/exchange/canonical-json.ts';
import { maskName } from '#kernel/identity/masking.ts';
import { Problem } from '#kernel/refusal/problem.ts';
import { uuidOf } from '#kernel/seal/subject-key.ts';
import type { Actor } from '../access/actor.ts';
import { type ActedFor, type Applicant, actingFor } from '../access/applicant.ts';
import { transact } from '../access/transaction.ts';
import { writeAudit } from '../audit.ts';
import type { PlatformContext } from '../context.ts';
import {
  type ActAtCounter,
  assistedApplicant,
  COUNTER_TITLES,
  findAct,
  insertAct,
  keepAuthority,
  requireShownAtCounter,
  rowOf,
  tellAct,
} from '../counter/index.ts';
import type { PlatformTx } from '../database.ts';
import { asProblems, requireAnswerable } from '../determination/index.ts';
import { isAsking, requireAskable, requireWithdrawable } from '../rights/index.ts';
import { screened } from '../screened.ts';
import { contentOf, lookOf, openPrepared, requireAct, sealPrepared, shownAct, WAITS } from './act.ts';

/**
 * The same key again answers with the act that is there.
 * @throws Problem `permission.denied`, `request.invalid`, `not_found`, `case.not_found`, `action.not_available`, `four_eyes.violated`, `idempotency.reused`
 */
export async function prepareAct(
  context: PlatformContext,
  assistant: Actor,
  { identity, act }: { readonly identity: AssistedIdentity; readonly act: PreparedAct },
): Promise<CounterAct> {
  const applicant = await assistedApplicant(context, assistant, identity, '窗口代为准备，待本人确认');
  const subject = actingFor(applicant, identity.organisation?.uscc);
  screened(context.policy, PreparedAct, act);
  return asProblems(() =>
    transact(context.database, applicant, async (tx) => {
      const actId = actIdOf(assistant.id, subject.subjectKey, act.idempotencyKey);
      const known = await findAct(tx, actId);
      if (known) {
        if (canonicalJson(openPrepared(context, known, lookOf(applicant, known)).act) !== canonicalJson(act))
          throw new Problem('idempotency.reused');
        return shownAct(context, known, lookOf(applicant, known));
      }
      await addAct(tx, context, applicant, subject, act, actId);
      const row = await requireAct(tx, actId);
      return shownAct(context, row, lookOf(applicant, row));
    }),
  );
}

const actIdOf = (...parts: readonly string[]): string =>
  uuidOf(
    createHash('sha256')
      .update(`counter-act ${parts.join(' ')}`)
      .digest(),
  );

async function addAct(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  subject: ActedFor,
  act: PreparedAct,
  actId: string,
): Promise<void> {
  const { subjectKey } = subject;
  const at = context.clock();
  const matter: ActAtCounter = {
    ...{ kind: act.kind, subjectKey, content: contentOf(act) },
    ...(await aboutOf(tx, context, applicant, subjectKey, act)),
  };
  const whose = subject.type === 'person' ? maskName(subject.name) : subject.name;
  await insertAct(tx, {
    ...rowOf(applicant, matter),
    ...{ actId, at, sealed: sealPrepared(context, { act, whose }, { subjectKey, actId }) },
    expiresAt: new Date(at.getTime() + WAITS),
  });
  await keepAuthority(tx, context, applicant, matter, actId);
  await writeAudit(tx, applicant, {
    ...{ at, action: 'counter.prepared', objectType: 'counter-act', objectId: actId, subjectKey },
    detail: { kind: act.kind, about: matter.about.id },
  });
  const { zh } = COUNTER_TITLES[act.kind];
  await tellAct(tx, context, applicant, matter, {
    title: `等您确认：窗口代办“${zh}”`,
    text: `以您的名义准备了“${zh}”，还没有办理。请在“窗口代办”页面核对内容：同意的，把确认码念给工作人员，或者直接点“同意”；不是您的意思，请点“不同意”。三十分钟内没有确认即作废。`,
  });
}

/** What it is about, and that it could be done: whoever prepares learns now what would stand in the way. */
async function aboutOf(
  tx: PlatformTx,
  context: PlatformContext,
  applicant: Applicant,
  subjectKey: string,
  act: PreparedAct,
): Promise<Pick<ActAtCounter, 'about' | 'factKey'>> {
  if (act.kind === 'respond') {
    await requireShownAtCounter(tx, context, applicant, subjectKey, act.caseId);
    const head = await requireAnswerable(tx, applicant, subjectKey, act.caseId);
    return { about: { type: 'case', id: act.caseId }, factKey: head.factKey };
  }
  if (isAsking(act)) {
    const head = await requireAskable(tx, context, applicant, subjectKey, act);
    return { about: { type: 'case', id: act.caseId }, factKey: head.factKey };
  }
  if (act.kind === 'withdraw') {
    const asked = await requireWithdrawable(tx, context, applicant, act.requestId);
    if (asked.subjectKey !== subjectKey)
      throw new Problem('not_found', { said: { zh: '没有找到该申请。', en: 'There is no such request.' } });
    await requireShownAtCounter(tx, context, applicant, subjectKey, `${asked.batchId}-${asked.rowNumber}`);
    return { about: { type: 'request', id: act.requestId }, factKey: asked.factKey };
  }
  return { about: { type: 'own-data', id: subjectKey }, factKey: null };
}
